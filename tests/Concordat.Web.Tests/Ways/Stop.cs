namespace Concordat.Web.Tests.Ways;

/// <summary>Where the focus is. The role is empty where it is on nothing.</summary>
/// <param name="Role">As the browser computes it; <c>summary</c> for the head of something folded.</param>
/// <param name="Name">What is read out.</param>
/// <param name="Text">What is written in it.</param>
/// <param name="Fault">What is wrong with it; empty where nothing is.</param>
/// <param name="Choices">Of a list or of a group of radio buttons, the names of all.</param>
/// <param name="Number">Its place among all controls, where they were numbered.</param>
/// <param name="IsInMain">Whether it is in the main part of the page.</param>
internal sealed record Stop(string Role, string Name, string Text, string Fault, ImmutableArray<string> Choices, int Number, bool IsInMain)
{
    public bool IsNowhere => Role.Length == 0;

    /// <summary>Whether this is what someone looks for; a name may be given by its beginning, with an ellipsis after it.</summary>
    public bool Is(string role, string name) => Role == role && Fits(Name, name);

    public static bool Fits(string found, string wanted) => wanted.EndsWith('…') ? found.StartsWith(wanted[..^1], StringComparison.Ordinal) : found == wanted;

    public override string ToString() => IsNowhere ? "(the end)" : $"{Role} “{(Name.Length > 60 ? Name[..60] : Name)}”";
}
