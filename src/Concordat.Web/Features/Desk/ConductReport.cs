namespace Concordat.Web.Features.Desk;

/// <summary>What the tests of conduct found.</summary>
/// <param name="Found">By sign, the surest first; raters are pseudonyms of the export.</param>
/// <param name="Tested">Raters tested for each sign, in the order of <see cref="ConductSign"/>.</param>
/// <param name="Raters">All who gave anything.</param>
public sealed record ConductReport(ImmutableArray<ConductReport.Line> Found, ImmutableArray<int> Tested, int Raters)
{
    /// <param name="AgainstOwnGroup">Whether they also choose what their own group rejects more often than chance allows: said beside a finding, never instead of one. Null where too little tells.</param>
    public sealed record Line(string Rater, ConductFinding Finding, bool? AgainstOwnGroup);
}
