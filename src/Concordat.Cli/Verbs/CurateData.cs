using System.Globalization;
using System.Text.Json;
using Concordat.Estimators.Curation;
using Concordat.Estimators.Embeddings;
using Concordat.Evidence;
using Concordat.Formats.Trl;

namespace Concordat.Cli.Verbs;

/// <summary>What <c>concordat curate</c> chooses from.</summary>
/// <param name="Dataset">The rows as they will be written.</param>
/// <param name="Examples">The same rows as curation sees them.</param>
/// <param name="Vectors">Unit vectors of the rows.</param>
/// <param name="Similarity">What the vectors are.</param>
/// <param name="Unread">Transcripts that could not be read, by reason.</param>
internal sealed record CurateData(
    TrlDataset Dataset, ImmutableArray<CurationExample> Examples, EmbeddingMatrix Vectors, string Similarity, ImmutableSortedDictionary<string, int> Unread)
{
    /// <summary>DEITA's own threshold, for vectors of a model.</summary>
    public const double RecordedSimilarity = .9;

    /// <summary>For words and characters, whose cosines to the nearest chosen example are about .1: at .9 only copies would be too similar, and those the filters have taken.</summary>
    public const double LexicalSimilarity = .2;

    /// <summary>Columns by their names; null where none was named.</summary>
    internal sealed record Columns(string? Quality, string? Complexity, string? By, string? Source);

    /// <summary>Rows of a TRL file; what is not one of TRL's columns can be named as quality, complexity, group or source.</summary>
    public static CurateData OfFile(string file, string? sidecar, bool transcripts, Columns columns, int maxThreads, CancellationToken cancellationToken)
    {
        TrlDataset dataset = TrlReader.Read(file, TrlReaderOptions.Default with { Sidecar = sidecar }, cancellationToken);
        ImmutableSortedDictionary<string, int> unread = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
        if (transcripts)
            dataset = TrlTranscript.Conversational(dataset, out unread);
        foreach (string column in new[] { columns.Quality, columns.Complexity, columns.By, columns.Source }.OfType<string>())
        {
            if (!(column == "group" && !dataset.Notes.IsEmpty) && dataset.Examples.All(example => !example.Other.ContainsKey(column)))
            {
                throw new ArgumentException(
                    $"{file} has no column '{column}'; beside TRL's own it has: {string.Join(", ", dataset.Examples.SelectMany(example => example.Other.Keys).Distinct().Order(StringComparer.Ordinal).Take(20).DefaultIfEmpty("(none)"))}");
            }
        }

        var examples = ImmutableArray.CreateBuilder<CurationExample>(dataset.Examples.Length);
        for (int row = 0; row < dataset.Examples.Length; row++)
        {
            TrlExample example = dataset.Examples[row];
            (string prompt, string answer) = Words(example);
            examples.Add(new CurationExample(
                prompt, answer, Number(example, columns.Quality, row), Number(example, columns.Complexity, row),
                columns.By is null ? null : Text(example, columns.By) ?? (columns.By == "group" && !dataset.Notes.IsEmpty ? dataset.Notes[row].Group : null), Text(example, columns.Source)));
        }

        return Lexical(dataset, examples.MoveToImmutable(), unread, maxThreads, cancellationToken);
    }

    /// <summary>Recorded responses; quality is a criterion's mean over raters, groups and sources are attributes of items or systems.</summary>
    public static CurateData OfEvidence(EvidenceSet evidence, string? vectors, string? promptAttribute, Columns columns, int maxThreads, CancellationToken cancellationToken)
    {
        AttributeColumn prompt = (promptAttribute is { } name ? evidence.Items.Attribute(name) : evidence.Items.Attribute("prompt") ?? evidence.Items.Attribute("text"))
            ?? throw new ArgumentException($"no attribute '{promptAttribute ?? "prompt"}' of items holds what was asked");
        Dictionary<string, double> quality = Means(evidence, columns.Quality), complexity = Means(evidence, columns.Complexity);
        ResponseTable responses = evidence.Responses;
        int[] ranks = responses.Keys.Ranks();
        int[] rows = [.. Enumerable.Range(0, responses.Count).Where(row => responses.Text[row] is not null && prompt.LevelOf(responses.Item[row]) is not null).OrderBy(row => ranks[row])];
        if (rows.Length == 0)
            throw new ArgumentException("the evidence has no response with its text and the text of what was asked");
        string? Level(string? attribute, int row)
        {
            if (attribute is null)
                return null;
            (AttributeOwner owner, AttributeColumn column) = GroupMembership.FindAttribute(evidence, responses.Attributes, attribute);
            return owner switch
            {
                AttributeOwner.Item => column.LevelOf(responses.Item[row]),
                AttributeOwner.System => column.LevelOf(responses.System[row]),
                AttributeOwner.Row => column.LevelOf(row),
                _ => throw new ArgumentException($"'{attribute}' is an attribute of raters; a response is described by its item, its system or itself"),
            };
        }

        double? Mean(Dictionary<string, double> means, int row) => means.TryGetValue(responses.Keys[row], out double mean) ? mean : null;
        var dataset = TrlDataset.Of([.. rows.Select(row => new TrlPromptCompletion(
            TrlText.Of(new TrlMessage(TrlMessage.User, prompt.LevelOf(responses.Item[row])!)), TrlText.Of(new TrlMessage(TrlMessage.Assistant, responses.Text[row]))))]);
        ImmutableArray<CurationExample> examples = [.. rows.Select(row => new CurationExample(
            prompt.LevelOf(responses.Item[row])!, responses.Text[row]!, Mean(quality, row), Mean(complexity, row), Level(columns.By, row), Level(columns.Source, row)))];
        if (vectors is null)
            return Lexical(dataset, examples, ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal), maxThreads, cancellationToken);
        var embedder = new RecordedEmbedder(evidence.VectorsNamed(vectors)
            ?? throw new ArgumentException($"the evidence has no vectors '{vectors}'; it has: {string.Join(", ", evidence.Vectors.Select(table => table.Name).DefaultIfEmpty("(none)"))}"));
        if (rows.FirstOrDefault(row => embedder.WhyNone(responses, row) is not null, -1) is int missing and >= 0)
            throw new ArgumentException($"response '{responses.Keys[missing]}' has no vector of '{vectors}'; embed what is missing, or leave --vectors out");
        return new CurateData(
            dataset, examples, embedder.Embed(responses, [.. rows], maxThreads, cancellationToken), $"recorded vectors '{vectors}'", ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));
    }

    private static CurateData Lexical(
        TrlDataset dataset, ImmutableArray<CurationExample> examples, ImmutableSortedDictionary<string, int> unread, int maxThreads, CancellationToken cancellationToken) =>
        new(dataset, examples, new LexicalEmbedder(LexicalOptions.Default).Embed([.. examples.Select(example => example.Prompt + "\n" + example.Answer)], maxThreads, cancellationToken),
            "words and characters of prompt and answer (lexical, TF–IDF)", unread);

    private static Dictionary<string, double> Means(EvidenceSet evidence, string? criterion)
    {
        var sums = new Dictionary<string, (double Sum, int Count)>(StringComparer.Ordinal);
        if (criterion is null)
            return [];
        CriterionRatings ratings = CriterionRatings.Select(evidence, criterion, null);
        for (int i = 0; i < ratings.Row.Length; i++)
        {
            if (evidence.Ratings.Response[ratings.Row[i]] < 0 || !ratings.Criterion.Scale.TryNumber(ratings.Value[i], out double value))
                continue;
            (double sum, int count) = sums.GetValueOrDefault(ratings.Units[ratings.Unit[i]]);
            sums[ratings.Units[ratings.Unit[i]]] = (sum + value, count + 1);
        }

        return sums.ToDictionary(pair => pair.Key, pair => pair.Value.Sum / pair.Value.Count, StringComparer.Ordinal);
    }

    // Of a conversation the whole of what came before the answer is its prompt, and none of it is lost.
    private static (string Prompt, string Answer) Words(TrlExample example) => example switch
    {
        TrlPromptCompletion pair => (pair.Prompt.Words, pair.Completion.Words),
        TrlUnpairedPreference unpaired => (unpaired.Prompt.Words, unpaired.Completion.Words),
        TrlPreference preference when TrlConversion.Explicit(preference) is { } pair => (pair.Prompt!.Words, pair.Chosen.Words),
        TrlPromptOnly prompt => (prompt.Prompt.Words, prompt.Prompt.Words),
        TrlLanguageModeling { Text: { IsConversational: true, Messages: [.., { Role: TrlMessage.Assistant }] messages } } when messages.Length > 1 =>
            (TrlText.Of(messages[..^1]).Words, messages[^1].Content ?? ""),
        TrlLanguageModeling whole => (whole.Text.Words, whole.Text.Words),
        _ => throw new ArgumentException($"{example.Type} is no type to choose from"),
    };

    private static string? Text(TrlExample example, string? column)
    {
        if (column is null || !example.Other.TryGetValue(column, out string? json) || json == "null")
            return null;
        return json[0] == '"' ? JsonSerializer.Deserialize<string>(json) : json;
    }

    private static double? Number(TrlExample example, string? column, int row)
    {
        if (Text(example, column) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new ArgumentException($"column '{column}' of row {row} is '{text}'; expected a finite number");
    }
}
