using Concordat.Evidence;
using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>Rows from ratings of single responses.</summary>
internal static class RatingRows
{
    public const string ItemRated = "the item was rated, no response to it", Between = "a value between wanted and unwanted", Below = "a mean rating below the wanted value";

    public static List<ExportRow> Make(EvidenceSet evidence, EvidenceExportOptions options, NamedWeighting? weighting, ExportLog log)
    {
        if (options.Criterion is not { } criterion || options.WantedFrom is not { } wanted)
            throw new ArgumentException("ratings need --criterion ID and --wanted-from VALUE, which says from which value on a response is wanted: no value is wanted by itself");
        if (options.Type is TrlType.Preference or TrlType.PromptOnly)
            throw new ArgumentException($"ratings become unpaired preferences, prompt–completion or whole texts, not {options.Type}: two ratings are no choice between two answers");
        CriterionRatings ratings = CriterionRatings.Select(evidence, criterion, null);
        log.Considered = ratings.Excluded.Considered;
        foreach ((string reason, long count) in ratings.Excluded.ByReason)
        {
            for (long i = 0; i < count; i++)
                log.LeaveOut(reason);
        }

        var texts = new ExportTexts(evidence, options);
        var rows = new List<ExportRow>();
        if (options.Type == TrlType.UnpairedPreference)
        {
            for (int i = 0; i < ratings.Row.Length; i++)
                AddUnpaired(evidence, ratings, i, wanted, options.UnwantedTo, texts, rows, log);
        }
        else
        {
            AddGood(evidence, weighting is null ? ratings : ratings.Weighted(evidence, weighting), options.Type, wanted, weighting, texts, rows, log);
        }

        return rows;
    }

    private static void AddUnpaired(EvidenceSet evidence, CriterionRatings ratings, int i, double wanted, double? unwanted, ExportTexts texts, List<ExportRow> rows, ExportLog log)
    {
        int row = ratings.Row[i], response = evidence.Ratings.Response[row], item = evidence.Ratings.Item[row];
        bool hasNumber = ratings.Criterion.Scale.TryNumber(ratings.Value[i], out double value);
        string? why = response < 0 ? ItemRated : !hasNumber ? "an answer without a number" : value < wanted && value > unwanted ? Between
            : texts.Prompt(item) is null ? ExportTexts.NoPrompt : texts.Response(response) is null ? ExportTexts.NoText : null;
        if (why is not null)
            log.LeaveOut(why);
        else
            rows.Add(new ExportRow(new TrlUnpairedPreference(texts.Prompt(item)!, texts.Response(response)!, value >= wanted), ratings.Rater[i], item, row, 1));
    }

    // A response is one row, whoever rated it: the mean, weighted where a weighting is named, decides.
    private static void AddGood(
        EvidenceSet evidence, CriterionRatings ratings, TrlType type, double wanted, NamedWeighting? weighting, ExportTexts texts, List<ExportRow> rows, ExportLog log)
    {
        var byResponse = new SortedDictionary<string, (int Response, double Sum, double Weight)>(StringComparer.Ordinal);
        for (int i = 0; i < ratings.Row.Length; i++)
        {
            int response = evidence.Ratings.Response[ratings.Row[i]];
            if (response < 0 || !ratings.Criterion.Scale.TryNumber(ratings.Value[i], out double value))
                continue;
            double weight = 1;
            weighting?.TryGet(ratings.Rater[i], evidence.Ratings.Item[ratings.Row[i]], out weight);
            (int _, double sum, double total) = byResponse.GetValueOrDefault(evidence.Responses.Keys[response]);
            byResponse[evidence.Responses.Keys[response]] = (response, sum + weight * value, total + weight);
        }

        log.Considered = byResponse.Count;
        log.Clear();
        foreach ((int response, double sum, double weight) in byResponse.Values)
        {
            if (sum / weight < wanted)
                log.LeaveOut(Below);
            else
                ResponseRows.Add(evidence, type, response, texts, rows, log);
        }
    }
}
