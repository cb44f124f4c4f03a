using System.Text.Json;

namespace Concordat.Evidence.Store;

/// <summary>Everything of a piece of evidence but its judgements, as a folder of files that carry their hashes: what a source of counts keeps beside the counts.</summary>
/// <remarks>The files are those of an import (<see cref="ImportWriter"/>) and <c>about.json</c>. The same evidence gives the same bytes.</remarks>
public static class FrameFolder
{
    private const string AboutFile = "about.json";
    private const string Format = "frame";

    /// <summary>Writes the frame.</summary>
    /// <param name="parent">An existing folder.</param>
    /// <param name="frame">The evidence without its judgements.</param>
    /// <param name="about">Where all of it came from.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>The new folder inside it, named for the evidence's content.</returns>
    public static string Write(string parent, EvidenceSet frame, EvidenceProvenance about, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(parent, NameOf(about));
        Directory.CreateDirectory(folder);
        var origin = new ImportManifest
        {
            Schema = ImportManifest.CurrentSchema,
            Id = NameOf(about),
            Format = Format,
            Options = "",
            Sources = [],
            Criteria = [],
            Attributes = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty,
            Columns = [],
            Notes = [],
            ContentHash = "",
        };
        new ImportWriter(folder, null).Write(origin, frame, table => JudgementParts.Of(frame, table), cancellationToken);
        File.WriteAllBytes(Path.Combine(folder, AboutFile), JsonSerializer.SerializeToUtf8Bytes(about, ManifestFile.Json));
        return folder;
    }

    /// <summary>Reads a frame back.</summary>
    /// <param name="folder">A folder that <see cref="Write"/> made, or a copy of its files in a folder of the same name.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InputDataException">A file is missing or damaged.</exception>
    public static StoredEvidence Read(string folder, CancellationToken cancellationToken)
    {
        ImportManifest manifest = ManifestFile.Read(folder);
        EvidenceSet frame = new ImportReader(folder, manifest, cancellationToken).Read();
        string path = Path.Combine(folder, AboutFile);
        try
        {
            EvidenceProvenance about = JsonSerializer.Deserialize<EvidenceProvenance>(File.ReadAllBytes(path), ManifestFile.Json) ?? throw Npy.Damaged(path, "null");
            return NameOf(about) == manifest.Id
                ? new StoredEvidence(frame with { ContentHash = about.ContentHash }, about)
                : throw Npy.Damaged(path, "the provenance of other evidence");
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException)
        {
            throw Npy.Damaged(path, exception.Message);
        }
    }

    /// <summary>The folder's name, which its manifest repeats.</summary>
    public static string NameOf(EvidenceProvenance about) => about.ContentHash.Length >= 32
        ? about.ContentHash[..32]
        : throw new ArgumentException("evidence without a content hash; only imported evidence has one", nameof(about));
}
