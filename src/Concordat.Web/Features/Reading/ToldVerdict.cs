using System.Text.RegularExpressions;
using Concordat.Charters;
using Concordat.Claims;

namespace Concordat.Web.Features.Reading;

/// <summary>What a claim that is a verdict says, in parts, so that a list of them can be read at a glance; the claim's own words stay beside it.</summary>
/// <param name="Who">For whom, as people are called.</param>
/// <param name="Standard">The standard's id.</param>
/// <param name="Statement">The standard's own sentence; its id as words where the claim does not quote it.</param>
/// <param name="Status">The verdict.</param>
public sealed partial record ToldVerdict(string Who, string Standard, string Statement, VerdictStatus Status)
{
    /// <summary>Reads a claim in the form in which runs give them; null for any other.</summary>
    public static ToldVerdict? Of(Claim claim)
    {
        if (claim.Type != ClaimType.Verdict || Sentence().Match(claim.Description) is not { Success: true } told || !Enum.TryParse(told.Groups["status"].Value, true, out VerdictStatus status))
            return null;
        string standard = told.Groups["standard"].Value, quoted = claim.Body.Split('\n')[0];
        return new ToldVerdict(
            claim.Evidence is [{ Group: { } group }, ..] ? Label(group) : told.Groups["who"].Value,
            standard, quoted.StartsWith("> ", StringComparison.Ordinal) ? quoted[2..] : Reporting.Wording.Capital(Reporting.Wording.Words(standard)), status);
    }

    /// <summary>What a group is called: <c>country=Nigeria &amp; sex=female</c> is Nigeria · female.</summary>
    public static string Label(string group) => string.Join(" · ", group.Split(" & ").Select(level => level[(level.IndexOf('=', StringComparison.Ordinal) + 1)..]));

    /// <summary>The parts as a sentence, without figures.</summary>
    public override string ToString() => $"“{Statement.TrimEnd('.')}” is {Reporting.Wording.Of(Status)} for {Who}";

    [GeneratedRegex("^For (?<who>[^,]+), .*: the standard '(?<standard>[^']+)' is (?<status>met|breached|undetermined)\\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sentence();
}
