namespace Concordat.Evidence.Counts;

/// <summary>The distinct tuples of a query with how often each occurs. Read-only.</summary>
/// <remarks>
/// Tuples stand in the lexicographic order of their numbers, so that the same judgements give the same table wherever they lie and however they were stored.
/// Shapes: n tuples of w columns; memory 8·n·(w + 1) bytes.
/// </remarks>
public sealed class CountTable
{
    internal CountTable(CountQuery query, ImmutableArray<long> keys, ImmutableArray<long> counts) => (Query, Keys, Counts) = (query, keys, counts);

    public CountQuery Query { get; }

    /// <summary>The tuples, row-major (n, w): codes, −1 where a row has none; a value is the bits of its double.</summary>
    public ImmutableArray<long> Keys { get; }

    /// <summary>How many rows each tuple stands for, positive, (n).</summary>
    public ImmutableArray<long> Counts { get; }

    public int Count => Counts.Length;

    /// <summary>The tuple of that number, (w).</summary>
    public ReadOnlySpan<long> Key(int tuple) => Keys.AsSpan(tuple * Query.Columns.Length, Query.Columns.Length);

    /// <summary>One column, (n); null where the query does not count by it.</summary>
    internal long[]? Column(CountColumn column)
    {
        int place = Query.Columns.IndexOf(column), width = Query.Columns.Length;
        if (place < 0)
            return null;
        var values = new long[Count];
        for (int tuple = 0; tuple < values.Length; tuple++)
            values[tuple] = Keys[tuple * width + place];
        return values;
    }
}
