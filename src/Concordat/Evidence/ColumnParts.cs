using System.Runtime.InteropServices;

namespace Concordat.Evidence;

/// <summary>A column that is read in parts from the first row to the last, as often as wanted.</summary>
/// <param name="count">Rows.</param>
/// <param name="read">Starts a reading; a part is valid until the next one is asked for.</param>
public sealed class ColumnParts<T>(int count, Func<IEnumerable<ReadOnlyMemory<T>>> read) where T : unmanaged
{
    public int Count => count;

    public IEnumerable<ReadOnlyMemory<T>> Read() => read();

    public static ColumnParts<T> Of(ImmutableArray<T> column) => new(column.Length, () => [column.AsMemory()]);

    /// <summary>The column as one array.</summary>
    public ImmutableArray<T> Whole()
    {
        var all = GC.AllocateUninitializedArray<T>(count);
        int row = 0;
        foreach (ReadOnlyMemory<T> part in read())
        {
            part.Span.CopyTo(all.AsSpan(row));
            row += part.Length;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(all);
    }

    /// <summary>The same rows, each put through a function.</summary>
    public ColumnParts<TOther> Select<TOther>(Func<T, TOther> of) where TOther : unmanaged
    {
        return new ColumnParts<TOther>(count, Parts);

        IEnumerable<ReadOnlyMemory<TOther>> Parts()
        {
            TOther[] buffer = [];
            foreach (ReadOnlyMemory<T> part in read())
            {
                if (buffer.Length < part.Length)
                    buffer = new TOther[part.Length];
                for (int i = 0; i < part.Length; i++)
                    buffer[i] = of(part.Span[i]);
                yield return buffer.AsMemory(0, part.Length);
            }
        }
    }
}
