using Concordat.Evidence.Counts;

namespace Concordat.Evidence.Store;

/// <summary>The judgements of one import, read from its folder in parts, so that memory does not grow with them. Every reading checks the file against its hash.</summary>
internal sealed class StoredJudgements(string folder, ImportManifest manifest)
{
    private readonly Dictionary<string, ImportManifest.Column> _columns = manifest.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);

    /// <summary>The judgements of one kind.</summary>
    /// <param name="table">The kind.</param>
    /// <param name="frame">The import without its judgements.</param>
    /// <exception cref="InputDataException">The columns do not hang together.</exception>
    public JudgementParts Parts(JudgementTable table, EvidenceSet frame) => table switch
    {
        JudgementTable.Ratings => Parts(
            "ratings", "rater", hasValue: true, hasTime: true, frame.Ratings.Attributes,
            CountColumnKind.Rater, CountColumnKind.Item, CountColumnKind.Response, CountColumnKind.Criterion, CountColumnKind.Condition, CountColumnKind.Replicate),
        JudgementTable.Comparisons => Parts(
            "comparisons", "first", hasValue: false, hasTime: true, frame.Comparisons.Attributes,
            CountColumnKind.Rater, CountColumnKind.Item, CountColumnKind.First, CountColumnKind.Second, CountColumnKind.Outcome, CountColumnKind.Condition, CountColumnKind.Replicate),
        _ => Parts("outcomes", "system", hasValue: true, hasTime: false, frame.Outcomes.Attributes, CountColumnKind.System, CountColumnKind.Item, CountColumnKind.Criterion),
    };

    private JudgementParts Parts(string table, string first, bool hasValue, bool hasTime, ImmutableArray<AttributeColumn> attributes, params ReadOnlySpan<CountColumnKind> kinds)
    {
        int count = manifest.LengthOf($"{table}.{first}");
        var codes = ImmutableSortedDictionary.CreateBuilder<CountColumnKind, ColumnParts<int>>();
        foreach (CountColumnKind kind in kinds)
            codes.Add(kind, Codes($"{table}.{kind.ToString().ToLowerInvariant()}", count));
        return new JudgementParts(
            count,
            codes.ToImmutable(),
            hasValue ? Numbers<double>($"{table}.value", "<f8", count) : null,
            hasTime && _columns.ContainsKey($"{table}.time") ? Numbers<long>($"{table}.time", "<i8", count) : null,
            [.. attributes.Select((attribute, i) => (attribute, Codes($"{table}.attribute-{i}", count)))]);
    }

    private ColumnParts<int> Codes(string name, int count)
    {
        ImportManifest.Column? column = Find(name, count);
        if (column is null)
            return ColumnParts<int>.Of([]);
        if (column.Constant is double constant)
            return Constant(column, constant);
        if (column.Type is not ("|i1" or "<i2" or "<i4"))
            throw Damaged($"column '{name}' has type '{column.Type}'");
        return Npy.Parts<int>(Path.Combine(folder, column.File), column.Type, count, column.Sha256!);
    }

    private ColumnParts<T> Numbers<T>(string name, string type, int count) where T : unmanaged
    {
        ImportManifest.Column? column = Find(name, count);
        if (column is null)
            return ColumnParts<T>.Of([]);
        if (column.Type != type || column.Constant is not null)
            throw Damaged($"column '{name}' has type '{column.Type}'");
        return Npy.Parts<T>(Path.Combine(folder, column.File), column.Type, count, column.Sha256!);
    }

    private ColumnParts<int> Constant(ImportManifest.Column column, double constant)
    {
        if (constant != (int)constant)
            throw Damaged($"column '{column.Name}' cannot be {constant} throughout");
        var all = new ColumnBuilder<int>();
        for (int row = 0; row < column.Length; row++)
            all.Add((int)constant);
        return all.Parts();
    }

    private ImportManifest.Column? Find(string name, int count)
    {
        ImportManifest.Column? column = _columns.GetValueOrDefault(name);
        if ((column?.Length ?? 0) != count)
            throw Damaged($"column '{name}' has {column?.Length ?? 0} rows, not {count}");
        return column;
    }

    private InputDataException Damaged(string found) => Npy.Damaged(Path.Combine(folder, ManifestFile.Name), found);
}
