using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Estimators.Curation;
using Concordat.Formats.Text;
using Concordat.Formats.Trl;

namespace Concordat.Cli.Verbs;

/// <summary>The files of a curated set.</summary>
internal static class CurateFiles
{
    public const string Curated = "curated.jsonl", Sidecar = "curated.notes.jsonl", HeldOut = "held-out.jsonl", RejectionsCsv = "rejections.csv", RejectionsJson = "rejections.jsonl", Summary = "summary.json", Report = "report.html";

    /// <summary>Writes the examples, what was held out and the log; returns the names.</summary>
    public static ImmutableArray<string> Write(string folder, CurateData data, CurationResult result, CurationOptions options, ImmutableArray<TrlExample> heldOut, bool strict)
    {
        var files = ImmutableArray.CreateBuilder<string>();
        var chosen = data.Dataset with
        {
            Examples = [.. result.Chosen.Rows.Select(row => data.Dataset.Examples[row])],
            Notes = data.Dataset.Notes.IsEmpty ? [] : [.. result.Chosen.Rows.Select(row => data.Dataset.Notes[row])],
        };
        TrlWriter.Write(Path.Combine(folder, Curated), chosen, strict);
        files.Add(Curated);
        if (!chosen.Notes.IsEmpty)
        {
            TrlSidecar.Write(Path.Combine(folder, Sidecar), chosen);
            files.Add(Sidecar);
        }

        HashSet<string> sources = [.. options.HeldOutSources];
        TrlExample[] kept = [.. heldOut, .. data.Dataset.Examples.Where((_, row) => data.Examples[row].Source is { } source && sources.Contains(source))];
        if (kept.Length > 0 && Prompts(kept) is { } prompts)
        {
            TrlWriter.Write(Path.Combine(folder, HeldOut), prompts, strict);
            files.Add(HeldOut);
        }

        WholeFile.Write(Path.Combine(folder, RejectionsCsv), Csv(data, result.Rejections));
        WholeFile.Write(Path.Combine(folder, RejectionsJson), JsonLines(data, result.Rejections));
        files.Add(RejectionsCsv);
        files.Add(RejectionsJson);
        return files.ToImmutable();
    }

    public static string Name(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    // Prompts of plain text and of messages do not share a file.
    private static TrlDataset? Prompts(TrlExample[] examples)
    {
        TrlExample[] alike = [.. examples.Where(example => example.IsConversational == examples[0].IsConversational && example.Type != TrlType.LanguageModeling)];
        return alike.Length == 0 ? null : TrlDataset.Of([.. alike.Select(example => TrlConversion.To(TrlDataset.Of([example]), TrlType.PromptOnly, out _).Examples[0])]);
    }

    // Without the words of the examples: what a log shows, people read.
    private static string Csv(CurateData data, ImmutableArray<Rejection> rejections)
    {
        var text = new StringBuilder("row,rule,value,limit,other,group,source\n");
        foreach (Rejection rejection in rejections)
        {
            CurationExample example = data.Examples[rejection.Row];
            CsvRow row = new CsvRow().Whole(rejection.Row).Text(Name(rejection.Rule)).Number(rejection.Value).Number(rejection.Limit);
            text.Append(CultureInfo.InvariantCulture, $"{(rejection.Other < 0 ? row.Text(null) : row.Whole(rejection.Other)).Text(example.Group).Text(example.Source)}\n");
        }

        return text.ToString();
    }

    private static string JsonLines(CurateData data, ImmutableArray<Rejection> rejections)
    {
        var text = new StringBuilder();
        var format = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        foreach (Rejection rejection in rejections)
        {
            text.Append(JsonSerializer.Serialize(
                new
                {
                    row = rejection.Row,
                    rule = Name(rejection.Rule),
                    value = rejection.Value,
                    limit = rejection.Limit,
                    other = rejection.Other < 0 ? (int?)null : rejection.Other,
                    sha256 = TrlWriter.Hash(data.Dataset.Examples[rejection.Row]),
                },
                format)).Append('\n');
        }

        return text.ToString();
    }
}
