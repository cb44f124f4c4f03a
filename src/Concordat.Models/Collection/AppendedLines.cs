namespace Concordat.Models.Collection;

/// <summary>A file to which whole lines are appended; each is on disk before the call returns.</summary>
/// <remarks>A process that is killed can tear the last line only. On opening, a last line without its end is kept if it is whole all the same, and cut off otherwise.</remarks>
internal sealed class AppendedLines : IDisposable
{
    private readonly FileStream _stream;
    private readonly Lock _lock = new();
    private bool _isBroken;

    /// <param name="path">The file; it is made if there is none.</param>
    /// <param name="isLocked">Whether the file stands for the right to write: nobody else can open it so.</param>
    /// <param name="isReadOnly">Whether the file is there, is only read, and stays as it is.</param>
    /// <param name="read">Takes each whole line and its number; false for one that is broken.</param>
    /// <exception cref="IOException">Another process holds the file.</exception>
    /// <exception cref="InputDataException">A line other than the last is broken.</exception>
    public AppendedLines(string path, bool isLocked, bool isReadOnly, Func<ReadOnlyMemory<byte>, long, bool> read)
    {
        _stream = isReadOnly
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16)
            : new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, isLocked ? FileShare.None : FileShare.Read, 1 << 16);
        try
        {
            Recover(path, read);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of a torn last line that were cut off, or, where the file is only read, would be.</summary>
    public long CutBytes { get; private set; }

    /// <exception cref="IOException">The disk does not take the lines, or did not take earlier ones: nothing may follow a torn line.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        lock (_lock)
        {
            if (_isBroken)
                throw new IOException($"an earlier line could not be written to {_stream.Name}");
            _isBroken = true;
            _stream.Write(lines);
            _stream.Flush(flushToDisk: true);
            _isBroken = false;
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Recover(string path, Func<ReadOnlyMemory<byte>, long, bool> read)
    {
        long number = 0, end = 0;
        var line = new MemoryStream();
        var buffer = new byte[1 << 16];
        int length;
        while ((length = _stream.Read(buffer)) > 0)
        {
            int from = 0;
            while (buffer.AsSpan(from, length - from).IndexOf((byte)'\n') is int at and >= 0)
            {
                line.Write(buffer, from, at);
                number++;
                if (!read(line.GetBuffer().AsMemory(0, (int)line.Length), number))
                    throw new InputDataException(path, number, 0, "a broken line", "lines as they were written; only the last can be torn");
                end += line.Length + 1;
                line.SetLength(0);
                from += at + 1;
            }

            line.Write(buffer, from, length - from);
        }

        if (line.Length > 0 && read(line.GetBuffer().AsMemory(0, (int)line.Length), number + 1))
        {
            if (!_stream.CanWrite)
                return;
            _stream.Seek(0, SeekOrigin.End);
            Append("\n"u8);
            return;
        }

        CutBytes = line.Length;
        if (!_stream.CanWrite)
            return;
        _stream.SetLength(end);
        _stream.Seek(0, SeekOrigin.End);
    }
}
