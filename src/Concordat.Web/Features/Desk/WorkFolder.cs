namespace Concordat.Web.Features.Desk;

/// <summary>A folder for one piece of work, beside the store and gone afterwards: it holds what people gave.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string Name = "work";

    private WorkFolder(string path) => Path = path;

    public string Path { get; }

    public static WorkFolder Make(ServeOptions options)
    {
        string path = System.IO.Path.Combine(options.Folder, Name, Persistence.Chance.Id());
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new WorkFolder(path);
    }

    /// <summary>An empty file that is read after the work is done, and gone when it is closed.</summary>
    public static FileStream Lasting(ServeOptions options)
    {
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(System.IO.Path.Combine(options.Folder, Name, Persistence.Chance.Id()), file);
    }

    /// <summary>Removes what a server that was killed left behind; no piece of work takes a day.</summary>
    public static void Sweep(ServeOptions options)
    {
        string all = System.IO.Path.Combine(options.Folder, Name);
        if (!Directory.Exists(all))
            return;
        DateTime before = options.Clock.GetUtcNow().UtcDateTime.AddDays(-1);
        foreach (string folder in Directory.GetDirectories(all).Where(folder => Directory.GetLastWriteTimeUtc(folder) < before))
            Directory.Delete(folder, recursive: true);
        foreach (string file in Directory.GetFiles(all).Where(file => File.GetLastWriteTimeUtc(file) < before))
            File.Delete(file);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
