using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Concordat.Evidence.Store;

/// <summary>Reads the tables of one import back, checking every file against its hash.</summary>
internal sealed class ImportReader(string folder, ImportManifest manifest, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, ImportManifest.Column> _columns = manifest.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);

    /// <summary>Reads all tables.</summary>
    /// <exception cref="InputDataException">A file is missing or damaged; the message names it.</exception>
    public EvidenceSet Read() => Whole(() => Frame() with
    {
        Ratings = new RatingTable(
            Codes("ratings.rater"), Codes("ratings.item"), Codes("ratings.response"), Codes("ratings.criterion"), Column<double>("ratings.value"),
            Codes("ratings.condition"), Codes("ratings.replicate"), Column<long>("ratings.time"), Attributes("ratings")),
        Comparisons = new ComparisonTable(
            Codes("comparisons.rater"), Codes("comparisons.item"), Codes("comparisons.first"), Codes("comparisons.second"),
            [.. Codes("comparisons.outcome").Select(outcome => (ComparisonOutcome)outcome)],
            Codes("comparisons.condition"), Codes("comparisons.replicate"), Column<long>("comparisons.time"), Attributes("comparisons")),
        Outcomes = new OutcomeTable(
            Codes("outcomes.system"), Codes("outcomes.item"), Codes("outcomes.criterion"), Column<double>("outcomes.value"), Attributes("outcomes")),
    });

    /// <summary>Reads all but the judgements, whose tables are empty and name their attributes.</summary>
    /// <exception cref="InputDataException">A file is missing or damaged; the message names it.</exception>
    public EvidenceSet ReadFrame() => Whole(Frame);

    private EvidenceSet Whole(Func<EvidenceSet> read)
    {
        try
        {
            EvidenceSet set = read();
            StoredTables.RequireWhole(set);
            return set;
        }
        catch (ArgumentException exception)
        {
            throw Npy.Damaged(Path.Combine(folder, ManifestFile.Name), exception.Message);
        }
    }

    private EvidenceSet Frame() => new()
    {
        Raters = Entities("raters"),
        Items = Entities("items"),
        Systems = Entities("systems"),
        Alternatives = Entities("alternatives"),
        Conditions = new KeyIndex(Ids("conditions.ids")),
        Criteria = [.. manifest.Criteria.Select(Criterion)],
        Responses = Responses(),
        Ratings = RatingTable.Empty with { Attributes = Frames("ratings") },
        Comparisons = ComparisonTable.Empty with { Attributes = Frames("comparisons") },
        Outcomes = OutcomeTable.Empty with { Attributes = Frames("outcomes") },
        Turns = Turns(),
        AnswerShares = AnswerShares(),
        Weightings = new KeyIndex(Ids("weightings.ids")),
        Weights = new WeightTable(Codes("weights.weighting"), Codes("weights.rater"), Codes("weights.item"), Column<double>("weights.value")),
        Vectors = [.. manifest.Attributes.GetValueOrDefault("vectors", []).Select(Vectors)],
    };

    private static Criterion Criterion(ImportManifest.CriterionEntry entry)
    {
        if (!Enum.TryParse(entry.Kind, out ScaleKind kind) || !Enum.IsDefined(kind))
            throw new ArgumentException($"'{entry.Kind}' is no kind of scale");
        return new Criterion(entry.Id, entry.Levels.IsEmpty ? Scale.Numbers(kind, entry.Minimum, entry.Maximum) : Scale.Of(kind, entry.Levels));
    }

    private EntityTable Entities(string table) => new(new KeyIndex(Ids(table + ".ids")), Attributes(table));

    private ResponseTable Responses()
    {
        var keys = new KeyIndex(Ids("responses.ids"));
        ImmutableArray<string?> text = Words("responses.text");
        return new ResponseTable(
            keys, Codes("responses.system"), Codes("responses.item"), Codes("responses.sample"), text.IsEmpty ? [.. new string?[keys.Count]] : text, Attributes("responses"));
    }

    private TurnTable Turns() => manifest.Attributes.ContainsKey("turns")
        ? new TurnTable(
            Codes("turns.conversation"), Codes("turns.index"), Codes("turns.speaker"), Words("turns.text"), Column<long>("turns.start"), Column<long>("turns.duration"), Attributes("turns"))
        : TurnTable.Empty;

    private AnswerShareTable AnswerShares()
    {
        ImmutableArray<int> question = Codes("answer-shares.question"), kinds = Codes("answer-shares.question-kind"), sizes = Codes("answer-shares.question-options");
        ImmutableArray<int> refusals = Codes("answer-shares.option-refusal");
        ImmutableArray<string> texts = Ids("answer-shares.option-text");
        ImmutableArray<double> numbers = Column<double>("answer-shares.option-number");
        if (kinds.Length != question.Length || sizes.Length != question.Length || refusals.Length != texts.Length || numbers.Length != texts.Length
            || sizes.Any(size => size < 1) || sizes.Sum(size => (long)size) != texts.Length || kinds.Any(kind => !Enum.IsDefined((ScaleKind)kind)))
            throw new ArgumentException("the options of the questions do not hang together");
        var options = ImmutableArray.CreateBuilder<Scale>(question.Length);
        int next = 0;
        for (int q = 0; q < question.Length; q++)
        {
            int first = next;
            next += sizes[q];
            options.Add(Scale.Of((ScaleKind)kinds[q],
                [.. Enumerable.Range(first, sizes[q]).Select(o => new ScaleLevel(texts[o], double.IsNaN(numbers[o]) ? null : numbers[o], refusals[o] == 1))]));
        }

        return new AnswerShareTable(
            new KeyIndex(Ids("answer-shares.groups")), question, options.MoveToImmutable(), Codes("answer-shares.item"), Codes("answer-shares.group"),
            Codes("answer-shares.system"), Codes("answer-shares.condition"), Codes("answer-shares.option"), Column<double>("answer-shares.share"),
            Column<long>("answer-shares.count"));
    }

    private VectorTable Vectors(string name, int i)
    {
        ImmutableArray<int> responses = Codes($"vectors-{i}.response");
        ImmutableArray<float> values = Column<float>($"vectors-{i}.values");
        return new VectorTable(name, responses.IsEmpty ? 0 : values.Length / responses.Length, responses, values);
    }

    private ImmutableArray<AttributeColumn> Attributes(string table) =>
    [
        .. manifest.Attributes[table].Select((name, i) =>
            new AttributeColumn(name, new KeyIndex(Ids($"{table}.attribute-{i}.levels")), Codes($"{table}.attribute-{i}"))),
    ];

    private ImmutableArray<AttributeColumn> Frames(string table) =>
        [.. manifest.Attributes[table].Select((name, i) => new AttributeColumn(name, new KeyIndex(Ids($"{table}.attribute-{i}.levels")), []))];

    private ImmutableArray<int> Codes(string name) => Column<int>(name);

    private ImmutableArray<T> Column<T>(string name) where T : unmanaged
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_columns.TryGetValue(name, out ImportManifest.Column? column))
            return [];
        if (column.Constant is double constant)
        {
            if (typeof(T) != typeof(int) || constant != (int)constant)
                throw new ArgumentException($"column '{name}' cannot be {constant} throughout");
            var all = GC.AllocateUninitializedArray<int>(column.Length);
            all.AsSpan().Fill((int)constant);
            return ImmutableCollectionsMarshal.AsImmutableArray((T[])(object)all);
        }

        bool fits = typeof(T) == typeof(int) ? column.Type is "|i1" or "<i2" or "<i4" : column.Type == (typeof(T) == typeof(long) ? "<i8" : typeof(T) == typeof(float) ? "<f4" : "<f8");
        if (!fits)
            throw new ArgumentException($"column '{name}' has type '{column.Type}'");
        return ImmutableCollectionsMarshal.AsImmutableArray(Npy.Read<T>(Path.Combine(folder, column.File), column.Type, column.Length, column.Sha256!));
    }

    private ImmutableArray<string> Ids(string name) => Words(name) is var words && words.All(word => word is not null)
        ? words.CastArray<string>()
        : throw new ArgumentException($"column '{name}' has a missing id");

    private ImmutableArray<string?> Words(string name)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_columns.TryGetValue(name, out ImportManifest.Column? column))
            return [];
        if (column.Type != "json")
            throw new ArgumentException($"column '{name}' has type '{column.Type}'");
        string path = Path.Combine(folder, column.File);
        if (!File.Exists(path))
            throw new InputDataException(path, 0, 0, "no such file", "a column of the import; import the source again");
        byte[] json = File.ReadAllBytes(path);
        if (Convert.ToHexStringLower(SHA256.HashData(json)) != column.Sha256)
            throw Npy.Damaged(path, "other bytes than were written");
        try
        {
            ImmutableArray<string?> words = JsonSerializer.Deserialize<ImmutableArray<string?>>(json);
            return !words.IsDefault && words.Length == column.Length ? words : throw Npy.Damaged(path, $"not {column.Length} words");
        }
        catch (JsonException exception)
        {
            throw Npy.Damaged(path, exception.Message);
        }
    }
}
