using System.Text.Json;
using Concordat.Evidence.Counts;
using Concordat.Formats;

namespace Concordat.Evidence.Store;

/// <summary>A workspace folder with evidence: <c>evidence.json</c> and one immutable folder for each import under <c>imports</c>.</summary>
/// <remarks>
/// An import is written into a folder of its own, flushed and renamed, so that a process killed at any moment leaves the workspace as it was or
/// complete; what a dead import left is ignored and removed by the next one. The id is a hash of format, options and source bytes: the same import
/// twice changes nothing, and neither do the same files in another order unless repeated answers are numbered in it. Imports are merged in the order of their ids, whatever order they were made in.
/// </remarks>
public static class EvidenceStore
{
    private const string MarkFile = "evidence.json";
    private const string ImportsFolder = "imports";
    private const string Unfinished = ".part-";
    private const string Schema = "concordat.evidence/1";
    private const string RatingsColumn = "ratings.rater", ComparisonsColumn = "comparisons.first", OutcomesColumn = "outcomes.system";

    // Of each column while it is imported; a workspace of more rows in all is checked on disk.
    private const int ResidentRows = 1 << 21;

    /// <summary>Opens a workspace and merges its imports.</summary>
    /// <exception cref="InputDataException">It is no workspace, a file of it is damaged, or its imports contradict each other.</exception>
    public static StoredEvidence Open(string directory, CancellationToken cancellationToken)
    {
        RequireMark(directory);
        ImmutableArray<(ImportManifest Manifest, EvidenceSet Set)> imports = ReadAll(directory, cancellationToken);
        EvidenceSet merged = EvidenceMerge.Merge([.. imports.Select(import => (NameOf(import.Manifest), import.Set))]);
        string hash = HashOf(imports.Select(import => import.Manifest));
        EvidenceSet evidence = merged with { ContentHash = hash };
        return new StoredEvidence(evidence, new EvidenceProvenance(
            hash, evidence.Raters.Count, evidence.Items.Count, evidence.Systems.Count, evidence.Ratings.Count, evidence.Comparisons.Count, evidence.Outcomes.Count,
            [.. imports.SelectMany(import => SourcesOf(import.Manifest))]));
    }

    /// <summary>Opens a workspace to count its judgements where they lie, without loading them.</summary>
    /// <exception cref="InputDataException">It is no workspace, a file of it is damaged, or its imports contradict each other.</exception>
    public static StoredCounts OpenCounts(string directory, CancellationToken cancellationToken)
    {
        RequireMark(directory);
        ImmutableArray<(string Folder, ImportManifest Manifest)> imports = Manifests(directory);
        var judgements = new MergedJudgements([.. imports.Select(import => Streamed(import.Folder, import.Manifest, cancellationToken))]);
        string hash = HashOf(imports.Select(import => import.Manifest));
        return new StoredCounts(
            judgements,
            new EvidenceProvenance(
                hash, judgements.Frame.Raters.Count, judgements.Frame.Items.Count, judgements.Frame.Systems.Count, judgements.Count(JudgementTable.Ratings),
                judgements.Count(JudgementTable.Comparisons), judgements.Count(JudgementTable.Outcomes), [.. imports.SelectMany(import => SourcesOf(import.Manifest))]),
            directory);
    }

    /// <summary>Ratings, comparisons and outcomes in a workspace, from its manifests alone.</summary>
    /// <exception cref="InputDataException">It is no workspace, or a manifest is damaged.</exception>
    public static long JudgementsIn(string directory)
    {
        RequireMark(directory);
        return Manifests(directory).Sum(import => JudgementsOf(import.Manifest));
    }

    /// <summary>Reads files and adds them to a workspace, which is created if there is none.</summary>
    /// <param name="directory">The workspace folder.</param>
    /// <param name="importer">The format.</param>
    /// <param name="request">Files and options.</param>
    /// <param name="dryRun">Reads and checks everything and writes nothing.</param>
    /// <param name="cancellationToken">Stops reading; the workspace stays as it was.</param>
    /// <exception cref="InputDataException">The files have faults, or contradict what the workspace holds.</exception>
    /// <exception cref="IOException">Another import is running in the same workspace.</exception>
    public static ImportSummary Import(string directory, IImporter importer, ImportRequest request, bool dryRun, CancellationToken cancellationToken) =>
        Import(directory, importer, request, dryRun, null, cancellationToken);

    internal static ImportSummary Import(
        string directory, IImporter importer, ImportRequest request, bool dryRun, Action<string>? beforeStep, CancellationToken cancellationToken, int residentRows = ResidentRows)
    {
        bool isWorkspace = File.Exists(Path.Combine(directory, MarkFile));
        if (!isWorkspace && Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any(IsForeign))
            throw new InputDataException(directory, 0, 0, "a folder with other files", "a new or empty folder, or one that concordat import has made");
        if (isWorkspace)
            RequireMark(directory);

        var sources = new SourceFiles(importer.Description, request);
        ImportManifest origin = Origin(importer.Description, request, sources);
        string imports = Path.Combine(directory, ImportsFolder), target = Path.Combine(imports, origin.Id);
        if (Directory.Exists(target))
        {
            ImportManifest stored = ManifestFile.Read(target);
            return Summary(stored, new ImportReader(target, stored, cancellationToken).ReadFrame(), table => stored.LengthOf(table), alreadyImported: true);
        }

        using var spill = new SpillFiles(Directory.Exists(directory) ? directory : Path.GetTempPath(), residentRows);
        var builder = new EvidenceBuilder(spill);
        importer.Read(sources.Request, builder, cancellationToken);
        sources.RequireUnchanged();
        EvidenceSet frame = builder.BuildFrame();
        origin = origin with { Notes = [.. builder.Notes] };
        if (dryRun)
        {
            RequireConsistent(directory, isWorkspace, origin, builder, spill, cancellationToken);
            return Summary(origin, frame, Rows, alreadyImported: false);
        }

        beforeStep?.Invoke(directory);
        Directory.CreateDirectory(directory);
        using FileStream held = Lock(directory);
        foreach (string dead in Directory.Exists(imports) ? Directory.GetDirectories(imports, Unfinished + "*") : [])
            Directory.Delete(dead, recursive: true);
        RequireConsistent(directory, isWorkspace, origin, builder, spill, cancellationToken);
        string unfinished = Path.Combine(imports, Unfinished + origin.Id);
        beforeStep?.Invoke(unfinished);
        Directory.CreateDirectory(unfinished);
        ImportManifest written = new ImportWriter(unfinished, beforeStep).Write(origin, frame, builder.Parts, cancellationToken);
        beforeStep?.Invoke(MarkFile);
        Mark(directory);
        beforeStep?.Invoke(target);
        if (!Directory.Exists(target))
            Directory.Move(unfinished, target);
        return Summary(written, frame, Rows, alreadyImported: false);

        int Rows(string column) => column switch
        {
            RatingsColumn => builder.RatingCount,
            ComparisonsColumn => builder.ComparisonCount,
            _ => builder.OutcomeCount,
        };
    }

    /// <summary>Whether an entry of a folder without evidence is none that a dead first import left.</summary>
    private static bool IsForeign(string entry) =>
        Path.GetFileName(entry) == ImportsFolder && Directory.Exists(entry)
            ? Directory.EnumerateFileSystemEntries(entry).Any(inner => !Path.GetFileName(inner).StartsWith(Unfinished, StringComparison.Ordinal))
            : Path.GetFileName(entry)[0] != '.';

    private static ImmutableArray<(ImportManifest Manifest, EvidenceSet Set)> ReadAll(string directory, CancellationToken cancellationToken) =>
        [.. Manifests(directory).Select(import => (import.Manifest, new ImportReader(import.Folder, import.Manifest, cancellationToken).Read()))];

    private static ImmutableArray<(string Folder, ImportManifest Manifest)> Manifests(string directory)
    {
        string imports = Path.Combine(directory, ImportsFolder);
        return Directory.Exists(imports)
            ?
            [
                .. Directory.GetDirectories(imports)
                    .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
                    .OrderBy(Path.GetFileName, StringComparer.Ordinal)
                    .Select(folder => (folder, ManifestFile.Read(folder))),
            ]
            : [];
    }

    private static (string Source, EvidenceSet Frame, Func<JudgementTable, JudgementParts> Judgements) Streamed(
        string folder, ImportManifest manifest, CancellationToken cancellationToken)
    {
        EvidenceSet frame = new ImportReader(folder, manifest, cancellationToken).ReadFrame();
        var stored = new StoredJudgements(folder, manifest);
        return (NameOf(manifest), frame, table => stored.Parts(table, frame));
    }

    private static void RequireConsistent(
        string directory, bool isWorkspace, ImportManifest origin, EvidenceBuilder builder, SpillFiles spill, CancellationToken cancellationToken)
    {
        if (!isWorkspace)
            return;
        ImmutableArray<(string Folder, ImportManifest Manifest)> stored = Manifests(directory);
        long rows = stored.Sum(import => JudgementsOf(import.Manifest)) + builder.RatingCount + builder.ComparisonCount + builder.OutcomeCount;
        if (rows <= spill.ResidentRows)
        {
            EvidenceMerge.Merge([.. ReadAll(directory, cancellationToken).Select(import => (NameOf(import.Manifest), import.Set)), (NameOf(origin), builder.Build())]);
            return;
        }

        ImmutableArray<(string Source, EvidenceSet Frame, Func<JudgementTable, JudgementParts> Judgements)> all =
            [.. stored.Select(import => Streamed(import.Folder, import.Manifest, cancellationToken)), (NameOf(origin), builder.BuildFrame(), builder.Parts)];
        if (all.Length > 1)
            new MergedJudgements(all).RequireDistinct(spill);
    }

    private static long JudgementsOf(ImportManifest manifest) => (long)manifest.LengthOf(RatingsColumn) + manifest.LengthOf(ComparisonsColumn) + manifest.LengthOf(OutcomesColumn);

    private static string HashOf(IEnumerable<ImportManifest> manifests) =>
        ManifestFile.HashOfText(string.Join('\n', manifests.Select(manifest => manifest.ContentHash).Order(StringComparer.Ordinal)));

    private static ImportManifest Origin(ImporterDescription description, ImportRequest request, SourceFiles sources)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in request.Options.Names)
        {
            options.Add(
                name,
                sources.Named(name) is { } source
                    ? source.File + " " + source.Sha256
                    : Audits.MeasureOptions.Empty.With(name, request.Options[name]!).ToString()[(name.Length + 1)..]);
        }

        string text = string.Join("; ", options.Select(option => $"{option.Key}={option.Value}"));
        string identity = string.Join('\n', [ImportManifest.CurrentSchema, description.Id, text, .. sources.All.Select(source => source.Sha256)]);
        return new ImportManifest
        {
            Schema = ImportManifest.CurrentSchema,
            Id = ManifestFile.HashOfText(identity)[..32],
            Format = description.Id,
            Options = text,
            Sources = sources.All,
            Criteria = [],
            Attributes = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty,
            Columns = [],
            Notes = [],
            ContentHash = "",
        };
    }

    private static void RequireMark(string directory)
    {
        string mark = Path.Combine(directory, MarkFile);
        if (!File.Exists(mark))
            throw new InputDataException(directory, 0, 0, "no evidence", "a workspace made by concordat import FORMAT FILE --into DIR");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(mark));
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("schema", out JsonElement schema)
                && schema.ValueKind == JsonValueKind.String && schema.GetString() == Schema)
                return;
        }
        catch (JsonException exception)
        {
            throw Npy.Damaged(mark, exception.Message);
        }

        throw new InputDataException(mark, 0, 0, "another schema", Schema);
    }

    private static void Mark(string directory)
    {
        string mark = Path.Combine(directory, MarkFile), unfinished = Path.Combine(directory, Unfinished + MarkFile);
        if (File.Exists(mark))
            return;
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            file.Write("{ \"schema\": \"concordat.evidence/1\" }\n"u8);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, mark);
    }

    private static FileStream Lock(string directory)
    {
        string path = Path.Combine(directory, ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException($"another import into '{directory}' is running; try again when it has ended", exception);
        }
    }

    private static string NameOf(ImportManifest manifest) => string.Join('+', manifest.Sources.Select(source => source.File)) + $" ({manifest.Format})";

    private static IEnumerable<EvidenceSource> SourcesOf(ImportManifest manifest) =>
        manifest.Sources.Select(source => new EvidenceSource(manifest.Format, source.File, source.Sha256));

    private static ImportSummary Summary(ImportManifest manifest, EvidenceSet set, Func<string, int> rows, bool alreadyImported) => new(
        manifest.Id, alreadyImported, manifest.ContentHash, [.. SourcesOf(manifest)], set.Raters.Count, set.Items.Count, set.Systems.Count,
        rows(RatingsColumn), rows(ComparisonsColumn), rows(OutcomesColumn), set.Responses.Count, set.Turns.Count,
        [
            .. Kept("raters", set.Raters.Attributes), .. Kept("items", set.Items.Attributes), .. Kept("systems", set.Systems.Attributes),
            .. Kept("alternatives", set.Alternatives.Attributes), .. Kept("responses", set.Responses.Attributes), .. Kept("ratings", set.Ratings.Attributes),
            .. Kept("comparisons", set.Comparisons.Attributes), .. Kept("outcomes", set.Outcomes.Attributes),
            .. Kept("turns", set.Turns.Attributes),
            .. set.Vectors.Select(vectors => new ImportedAttribute("vectors", vectors.Name, vectors.Count)),
        ],
        manifest.Notes)
    { AnswerShares = set.AnswerShares.Rows };

    private static IEnumerable<ImportedAttribute> Kept(string table, ImmutableArray<AttributeColumn> attributes) =>
        attributes.Select(attribute => new ImportedAttribute(table, attribute.Name, attribute.Levels.Count));
}
