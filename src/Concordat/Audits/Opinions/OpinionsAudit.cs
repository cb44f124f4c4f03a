using Concordat.Estimators.Opinions;
using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Audits.Opinions;

/// <summary>Whose answers a system's answers are near to, how that changes from stage to stage, and whom a reward model prefers.</summary>
/// <remarks>
/// Model: a value for each question, and means over questions; see <c>docs/methods/opinions.md</c>. Intervals: bootstrap over questions, one draw for all populations and
/// systems, so that changes are paired. Randomness: replicate b draws from stream b of the request's seed.
/// </remarks>
public sealed class OpinionsAudit : ICountedAudit
{
    public AuditDescription Description { get; } = new(
        "opinions",
        "Opinions",
        "Whose distribution of answers to closed questions a system's own is near to, for each population and stage, and whom a reward model ranks high.",
        "It shows nearness of answers to these questions in these words, not opinions held: a system's distribution depends on how it is asked, a group's on who was surveyed, and being "
        + "near to a majority can mean being far from a minority within it.",
        "Ryan, Held & Yang (2024), Unintended Impacts of LLM Alignment on Global Representation, ACL, arXiv 2402.15018; Durmus et al. (2023), arXiv 2306.16388; "
        + "Santurkar et al. (2023), ICML, arXiv 2303.17548; Sorensen et al. (2024), ICML, arXiv 2402.05070",
        OpinionMeasures.All);

    /// <remarks>Shares of answers are counts already and part of the frame.</remarks>
    public CountNeeds Needs(EvidenceSet frame, string measure, MeasureOptions options, ImmutableArray<GroupKey> populations) => measure switch
    {
        OpinionMeasures.OvertonCoverage => CountNeeds.None
            .With(JudgementTable.Ratings, CountColumn.Rater, CountColumn.Item, CountColumn.Response, CountColumn.Value)
            .On(options.RequiredText("criterion"))
            .WithAttribute(frame, JudgementTable.Ratings, options.RequiredText("cluster")),
        OpinionMeasures.PreferenceRank or OpinionMeasures.PreferenceCorrelation => CountNeeds.None
            .With(JudgementTable.Outcomes, CountColumn.System, CountColumn.Item, CountColumn.Value)
            .On(options.RequiredText("criterion")),
        _ => CountNeeds.None,
    };

    public AuditResult Run(AuditRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MeasureDescription measure = MeasureChecks.Of(Description, request);
        var findings = new OpinionFindings(request);
        switch (measure.Id)
        {
            case OpinionMeasures.OvertonCoverage:
                OvertonCoverage.Add(findings, request.Evidence, cancellationToken);
                break;
            case OpinionMeasures.PreferenceRank:
                PreferenceFindings.AddRanks(findings, cancellationToken);
                break;
            case OpinionMeasures.PreferenceCorrelation:
                PreferenceFindings.AddCorrelation(findings, cancellationToken);
                break;
            default:
                AddDistributions(findings, OpinionQuestion.Parse(measure.Id, request.Options), cancellationToken);
                break;
        }

        return findings.Result(Description.Id);
    }

    /// <summary>How many were looked at and used, the rest for one reason.</summary>
    internal static ExclusionCounts Counted(long considered, long used, string reason) => considered == used
        ? ExclusionCounts.None(considered)
        : new ExclusionCounts(considered, used, ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal).Add(reason, considered - used));

    private static void AddDistributions(OpinionFindings findings, OpinionQuestion question, CancellationToken cancellationToken)
    {
        AuditRequest request = findings.Request;
        var distributions = AnswerDistributions.Of(request.Evidence, question.RefusalsApart, request.MinimumCell);
        var sources = new OpinionSources(request.Evidence, distributions);
        foreach (Diagnostic note in question.Notes())
            findings.Note(note);
        if (distributions.TooFewAnswers > 0)
            findings.Note(Diagnostic.Warning("few-answers", $"{distributions.TooFewAnswers} distributions rest on fewer than {request.MinimumCell} people and are left out."));
        switch (question.Measure)
        {
            case OpinionMeasures.Representativeness:
                EveryoneOpinions.Add(findings, question, sources, cancellationToken);
                break;
            case OpinionMeasures.Steerability:
                SteeredOpinions.Add(findings, question, sources, cancellationToken);
                break;
            case OpinionMeasures.Consistency:
                TopicConsistency.Add(findings, question, sources);
                break;
            default:
                PopulationOpinions.Add(findings, question, sources, cancellationToken);
                break;
        }
    }
}
