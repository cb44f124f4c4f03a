using Microsoft.Win32.SafeHandles;

namespace Concordat.Evidence;

/// <summary>Nameless files for what a table being read does not keep in memory; they vanish with the process, however it ends.</summary>
/// <param name="folder">Where they lie; it must exist.</param>
/// <param name="residentRows">Rows of a column that stay in memory before it goes to disk.</param>
internal sealed class SpillFiles(string folder, int residentRows = 1 << 21) : IDisposable
{
    private static int s_made;

    private readonly List<SafeFileHandle> _open = [];

    public int ResidentRows { get; } = residentRows;

    /// <summary>Whether anything went to disk.</summary>
    public bool IsUsed => _open.Count > 0;

    public SafeFileHandle Open()
    {
        string path = Path.Combine(folder, $".spill-{Environment.ProcessId}-{Interlocked.Increment(ref s_made)}");
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        _open.Add(file);
        File.Delete(path);
        return file;
    }

    /// <summary>Fills the bytes from a place in a file.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public static void Read(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            int read = RandomAccess.Read(file, bytes, offset);
            if (read == 0)
                throw new EndOfStreamException("a temporary file is shorter than what was written to it");
            bytes = bytes[read..];
            offset += read;
        }
    }

    public void Dispose()
    {
        foreach (SafeFileHandle file in _open)
            file.Dispose();
        _open.Clear();
    }
}
