using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Evidence;

/// <summary>A growing column: chunks, so that growth never copies; a column that has held one value so far holds only that value and a count.</summary>
/// <remarks>Beyond <see cref="SpillFiles.ResidentRows"/> full chunks go to disk, so that memory stays bounded however many rows come.</remarks>
internal sealed class ColumnBuilder<T>(SpillFiles? spill = null) where T : unmanaged
{
    private const int ChunkBits = 16;
    private const int ChunkRows = 1 << ChunkBits;
    private const int ChunkMask = ChunkRows - 1;

    private readonly List<T[]> _chunks = [];
    private T[] _current = [];
    private T[]? _frozen;
    private T _constant;
    private SafeFileHandle? _file;
    private int _onDisk;

    public int Count { get; private set; }

    private bool IsConstant => _frozen is null && _chunks.Count == 0 && _onDisk == 0;

    public void Add(T value)
    {
        if (_current.Length == 0)
        {
            if (Count == 0)
                _constant = value;
            if (_frozen is null && Same(value, _constant))
            {
                Count++;
                return;
            }

            Spread();
        }

        int at = Count & ChunkMask;
        if (at == 0)
            StartChunk();
        _current[at] = value;
        Count++;
    }

    public T this[int row]
    {
        get
        {
            if (_frozen is not null)
                return _frozen[row];
            if (IsConstant)
                return _constant;
            int chunk = row >> ChunkBits;
            if (chunk >= _onDisk)
                return _chunks[chunk - _onDisk][row & ChunkMask];
            T value = default;
            SpillFiles.Read(_file!, MemoryMarshal.AsBytes(new Span<T>(ref value)), OffsetOf(row));
            return value;
        }

        set
        {
            if (IsConstant)
            {
                if (Same(value, _constant))
                    return;
                Spread();
            }

            int chunk = row >> ChunkBits;
            if (_frozen is not null)
                _frozen[row] = value;
            else if (chunk >= _onDisk)
                _chunks[chunk - _onDisk][row & ChunkMask] = value;
            else
                RandomAccess.Write(_file!, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)), OffsetOf(row));
        }
    }

    /// <summary>The column as one array, which replaces the chunks.</summary>
    public ImmutableArray<T> Freeze() => ImmutableCollectionsMarshal.AsImmutableArray(Frozen());

    /// <summary>The column as it is now, a chunk at a time.</summary>
    public ColumnParts<T> Parts()
    {
        return new ColumnParts<T>(Count, Read);

        IEnumerable<ReadOnlyMemory<T>> Read()
        {
            T[] buffer = _frozen is null && (_onDisk > 0 || IsConstant) ? new T[Math.Min(Count, ChunkRows)] : [];
            if (IsConstant)
                buffer.AsSpan().Fill(_constant);
            for (int start = 0; start < Count; start += ChunkRows)
            {
                int chunk = start >> ChunkBits, rows = Math.Min(ChunkRows, Count - start);
                if (_frozen is not null)
                {
                    yield return _frozen.AsMemory(start, rows);
                    continue;
                }

                if (!IsConstant && chunk < _onDisk)
                    SpillFiles.Read(_file!, MemoryMarshal.AsBytes(buffer.AsSpan()), OffsetOf(start));
                yield return (IsConstant || chunk < _onDisk ? buffer : _chunks[chunk - _onDisk]).AsMemory(0, rows);
            }
        }
    }

    private T[] Frozen()
    {
        if (_frozen is not null)
            return _frozen;
        var all = GC.AllocateUninitializedArray<T>(Count);
        if (IsConstant)
            all.AsSpan().Fill(_constant);
        for (int i = 0; i < _onDisk; i++)
            SpillFiles.Read(_file!, MemoryMarshal.AsBytes(all.AsSpan(i << ChunkBits, ChunkRows)), OffsetOf(i << ChunkBits));
        for (int i = 0; i < _chunks.Count; i++)
            _chunks[i].AsSpan(0, Math.Min(ChunkRows, Count - ((i + _onDisk) << ChunkBits))).CopyTo(all.AsSpan((i + _onDisk) << ChunkBits));
        _chunks.Clear();
        _current = [];
        _onDisk = 0;
        return _frozen = all;
    }

    private void Spread()
    {
        int rows = Count;
        T[]? all = _frozen;
        _frozen = null;
        for (Count = 0; Count < rows; Count += Math.Min(ChunkRows, rows - Count))
        {
            StartChunk();
            int here = Math.Min(ChunkRows, rows - Count);
            if (all is null)
                _current.AsSpan(0, here).Fill(_constant);
            else
                all.AsSpan(Count, here).CopyTo(_current);
        }
    }

    private void StartChunk()
    {
        T[]? spare = null;
        if (spill is not null && Count >= spill.ResidentRows)
        {
            _file ??= spill.Open();
            foreach (T[] chunk in _chunks)
                RandomAccess.Write(_file, MemoryMarshal.AsBytes(chunk.AsSpan()), OffsetOf(_onDisk++ << ChunkBits));
            spare = _chunks.Count > 0 ? _chunks[^1] : null;
            _chunks.Clear();
        }

        _chunks.Add(_current = spare ?? new T[ChunkRows]);
    }

    private static long OffsetOf(int row) => (long)row * Unsafe.SizeOf<T>();

    private static bool Same(T a, T b) => EqualityComparer<T>.Default.Equals(a, b);
}
