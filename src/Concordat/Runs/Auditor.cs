using Concordat.Audits;
using Concordat.Charters;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Evidence.Store;
using Concordat.Numerics.Sampling;

namespace Concordat.Runs;

/// <summary>Tests evidence against a charter: each standard's audit, then its verdicts.</summary>
public static class Auditor
{
    /// <summary>Runs every standard of the charter.</summary>
    /// <param name="charter">What holds.</param>
    /// <param name="evidence">The tables.</param>
    /// <param name="about">What the evidence was imported from.</param>
    /// <param name="options">System version, date, seed, replicates, threads.</param>
    /// <param name="progress">Told the id of each standard as it starts.</param>
    /// <param name="cancellationToken">Stops between and inside audits.</param>
    /// <remarks>
    /// Randomness: each standard's seed is derived from the run's seed and the standard's place in the charter.
    /// An audit that cannot answer with this evidence (a missing table, criterion, attribute or level) gives findings without estimate, which make the verdict undetermined.
    /// </remarks>
    public static Run Audit(
        EffectiveCharter charter, EvidenceSet evidence, EvidenceProvenance about, AuditorOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        charter = CharterPlaces.WithoutFolders(charter);
        var cells = new SmallCellGuard(charter, evidence, about);
        var results = ImmutableArray.CreateBuilder<StandardResult>(charter.Standards.Length);
        var plan = new IntervalPlan(charter.ConfidenceLevel, charter.Multiplicity, options.Replicates);
        for (int i = 0; i < charter.Standards.Length; i++)
        {
            EffectiveStandard standard = charter.Standards[i];
            progress?.Report(standard.Standard.Id);
            (IAudit audit, MeasureDescription measure) = MeasureOf(standard);
            ImmutableArray<Population> populations = measure.Populations == MeasurePopulations.Each ? standard.Populations : [];
            var request = new AuditRequest(
                cells.Evidence, measure.Id, standard.Standard.Options, [.. populations.Select(population => population.Group)], plan, charter.MinimumCell,
                Xoshiro.DeriveSeed(options.Seed, (ulong)i))
            { MaxThreads = options.MaxThreads };
            AuditResult result = cells.Guard(standard.Standard, Answer(audit, request, standard.Standard, cancellationToken));
            ImmutableArray<Verdict> verdicts = [.. Decide(standard, populations, measure, result).Select(verdict => cells.Guard(standard.Standard, measure, verdict))];
            results.Add(new StandardResult(
                standard, result.Unit is { } unit ? measure with { Unit = unit } : measure, audit.Description.Title, audit.Description.Source, audit.Description.Limitation,
                result, verdicts));
        }

        return new Run
        {
            ConcordatVersion = ConcordatInfo.Version,
            SystemVersion = options.SystemVersion,
            Date = options.Date,
            Seed = options.Seed,
            Replicates = options.Replicates,
            Charter = charter,
            Evidence = cells.About,
            Standards = results.MoveToImmutable(),
        };
    }

    /// <summary>Runs every standard of the charter on counts, wherever they come from; the run is the same as on the tables they were counted from.</summary>
    /// <exception cref="InputDataException">A standard's measure reads single judgements.</exception>
    /// <exception cref="IOException">The source could not answer in full.</exception>
    public static Run Audit(
        EffectiveCharter charter, ICountSource counts, EvidenceProvenance about, AuditorOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        EvidenceSet evidence = CountedRun.Evidence(charter, counts, counted => new SmallCellGuard(charter, counted, about).AnyLeftOut, cancellationToken);
        return Audit(charter, evidence, about, options, progress, cancellationToken);
    }

    /// <summary>Whether counts of judgements are enough for every standard of a charter.</summary>
    /// <exception cref="InputDataException">A standard names a measure that the catalog does not have.</exception>
    public static bool RunsOnCounts(EffectiveCharter charter) => charter.Standards.All(standard => MeasureOf(standard).Audit is ICountedAudit);

    internal static (IAudit Audit, MeasureDescription Measure) MeasureOf(EffectiveStandard standard) => Catalog.FindMeasure(standard.Standard.Measure)
        ?? throw new InputDataException(
            standard.Standard.Place.File, standard.Standard.Place.Line, standard.Standard.Place.Column, $"measure '{standard.Standard.Measure}'", "a measure of the catalog");

    // Options that contradict each other or the evidence are faults of the charter, and have a place there.
    internal static InputDataException Unfit(Standard standard, ArgumentException exception) =>
        new(standard.Place.File, standard.Place.Line, standard.Place.Column, $"standard '{standard.Id}': {exception.Message}", "options that fit its measure");

    private static AuditResult Answer(IAudit audit, AuditRequest request, Standard standard, CancellationToken cancellationToken)
    {
        try
        {
            return audit.Run(request, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw Unfit(standard, exception);
        }
    }

    private static ImmutableArray<Verdict> Decide(
        EffectiveStandard standard, ImmutableArray<Population> populations, MeasureDescription measure, AuditResult result)
    {
        Finding Answer(GroupKey? group) =>
            result.Findings.Single(finding => finding.Measure == measure.Id && finding.Group == group && finding.Scope.IsEmpty);

        Verdict Decided(string? population, GroupKey? group)
        {
            Verdict verdict = VerdictRule.Decide(standard, population, Answer(group));
            return verdict.Status == VerdictStatus.Met || measure.WhereNotMet is not { } owed ? verdict : verdict with { Because = $"{verdict.Because.TrimEnd('.')}; {owed}" };
        }

        return measure.Populations == MeasurePopulations.Everyone
            ? [Decided(null, null)]
            : [.. populations.Select(population => Decided(population.Id, population.Group))];
    }
}
