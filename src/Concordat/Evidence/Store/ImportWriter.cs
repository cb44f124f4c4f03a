using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Evidence.Counts;

namespace Concordat.Evidence.Store;

/// <summary>Writes the tables of one import into a folder, a file for each column.</summary>
internal sealed class ImportWriter(string folder, Action<string>? beforeStep)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableArray<ImportManifest.Column>.Builder _columns = ImmutableArray.CreateBuilder<ImportManifest.Column>();
    private readonly ImmutableSortedDictionary<string, ImmutableArray<string>>.Builder _attributes =
        ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>Writes all tables; the manifest comes last, and only with it an import counts as whole.</summary>
    /// <param name="origin">Where it came from.</param>
    /// <param name="set">Everything but the judgements.</param>
    /// <param name="judgements">The judgements of each kind.</param>
    /// <param name="cancellationToken">Stops between tables.</param>
    public ImportManifest Write(ImportManifest origin, EvidenceSet set, Func<JudgementTable, JudgementParts> judgements, CancellationToken cancellationToken)
    {
        Entities("raters", set.Raters);
        Entities("items", set.Items);
        Entities("systems", set.Systems);
        Entities("alternatives", set.Alternatives);
        Words("conditions.ids", set.Conditions.Ids);
        ResponseTable responses = set.Responses;
        Words("responses.ids", responses.Keys.Ids);
        Codes("responses.system", responses.System);
        Codes("responses.item", responses.Item);
        Codes("responses.sample", responses.Sample);
        if (responses.Text.Any(text => text is not null))
            Words("responses.text", responses.Text);
        Attributes("responses", responses.Attributes);
        cancellationToken.ThrowIfCancellationRequested();
        JudgementParts ratings = judgements(JudgementTable.Ratings);
        Codes("ratings.rater", ratings[CountColumn.Rater]);
        Codes("ratings.item", ratings[CountColumn.Item]);
        Codes("ratings.response", ratings[CountColumn.Response]);
        Codes("ratings.criterion", ratings[CountColumn.Criterion]);
        Column("ratings.value", "<f8", ratings.Value!);
        Codes("ratings.condition", ratings[CountColumn.Condition]);
        Codes("ratings.replicate", ratings[CountColumn.Replicate]);
        Times("ratings.time", ratings.Time);
        Attributes("ratings", ratings.Attributes);
        cancellationToken.ThrowIfCancellationRequested();
        JudgementParts comparisons = judgements(JudgementTable.Comparisons);
        Codes("comparisons.rater", comparisons[CountColumn.Rater]);
        Codes("comparisons.item", comparisons[CountColumn.Item]);
        Codes("comparisons.first", comparisons[CountColumn.First]);
        Codes("comparisons.second", comparisons[CountColumn.Second]);
        Codes("comparisons.outcome", comparisons[CountColumn.Outcome]);
        Codes("comparisons.condition", comparisons[CountColumn.Condition]);
        Codes("comparisons.replicate", comparisons[CountColumn.Replicate]);
        Times("comparisons.time", comparisons.Time);
        Attributes("comparisons", comparisons.Attributes);
        JudgementParts outcomes = judgements(JudgementTable.Outcomes);
        Codes("outcomes.system", outcomes[CountColumn.System]);
        Codes("outcomes.item", outcomes[CountColumn.Item]);
        Codes("outcomes.criterion", outcomes[CountColumn.Criterion]);
        Column("outcomes.value", "<f8", outcomes.Value!);
        Attributes("outcomes", outcomes.Attributes);
        AnswerShares(set.AnswerShares);
        Words("weightings.ids", set.Weightings.Ids);
        Codes("weights.weighting", set.Weights.Weighting);
        Codes("weights.rater", set.Weights.Rater);
        Codes("weights.item", set.Weights.Item);
        Column("weights.value", "<f8", set.Weights.Value);
        cancellationToken.ThrowIfCancellationRequested();
        Vectors(set.Vectors);
        Turns(set.Turns);

        ImportManifest manifest = origin with
        {
            Criteria = [.. set.Criteria.Select(criterion => new ImportManifest.CriterionEntry(
                criterion.Id, criterion.Scale.Kind.ToString(), criterion.Scale.Levels, criterion.Scale.Minimum, criterion.Scale.Maximum))],
            Attributes = _attributes.ToImmutable(),
            Columns = _columns.ToImmutable(),
        };
        manifest = manifest with { ContentHash = ManifestFile.HashOf(manifest) };
        beforeStep?.Invoke(ManifestFile.Name);
        ManifestFile.Write(folder, manifest);
        return manifest;
    }

    private void AnswerShares(AnswerShareTable table)
    {
        ScaleLevel[] options = [.. table.Options.SelectMany(scale => scale.Levels)];
        Words("answer-shares.groups", table.Groups.Ids);
        Codes("answer-shares.question", table.Question);
        Codes("answer-shares.question-kind", [.. table.Options.Select(scale => (int)scale.Kind)]);
        Codes("answer-shares.question-options", [.. table.Options.Select(scale => scale.Levels.Length)]);
        Words("answer-shares.option-text", [.. options.Select(option => option.Name)]);
        Column<double>("answer-shares.option-number", "<f8", [.. options.Select(option => option.Number ?? double.NaN)]);
        Codes("answer-shares.option-refusal", [.. options.Select(option => option.IsAbstention ? 1 : 0)]);
        Codes("answer-shares.item", table.Item);
        Codes("answer-shares.group", table.Group);
        Codes("answer-shares.system", table.System);
        Codes("answer-shares.condition", table.Condition);
        Codes("answer-shares.option", table.Option);
        Column("answer-shares.share", "<f8", table.Share);
        Times("answer-shares.count", table.Count);
    }

    private void Entities(string table, EntityTable entities)
    {
        Words(table + ".ids", entities.Keys.Ids);
        Attributes(table, entities.Attributes);
    }

    private void Attributes(string table, ImmutableArray<AttributeColumn> attributes) =>
        Attributes(table, [.. attributes.Select(attribute => (attribute, ColumnParts<int>.Of(attribute.Codes)))]);

    private void Attributes(string table, ImmutableArray<(AttributeColumn Frame, ColumnParts<int> Codes)> attributes)
    {
        _attributes.Add(table, [.. attributes.Select(attribute => attribute.Frame.Name)]);
        for (int i = 0; i < attributes.Length; i++)
        {
            Words($"{table}.attribute-{i}.levels", attributes[i].Frame.Levels.Ids);
            Codes($"{table}.attribute-{i}", attributes[i].Codes);
        }
    }

    private void Vectors(ImmutableArray<VectorTable> tables)
    {
        if (!tables.IsEmpty)
            _attributes.Add("vectors", [.. tables.Select(table => table.Name)]);
        for (int i = 0; i < tables.Length; i++)
        {
            Codes($"vectors-{i}.response", tables[i].Response);
            Column($"vectors-{i}.values", "<f4", tables[i].Values);
        }
    }

    private void Turns(TurnTable turns)
    {
        if (turns.Count == 0)
            return;
        Codes("turns.conversation", turns.Conversation);
        Codes("turns.index", turns.Index);
        Codes("turns.speaker", turns.Speaker);
        Words("turns.text", turns.Text);
        Times("turns.start", turns.StartMilliseconds);
        Times("turns.duration", turns.DurationMilliseconds);
        Attributes("turns", turns.Attributes);
    }

    private void Codes(string name, ImmutableArray<int> codes) => Codes(name, ColumnParts<int>.Of(codes));

    private void Codes(string name, ColumnParts<int> codes)
    {
        if (codes.Count == 0)
            return;
        (int minimum, int maximum) = Npy.Range(codes);
        if (minimum == maximum)
            _columns.Add(new ImportManifest.Column(name, "|i1", codes.Count) { Constant = minimum });
        else
            Column(name, Npy.NarrowType(minimum, maximum), codes);
    }

    private void Times(string name, ImmutableArray<long> times) => Column(name, "<i8", ColumnParts<long>.Of(times));

    private void Times(string name, ColumnParts<long>? times)
    {
        if (times is not null)
            Column(name, "<i8", times);
    }

    private void Column<T>(string name, string type, ImmutableArray<T> values) where T : unmanaged => Column(name, type, ColumnParts<T>.Of(values));

    private void Column<T>(string name, string type, ColumnParts<T> values) where T : unmanaged
    {
        if (values.Count == 0)
            return;
        var column = new ImportManifest.Column(name, type, values.Count);
        beforeStep?.Invoke(column.File);
        _columns.Add(column with { Sha256 = Npy.Write(Path.Combine(folder, column.File), type, values) });
    }

    private void Words(string name, IReadOnlyCollection<string?> words)
    {
        if (words.Count == 0)
            return;
        var column = new ImportManifest.Column(name, "json", words.Count);
        beforeStep?.Invoke(column.File);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(words, Readable);
        using var file = new FileStream(Path.Combine(folder, column.File), FileMode.CreateNew, FileAccess.Write);
        file.Write(json);
        file.Flush(flushToDisk: true);
        _columns.Add(column with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(json)) });
    }
}
