namespace Concordat.Web.Features.Workshop;

/// <summary>A candidate wording as stored.</summary>
public sealed record WordingRow(string Id, long Round, string Statement, string? SeatId, Writer Writer, string? Model = null, long Drafted = 0, long Withdrawn = 0)
{
    /// <summary>Whether a person took its words up from a model's draft.</summary>
    public bool IsDrafted => Drafted == 1;

    /// <summary>Whether whoever suggested it no longer takes part.</summary>
    public bool IsWithdrawn => Withdrawn == 1;

    /// <summary>Whether it can be ranked and chosen; a model's draft cannot, before a person takes it up as their own.</summary>
    public bool IsCandidate => Writer == Writer.Person && !IsWithdrawn;
}
