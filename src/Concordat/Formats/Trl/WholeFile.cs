namespace Concordat.Formats.Trl;

/// <summary>Writes a file beside its place and moves it there, so that a reader finds the old one or the whole new one.</summary>
public static class WholeFile
{
    public static void Write(string file, Action<Stream> write)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(file));
        if (folder is not null)
            Directory.CreateDirectory(folder);
        string part = file + ".part";
        using (FileStream stream = File.Create(part))
            write(stream);
        File.Move(part, file, overwrite: true);
    }
}
