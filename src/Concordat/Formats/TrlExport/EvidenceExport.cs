using Concordat.Evidence;
using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>Turns evidence into a TRL dataset with weight, rater and group of each row.</summary>
/// <remarks>
/// Rows stand in the order of ids (item, rater, alternatives), whatever order the evidence was imported in. A pass is never a preference; a tie is left out or written both
/// ways with half the weight each; "neither acceptable" makes both answers unwanted in unpaired preferences and is left out of pairs. A group of fewer raters than the minimum is
/// not named, and neither is the smallest other one where it could be told by subtraction (<see cref="GroupDisclosure"/>).
/// </remarks>
public static class EvidenceExport
{
    /// <exception cref="ArgumentException">The evidence does not hold what the options ask for, or nothing is left to write.</exception>
    public static EvidenceExportResult Of(EvidenceSet evidence, EvidenceExportOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        NamedWeighting? weighting = null;
        if (options.Weighting is { } name)
            weighting = NamedWeighting.Find(evidence, name, out string? why) ?? throw new ArgumentException(why);
        ExportSource source = options.Source ?? Guess(evidence, options);
        var log = new ExportLog();
        List<ExportRow> rows = source switch
        {
            ExportSource.Comparisons => ComparisonRows.Make(evidence, options, log),
            ExportSource.Ratings => RatingRows.Make(evidence, options, weighting, log),
            ExportSource.Turns => TurnRows.Make(evidence, options, log),
            _ => ResponseRows.Make(evidence, options, log),
        };
        cancellationToken.ThrowIfCancellationRequested();
        if (weighting is not null && rows.Any(row => row.Rater >= 0))
            rows = Weighed(rows, weighting, log);
        ExclusionCounts excluded = log.Counts();
        if (rows.Count == 0)
            throw new ArgumentException($"nothing is left to write of {excluded.Considered} records: {string.Join("; ", excluded.ByReason.Select(reason => $"{reason.Value} {reason.Key}"))}");
        string?[] groups = RowGroups.Of(evidence, options, source, rows);
        TrlDataset dataset = TrlDataset.Of(
            [.. rows.Select(row => row.Example)],
            [.. rows.Select((row, i) => new TrlNote(row.Weight, row.Rater < 0 ? null : evidence.Raters.Keys[row.Rater], groups[i]))]);
        int shortened = 0;
        if (!options.IsConversational)
            dataset = TrlTurns.Plain(dataset, options.LastTurnsOnly, out shortened);
        else if (options.LastTurnsOnly)
            dataset = TrlTurns.Last(dataset, out shortened);
        return new EvidenceExportResult(
            dataset, source, excluded, shortened,
            groups.OfType<string>().GroupBy(group => group, StringComparer.Ordinal).ToImmutableSortedDictionary(group => group.Key, group => (long)group.Count(), StringComparer.Ordinal),
            options.By is null ? 0 : groups.Count(group => group is null));
    }

    // Rows of one record stand together: two of them are left out as one.
    private static List<ExportRow> Weighed(List<ExportRow> rows, NamedWeighting weighting, ExportLog log)
    {
        var kept = new List<ExportRow>(rows.Count);
        int before = -1;
        foreach (ExportRow row in rows)
        {
            bool has = weighting.TryGet(row.Rater, row.Item, out double weight);
            if (has && weight > 0)
                kept.Add(row with { Weight = row.Weight * weight });
            else if (row.Row != before)
                log.LeaveOut(has ? NamedWeighting.Zero : NamedWeighting.Absent);
            before = row.Row;
        }

        return kept;
    }

    private static ExportSource Guess(EvidenceSet evidence, EvidenceExportOptions options)
    {
        ExportSource[] able = options.Type switch
        {
            TrlType.Preference => [ExportSource.Comparisons],
            TrlType.UnpairedPreference => options.Criterion is null ? [ExportSource.Comparisons] : [ExportSource.Ratings],
            TrlType.PromptOnly => [ExportSource.Responses],
            _ when options.Criterion is not null => [ExportSource.Ratings],
            _ => [ExportSource.Responses, ExportSource.Turns],
        };
        ExportSource[] there = [.. able.Where(source => source switch
        {
            ExportSource.Comparisons => evidence.Comparisons.Count > 0,
            ExportSource.Ratings => evidence.Ratings.Count > 0,
            ExportSource.Turns => evidence.Turns.Count > 0,
            _ => options.Type == TrlType.PromptOnly ? evidence.Items.Count > 0 : evidence.Responses.Count > 0,
        })];
        return there.Length switch
        {
            1 => there[0],
            0 => throw new ArgumentException($"{options.Type} is made from {string.Join(" or ", able).ToLowerInvariant()}, of which the evidence has none"),
            _ => throw new ArgumentException("the evidence has responses and turns; say which with --from responses or --from turns"),
        };
    }
}
