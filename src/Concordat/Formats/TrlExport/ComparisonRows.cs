using Concordat.Evidence;
using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>Rows from what raters chose.</summary>
internal static class ComparisonRows
{
    public const string Tie = "a tie, which no preference can hold", Neither = "neither acceptable, so that none is preferred", Abstained = "a pass or no opinion";

    public static List<ExportRow> Make(EvidenceSet evidence, EvidenceExportOptions options, ExportLog log)
    {
        var texts = new ExportTexts(evidence, options);
        ComparisonTable table = evidence.Comparisons;
        log.Considered = table.Count;
        bool isUnpaired = options.Type == TrlType.UnpairedPreference;
        if (!isUnpaired && options.Type != TrlType.Preference)
            throw new ArgumentException($"comparisons become preferences or unpaired preferences, not {options.Type}; export responses or ratings for that");
        var rows = new List<ExportRow>();
        foreach (int row in Ordered(evidence))
        {
            ComparisonOutcome outcome = table.Outcome[row];
            string? why = outcome switch
            {
                ComparisonOutcome.Abstention => Abstained,
                ComparisonOutcome.Tie when options.Ties == TieRule.LeaveOut => Tie,
                ComparisonOutcome.NeitherAcceptable when !isUnpaired => Neither,
                _ => null,
            };
            int item = table.Item[row];
            if (why is null && texts.Prompt(item) is null)
                why = ExportTexts.NoPrompt;
            if (why is not null)
            {
                log.LeaveOut(why);
                continue;
            }

            TrlText prompt = texts.Prompt(item)!;
            if (texts.Alternative(table.First[row], item, log) is not { } first || texts.Alternative(table.Second[row], item, log) is not { } second)
                continue;
            void Add(TrlExample example, double weight) => rows.Add(new ExportRow(example, table.Rater[row], item, row, weight));
            void AddPair(TrlText wanted, TrlText other, double weight)
            {
                if (!isUnpaired)
                {
                    Add(new TrlPreference(prompt, wanted, other), weight);
                    return;
                }

                Add(new TrlUnpairedPreference(prompt, wanted, true), weight);
                Add(new TrlUnpairedPreference(prompt, other, false), weight);
            }

            switch (outcome)
            {
                case ComparisonOutcome.First: AddPair(first, second, 1); break;
                case ComparisonOutcome.Second: AddPair(second, first, 1); break;
                case ComparisonOutcome.Tie:
                    AddPair(first, second, .5);
                    AddPair(second, first, .5);
                    break;
                default:
                    Add(new TrlUnpairedPreference(prompt, first, false), 1);
                    Add(new TrlUnpairedPreference(prompt, second, false), 1);
                    break;
            }
        }

        return rows;
    }

    // By ids, so that the same evidence gives the same file whatever order it was imported in.
    private static IEnumerable<int> Ordered(EvidenceSet evidence)
    {
        ComparisonTable table = evidence.Comparisons;
        int[] items = evidence.Items.Keys.Ranks(), raters = evidence.Raters.Keys.Ranks(), alternatives = evidence.Alternatives.Keys.Ranks();
        return Enumerable.Range(0, table.Count)
            .OrderBy(row => table.Item[row] < 0 ? -1 : items[table.Item[row]]).ThenBy(row => raters[table.Rater[row]]).ThenBy(row => alternatives[table.First[row]])
            .ThenBy(row => alternatives[table.Second[row]]).ThenBy(row => table.Condition[row] < 0 ? "" : evidence.Conditions[table.Condition[row]], StringComparer.Ordinal)
            .ThenBy(row => table.Replicate[row]).ThenBy(row => table.Outcome[row]);
    }
}
