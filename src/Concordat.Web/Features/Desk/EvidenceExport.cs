using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Concordat.Evidence.Store;

namespace Concordat.Web.Features.Desk;

/// <summary>Evidence of a use case in a folder, in the formats that <c>concordat import</c> reads: what people gave as files with their settings, and what was imported from elsewhere as it was stored.</summary>
/// <param name="Folder">Where the files lie; imports from elsewhere under <c>evidence/imports</c>.</param>
/// <param name="Imports">What to import, in order.</param>
public sealed record EvidenceExport(string Folder, ImmutableArray<ImportLine> Imports)
{
    public const string ManifestFile = "imports.json", EvidenceFolder = "evidence", ImportsFolder = "imports", MarkFile = "evidence.json";

    // An archive of the same evidence has the same bytes.
    private static readonly DateTimeOffset s_date = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsEmpty => Imports.IsEmpty && !Directory.Exists(Path.Combine(Folder, EvidenceFolder));

    /// <summary>The folder for one stored import, made with the mark of an evidence folder.</summary>
    internal static string StoredFolder(string folder, string id)
    {
        string import = Directory.CreateDirectory(Path.Combine(folder, EvidenceFolder, ImportsFolder, id)).FullName;
        File.WriteAllBytes(Path.Combine(folder, EvidenceFolder, MarkFile), "{ \"schema\": \"concordat.evidence/1\" }\n"u8);
        return import;
    }

    /// <summary>Writes everything into one archive, with the commands that make the same evidence of it; file by file, whatever their size.</summary>
    public void Zip(Stream to, ImmutableSortedDictionary<string, string> more, CancellationToken cancellationToken)
    {
        using var archive = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, string text) in more.Add(ManifestFile, JsonSerializer.Serialize(new ImportList(ImportList.CurrentSchema, Imports), Format) + "\n"))
        {
            using Stream entry = Entry(archive, name);
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        foreach (string name in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using Stream entry = Entry(archive, name), file = File.OpenRead(Path.Combine(Folder, name));
            file.CopyTo(entry);
        }
    }

    /// <summary>Makes evidence of the files, as the command line would.</summary>
    /// <returns>The evidence folder.</returns>
    /// <exception cref="InputDataException">The files have faults or contradict one another.</exception>
    /// <exception cref="ArgumentException">A setting is none of its format's.</exception>
    public string Make(CancellationToken cancellationToken)
    {
        string evidence = Directory.CreateDirectory(Path.Combine(Folder, EvidenceFolder)).FullName;
        foreach (ImportLine line in Imports)
            EvidenceStore.Import(evidence, line.Importer, line.In(Folder), dryRun: false, cancellationToken);
        return evidence;
    }

    private static Stream Entry(ZipArchive archive, string name)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = s_date;
        return entry.Open();
    }

    /// <summary>The file that says what to import and how.</summary>
    internal sealed record ImportList(string Schema, ImmutableArray<ImportLine> Imports)
    {
        public const string CurrentSchema = "concordat.web-export/1";
    }
}
