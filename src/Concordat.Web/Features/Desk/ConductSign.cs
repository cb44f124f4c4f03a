namespace Concordat.Web.Features.Desk;

/// <summary>A way of answering that cannot be about what was asked, whatever anyone thinks of it.</summary>
public enum ConductSign
{
    /// <summary>Says something else when the same is asked again in the same words, more often than someone who holds an opinion on half of the items.</summary>
    UnlikeThemselves,

    /// <summary>Chooses by where something stands, although its place is drawn anew each time.</summary>
    ByPlace,

    /// <summary>Answers before what is new on the page can have been read.</summary>
    BeforeReading,
}
