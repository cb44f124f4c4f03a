using System.Text;

namespace Concordat;

/// <summary>Writes a file beside its place, flushes it to the disk and renames it: whoever looks finds the old file or the new one, whole.</summary>
public static class WholeFile
{
    /// <summary>Writes what <paramref name="write"/> puts into the stream. Folders that lack are made; where writing fails, the old file stays and nothing is left beside it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours to write in.</exception>
    public static void Write(string file, Action<FileStream> write)
    {
        string whole = Path.GetFullPath(file);
        // A terminal or a pipe has no place beside it.
        if (whole.StartsWith("/dev/", StringComparison.Ordinal))
        {
            using FileStream device = File.OpenWrite(whole);
            write(device);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        string part = file + ".part";
        try
        {
            using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, file, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Writes a text in UTF-8 without a mark at its head.</summary>
    /// <inheritdoc cref="Write(string, Action{FileStream})"/>
    public static void Write(string file, string text) => Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
