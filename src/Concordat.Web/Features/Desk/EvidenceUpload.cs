using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concordat.Web.Features.Desk;

/// <summary>Reads an archive that someone uploaded: an export of this app, or the evidence folder that <c>concordat import</c> made.</summary>
/// <remarks>
/// An archive is read to its limits and no further, whatever its directory says of its sizes. Its names are compared with patterns: only what matches is written, under that one name, into
/// a folder of our own; everything else is left alone, and an archive with a name that leads elsewhere is refused. Nothing in it is unpacked a second time.
/// </remarks>
public static partial class EvidenceUpload
{
    public const int LargestArchive = 16 << 20;
    private const int MostEntries = 2000, MostColumns = 2000;
    private const long LargestWhole = 96 << 20, MostCells = 20_000_000;

    private static readonly ImmutableArray<string> s_formats = ["comparisons-csv", "outcomes-csv", "ratings-csv", "ratings-jsonl", "responses-csv", "responses-jsonl"];

    /// <summary>Unpacks what is of use in an archive into an empty folder.</summary>
    /// <exception cref="InvalidDataException">It is no archive, too large, or holds nothing of the kind; the message says which.</exception>
    public static EvidenceExport Read(Stream archive, string folder)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        var stored = new SortedSet<string>(StringComparer.Ordinal);
        byte[]? list = null;
        long whole = 0;
        using ZipArchive zip = Open(archive);
        if (zip.Entries.Count > MostEntries)
            throw new InvalidDataException($"The archive has {zip.Entries.Count} files; at most {MostEntries} are read.");
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (entry.FullName.StartsWith('/') || entry.FullName.Contains('\\', StringComparison.Ordinal) || entry.FullName.Split('/').Contains(".."))
                throw new InvalidDataException("The archive has a file whose name leads outside of it.");
            if (entry.FullName == EvidenceExport.ManifestFile)
            {
                string path = Path.Combine(folder, EvidenceExport.ManifestFile);
                Unpack(entry, path, ref whole);
                list = File.ReadAllBytes(path);
                File.Delete(path);
            }
            else if (SourceName().IsMatch(entry.FullName))
            {
                Unpack(entry, Path.Combine(folder, entry.FullName), ref whole);
                files.Add(entry.FullName);
            }
            else if (StoredName().Match(entry.FullName) is { Success: true } name)
            {
                string id = name.Groups["id"].Value;
                Unpack(entry, Path.Combine(EvidenceExport.StoredFolder(folder, id), name.Groups["file"].Value), ref whole);
                stored.Add(id);
            }
        }

        foreach (string id in stored)
            Check(id, EvidenceExport.StoredFolder(folder, id));
        ImmutableArray<ImportLine> lines = list is null ? [] : Lines(list, files);
        if (lines.IsEmpty && stored.Count == 0)
            throw new InvalidDataException($"The archive holds neither {EvidenceExport.ManifestFile} nor a folder of imports. Pack the evidence folder that concordat import made, or an export of this app.");
        return new EvidenceExport(folder, lines);
    }

    /// <summary>The imports of an evidence folder, as they are kept: id → file → bytes, with what each is of.</summary>
    public static ImmutableArray<(string Id, string Summary, ImmutableSortedDictionary<string, byte[]> Files)> Imports(string evidence)
    {
        string imports = Path.Combine(evidence, "imports");
        return [.. Directory.GetDirectories(imports).Order(StringComparer.Ordinal).Select(folder =>
        {
            ImmutableSortedDictionary<string, byte[]> files = Directory.GetFiles(folder).ToImmutableSortedDictionary(file => Path.GetFileName(file), File.ReadAllBytes, StringComparer.Ordinal);
            using JsonDocument manifest = JsonDocument.Parse(files["manifest.json"]);
            string sources = string.Join(", ", manifest.RootElement.GetProperty("sources").EnumerateArray().Select(source => source.GetProperty("file").GetString()));
            return (Path.GetFileName(folder), $"{manifest.RootElement.GetProperty("format").GetString()}: {sources}", files);
        })];
    }

    private static ZipArchive Open(Stream archive)
    {
        try
        {
            return new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("The file is no zip archive.", exception);
        }
    }

    private static void Unpack(ZipArchiveEntry entry, string path, ref long whole)
    {
        using Stream stream = entry.Open();
        using FileStream file = File.Create(path);
        byte[] block = new byte[81920];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            whole += read;
            if (whole > LargestWhole)
                throw new InvalidDataException($"Unpacked, the archive has more than {LargestWhole >> 20} MB.");
            file.Write(block, 0, read);
        }
    }

    // A manifest names the files that are read beside it and how long they are: both are checked before anything believes it.
    private static void Check(string id, string folder)
    {
        try
        {
            string path = Path.Combine(folder, "manifest.json");
            using JsonDocument manifest = JsonDocument.Parse(File.Exists(path) ? File.ReadAllBytes(path) : throw new InvalidDataException($"Import {id} has no manifest.json."));
            JsonElement[] columns = [.. manifest.RootElement.GetProperty("columns").EnumerateArray()];
            long cells = 0;
            foreach (JsonElement column in columns)
            {
                string name = column.GetProperty("name").GetString() + (column.GetProperty("type").GetString() == "json" ? ".json" : ".npy");
                int length = column.GetProperty("length").GetInt32();
                cells += length;
                if (length < 0 || cells > MostCells || columns.Length > MostColumns || (!column.TryGetProperty("constant", out _) && !IsThere(folder, name)))
                    throw new InvalidDataException($"Import {id} has a manifest that its files do not bear out, or more than {MostCells} cells.");
            }

            if (manifest.RootElement.GetProperty("id").GetString() != id)
                throw new InvalidDataException($"Import {id} has another import's manifest.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"Import {id} has a manifest that cannot be read.", exception);
        }
    }

    // By the names that were unpacked: the manifest's own word is no path.
    private static bool IsThere(string folder, string name) => Directory.GetFiles(folder).Any(file => Path.GetFileName(file) == name);

    private static ImmutableArray<ImportLine> Lines(byte[] list, HashSet<string> files)
    {
        EvidenceExport.ImportList? read;
        try
        {
            read = JsonSerializer.Deserialize<EvidenceExport.ImportList>(list, EvidenceExport.Format);
        }
        catch (JsonException)
        {
            read = null;
        }

        if (read is not { Schema: EvidenceExport.ImportList.CurrentSchema } || read.Imports.IsDefault || read.Imports.Any(line => line is null || line.Format is null || line.File is null || line.Settings.IsDefault || line.Settings.Contains(null!)))
            throw new InvalidDataException($"{EvidenceExport.ManifestFile} is not of the schema {EvidenceExport.ImportList.CurrentSchema}.");
        foreach (ImportLine line in read.Imports)
        {
            if (!s_formats.Contains(line.Format))
                throw new InvalidDataException($"{EvidenceExport.ManifestFile} names a format that is not read here; it reads {string.Join(", ", s_formats)}.");
            if (line.FileNames().FirstOrDefault(name => !files.Contains(name)) is not null)
                throw new InvalidDataException($"{EvidenceExport.ManifestFile} names a file that the archive does not hold.");
        }

        return read.Imports;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.(csv|jsonl)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SourceName();

    [GeneratedRegex(@"^([^/]{1,80}/){0,2}imports/(?<id>[0-9a-f]{32})/(?<file>[A-Za-z0-9][A-Za-z0-9._-]{0,119}\.(npy|json))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StoredName();
}
