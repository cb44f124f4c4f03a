namespace Concordat.Scale;

/// <summary>The files of a frame in parts small enough for one request, dealt to the shards one by one.</summary>
internal sealed class FrameParts(string folder, int shards)
{
    private const int PartBytes = 4 << 20;

    private readonly ImmutableArray<(string File, int Part)> _parts =
    [
        .. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .SelectMany(file => Enumerable.Range(0, (int)((new FileInfo(file).Length + PartBytes - 1) / PartBytes)).Select(part => (file, part))),
    ];

    /// <summary>How many parts a shard keeps; each is a batch of one row.</summary>
    public int Batches(int shard) => (_parts.Length - shard + shards - 1) / shards;

    public byte[] Bytes(int shard, int batch, ulong load)
    {
        (string file, int part) = _parts[shard + batch * shards];
        using FileStream stream = File.OpenRead(file);
        stream.Position = (long)part * PartBytes;
        var bytes = new byte[(int)Math.Min(PartBytes, stream.Length - stream.Position)];
        stream.ReadExactly(bytes);
        var row = new RowBinaryWriter();
        row.UInt64(load);
        row.Text(Path.GetFileName(file));
        row.UInt32((uint)part);
        row.Bytes(bytes);
        return row.ToArray();
    }
}
