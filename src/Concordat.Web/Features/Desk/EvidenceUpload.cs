using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concordat.Web.Features.Desk;

/// <summary>Reads an archive that someone uploaded: an export of this app, or the evidence folder that <c>concordat import</c> made.</summary>
/// <remarks>
/// An archive is read to its limits and no further, whatever its directory says of its sizes. Its names are compared with patterns and never become paths: what does not match is left
/// alone, and an archive with a name that leads elsewhere is refused. Nothing in it is unpacked a second time.
/// </remarks>
public static partial class EvidenceUpload
{
    public const int LargestArchive = 16 << 20;
    private const int MostEntries = 2000, MostColumns = 2000;
    private const long LargestWhole = 96 << 20, MostCells = 20_000_000;

    private static readonly ImmutableArray<string> s_formats = ["comparisons-csv", "outcomes-csv", "ratings-csv", "ratings-jsonl", "responses-csv", "responses-jsonl"];

    /// <summary>Reads an archive.</summary>
    /// <exception cref="InvalidDataException">It is no archive, too large, or holds nothing of the kind; the message says which.</exception>
    public static EvidenceExport Read(Stream archive)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        var stored = new SortedDictionary<string, SortedDictionary<string, byte[]>>(StringComparer.Ordinal);
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
                list = Bytes(entry, ref whole);
            else if (SourceName().IsMatch(entry.FullName))
                files[entry.FullName] = Bytes(entry, ref whole);
            else if (StoredName().Match(entry.FullName) is { Success: true } name)
                (stored.TryGetValue(name.Groups["id"].Value, out SortedDictionary<string, byte[]>? import) ? import : stored[name.Groups["id"].Value] = new(StringComparer.Ordinal))[name.Groups["file"].Value] = Bytes(entry, ref whole);
        }

        foreach ((string id, SortedDictionary<string, byte[]> import) in stored)
            Check(id, import);
        ImmutableArray<ImportLine> lines = list is null ? [] : Lines(list, files.ToImmutable());
        if (lines.IsEmpty && stored.Count == 0)
            throw new InvalidDataException($"The archive holds neither {EvidenceExport.ManifestFile} nor a folder of imports. Pack the evidence folder that concordat import made, or an export of this app.");
        return new EvidenceExport(lines, files.ToImmutable(), stored.ToImmutableSortedDictionary(import => import.Key, import => import.Value.ToImmutableSortedDictionary(StringComparer.Ordinal), StringComparer.Ordinal));
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

    private static byte[] Bytes(ZipArchiveEntry entry, ref long whole)
    {
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        byte[] block = new byte[81920];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            whole += read;
            if (whole > LargestWhole)
                throw new InvalidDataException($"Unpacked, the archive has more than {LargestWhole >> 20} MB.");
            bytes.Write(block, 0, read);
        }

        return bytes.ToArray();
    }

    // A manifest names the files that are read beside it and how long they are: both are checked before anything believes it.
    private static void Check(string id, SortedDictionary<string, byte[]> files)
    {
        try
        {
            using JsonDocument manifest = JsonDocument.Parse(files.GetValueOrDefault("manifest.json") ?? throw new InvalidDataException($"Import {id} has no manifest.json."));
            JsonElement[] columns = [.. manifest.RootElement.GetProperty("columns").EnumerateArray()];
            long cells = 0;
            foreach (JsonElement column in columns)
            {
                string name = column.GetProperty("name").GetString() + (column.GetProperty("type").GetString() == "json" ? ".json" : ".npy");
                int length = column.GetProperty("length").GetInt32();
                cells += length;
                if (length < 0 || cells > MostCells || columns.Length > MostColumns || (!column.TryGetProperty("constant", out _) && !files.ContainsKey(name)))
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

    private static ImmutableArray<ImportLine> Lines(byte[] list, ImmutableSortedDictionary<string, byte[]> files)
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
            if (line.FileNames().FirstOrDefault(name => !files.ContainsKey(name)) is not null)
                throw new InvalidDataException($"{EvidenceExport.ManifestFile} names a file that the archive does not hold.");
        }

        return read.Imports;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.(csv|jsonl)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SourceName();

    [GeneratedRegex(@"^([^/]{1,80}/){0,2}imports/(?<id>[0-9a-f]{32})/(?<file>[A-Za-z0-9][A-Za-z0-9._-]{0,119}\.(npy|json))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StoredName();
}
