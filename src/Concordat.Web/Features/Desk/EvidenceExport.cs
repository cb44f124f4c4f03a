using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Concordat.Evidence.Store;

namespace Concordat.Web.Features.Desk;

/// <summary>All evidence of a use case in the formats that <c>concordat import</c> reads: what people gave here as files with their settings, and what was imported from elsewhere as it was stored.</summary>
/// <param name="Imports">What to import, in order.</param>
/// <param name="Files">Every file by its name, which holds no folder.</param>
/// <param name="Stored">Imports that came from the command line: id → file → bytes.</param>
public sealed record EvidenceExport(
    ImmutableArray<ImportLine> Imports, ImmutableSortedDictionary<string, byte[]> Files, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, byte[]>> Stored)
{
    public const string ManifestFile = "imports.json";

    // An archive of the same evidence has the same bytes.
    private static readonly DateTimeOffset s_date = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsEmpty => Imports.IsEmpty && Stored.IsEmpty;

    /// <summary>Everything in one archive, with the commands that make the same evidence of it.</summary>
    public byte[] Zip(ImmutableSortedDictionary<string, string> more)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in more)
                Add(archive, name, Encoding.UTF8.GetBytes(text));
            Add(archive, ManifestFile, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new ImportList(ImportList.CurrentSchema, Imports), Format) + "\n"));
            foreach ((string name, byte[] bytes) in Files)
                Add(archive, name, bytes);
            if (!Stored.IsEmpty)
                Add(archive, "evidence/evidence.json", Mark.ToArray());
            foreach ((string id, ImmutableSortedDictionary<string, byte[]> files) in Stored)
            {
                foreach ((string name, byte[] bytes) in files)
                    Add(archive, $"evidence/imports/{id}/{name}", bytes);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Lays everything into a folder and makes evidence of it, as the command line would.</summary>
    /// <returns>The evidence folder.</returns>
    /// <exception cref="InputDataException">The files have faults or contradict one another.</exception>
    /// <exception cref="ArgumentException">A setting is none of its format's.</exception>
    public string Lay(string folder, CancellationToken cancellationToken)
    {
        string evidence = Path.Combine(folder, "evidence");
        Directory.CreateDirectory(evidence);
        foreach ((string name, byte[] bytes) in Files)
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        if (!Stored.IsEmpty)
            File.WriteAllBytes(Path.Combine(evidence, "evidence.json"), Mark);
        foreach ((string id, ImmutableSortedDictionary<string, byte[]> files) in Stored)
        {
            string import = Directory.CreateDirectory(Path.Combine(evidence, "imports", id)).FullName;
            foreach ((string name, byte[] bytes) in files)
                File.WriteAllBytes(Path.Combine(import, name), bytes);
        }

        foreach (ImportLine line in Imports)
            EvidenceStore.Import(evidence, line.Importer, line.In(folder), dryRun: false, cancellationToken);
        return evidence;
    }

    private static ReadOnlySpan<byte> Mark => "{ \"schema\": \"concordat.evidence/1\" }\n"u8;

    private static void Add(ZipArchive archive, string name, byte[] bytes)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = s_date;
        using Stream stream = entry.Open();
        stream.Write(bytes);
    }

    /// <summary>The file that says what to import and how.</summary>
    internal sealed record ImportList(string Schema, ImmutableArray<ImportLine> Imports)
    {
        public const string CurrentSchema = "concordat.web-export/1";
    }
}
