using Concordat.Estimators.Rankings;
using Concordat.Evidence;

namespace Concordat.Audits.Rankings;

/// <summary>Bradley–Terry rankings of everyone, of each group and of everybody outside it, with joint draws of raters.</summary>
/// <param name="Everyone">Everyone's ranking.</param>
/// <param name="Groups">A group's and the others', in the order asked for.</param>
/// <param name="Excluded">Comparisons used and left out.</param>
/// <remarks>
/// Draws: θ̂ + H⁻¹Σ z·s with one multiplier z for each rater in all the sets that the rater is part of (a score bootstrap over raters), so that a difference between a group
/// and everyone has the right variance although the group is among them. Time O(n + B·Σ touched + sets·k³).
/// Randomness: draw b uses stream b of the seed.
/// Source: Kline &amp; Santos (2012), J. Econometric Methods 1(1):23–41; the rest as <see cref="RaterSandwich"/>.
/// </remarks>
internal sealed record PopulationRankings(RankedSet Everyone, ImmutableArray<RankedGroup> Groups, ExclusionCounts Excluded)
{
    private readonly record struct Part(bool[] Patterns, PairCounts Counts, long Raters, string? WhyMissing);

    public static PopulationRankings Of(AuditRequest request, RankingsOptions options, CancellationToken cancellationToken)
    {
        EvidenceSet evidence = request.Evidence;
        ComparisonTable table = evidence.Comparisons;
        var rows = RankingRows.Of(evidence, request.Populations);
        ImmutableArray<PairCounts> byPattern = PairCounts.ByLevel(evidence.Alternatives.Keys, table, rows.Patterns, Math.Max(1, rows.PatternCount));
        var all = new bool[rows.PatternCount];
        all.AsSpan().Fill(true);
        var parts = new List<Part> { PartOf(all, null) };
        for (int g = 0; g < request.Populations.Length; g++)
        {
            Part own = PartOf(rows.Members[g], rows.WhyMissing[g]), others = PartOf(Array.ConvertAll(rows.Members[g], isIn => !isIn), rows.WhyMissing[g]);
            string? small = own.Raters > 0 && own.Raters < request.MinimumCell ? $"fewer than {request.MinimumCell} raters, the smallest group that may be shown"
                : own.Raters > 0 && others.Raters > 0 && others.Raters < request.MinimumCell ? $"fewer than {request.MinimumCell} raters outside the group, the smallest number that may be shown"
                : null;
            parts.Add(own with { WhyMissing = small ?? own.WhyMissing });
            parts.Add(others with { WhyMissing = small ?? others.WhyMissing });
        }

        RankedSet[] ranked = Rank(request, options, rows, parts, cancellationToken);
        return new PopulationRankings(
            ranked[0], [.. request.Populations.Select((key, g) => new RankedGroup(key, ranked[1 + 2 * g], ranked[2 + 2 * g]))], Exclusions(table, byPattern));

        Part PartOf(bool[] patterns, string? why)
        {
            var counts = new PairCounts(byPattern[0].Alternatives, [.. byPattern.Where((_, p) => p < patterns.Length && patterns[p]).SelectMany(part => part.Pairs)]);
            return new Part(
                patterns, counts, rows.Raters(table, patterns),
                why ?? (counts.Comparisons == 0 ? "there are no comparisons to rank from" : ComparisonGraph.WhyDisconnected(counts)));
        }
    }

    private static RankedSet[] Rank(AuditRequest request, RankingsOptions options, RankingRows rows, List<Part> parts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IntervalPlan plan = request.Intervals;
        double level = plan.Multiplicity == MultiplicityRule.None ? plan.ConfidenceLevel : Math.Pow(plan.ConfidenceLevel, 1.0 / Math.Max(1, request.Populations.Length));
        var rankingOptions = new RankingOptions
        {
            ConfidenceLevel = level,
            Interval = RankingIntervalSource.RaterSandwich,
            Replicates = Math.Max(100, plan.Replicates),
            Seed = request.Seed,
            MaxThreads = request.MaxThreads,
            BradleyTerry = new BradleyTerryOptions { Ridge = options.Ridge },
        };
        BradleyTerryFit?[] fits = [.. parts.Select(part => part.WhyMissing is null ? BradleyTerry.Fit(part.Counts, rankingOptions.BradleyTerry) : null)];
        var units = RaterUnits.Of(request.Evidence.Alternatives.Keys, request.Evidence.Raters.Keys, request.Evidence.Comparisons, rows.Patterns);
        int[] usable = [.. Enumerable.Range(0, fits.Length).Where(s => fits[s] is { Ranked.Length: > 1 })];
        ImmutableArray<(RankingSample Sample, UnitScores Units)> drawn = RaterSandwich.Draw(
            [.. usable.Select(s => (fits[s]!, units.Scores(fits[s]!, parts[s].Patterns)))], level, rankingOptions.Replicates, request.Seed, request.MaxThreads, cancellationToken);

        var sets = new RankedSet[parts.Count];
        for (int s = 0; s < sets.Length; s++)
        {
            int place = Array.IndexOf(usable, s);
            if (place < 0)
            {
                sets[s] = new RankedSet(null, null, parts[s].Counts, parts[s].Raters, parts[s].WhyMissing ?? "fewer than two alternatives have a finite strength; option 'ridge' gives every one a strength");
                continue;
            }

            if (drawn[place].Units.Count < 2)
            {
                sets[s] = new RankedSet(null, null, parts[s].Counts, parts[s].Raters, RaterSandwich.WhyOneRater);
                continue;
            }

            RankingSample sample = Among(Ranker.Scaled(drawn[place].Sample), options.Alternatives);
            sets[s] = new RankedSet(
                Ranker.OverRaters(fits[s]!, rankingOptions, sample, drawn[place].Units, options.Alternatives), sample, parts[s].Counts, parts[s].Raters, null);
        }

        return sets;
    }

    // Every comparison helps to place the alternatives asked about, also those with others.
    private static RankingSample Among(RankingSample sample, ImmutableArray<string> alternatives)
    {
        int[] kept = [.. Enumerable.Range(0, sample.Ids.Length).Where(j => alternatives.IsEmpty || alternatives.Contains(sample.Ids[j], StringComparer.Ordinal))];
        return new RankingSample(
            [.. kept.Select(j => sample.Ids[j])], [.. kept.Select(j => sample.Values[j])], [.. kept.Select(j => sample.Deviations[j])], [.. kept.Select(j => sample.Replicates[j])]);
    }

    private static ExclusionCounts Exclusions(ComparisonTable table, ImmutableArray<PairCounts> byPattern)
    {
        var reasons = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach ((string reason, long count) in byPattern.SelectMany(part => part.Exclusions.ByReason))
            reasons[reason] = reasons.GetValueOrDefault(reason) + count;

        return new ExclusionCounts(table.Total, byPattern.Sum(part => part.Comparisons), reasons.ToImmutable());
    }
}
