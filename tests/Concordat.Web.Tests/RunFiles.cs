using System.Collections.Concurrent;
using Concordat.Audits;
using Concordat.Charters;
using Concordat.Evidence.Store;
using Concordat.Formats;
using Concordat.Runs;

namespace Concordat.Web.Tests;

/// <summary>Runs as <c>concordat audit</c> writes them, made from the examples once for all tests.</summary>
internal static class RunFiles
{
    private static readonly ConcurrentDictionary<(string, string, string), Lazy<byte[]>> s_made = new();

    /// <summary>The dialects example, under a charter of this name, for one system of its evidence.</summary>
    public static byte[] Dialects(string charter = "letters", string system = "zephyr-7b-beta", string date = "2026-11-15") => s_made.GetOrAdd((charter, system, date), key => new(() => Make(
        "dialect-understanding", ["supranational.yaml", "organisation.yaml", "team.yaml"], text => text.Replace("charter: dialect-understanding", $"charter: {charter}", StringComparison.Ordinal).Replace("zephyr-7b-beta", system, StringComparison.Ordinal),
        "outcomes-csv", "data/outcomes.csv.gz", MeasureOptions.Empty.With("criteria", new[] { "generated-answer", "chosen-answer" }).With("scale", "binary:wrong|correct"), system, date))).Value;

    /// <summary>The tour, in which one community has four people: fewer than may be shown.</summary>
    public static byte[] Tour(string charter = "letters") => s_made.GetOrAdd((charter, "tour", ""), key => new(() => Make(
        "tour", ["charter.yaml"], text => text.Replace("charter: help-desk", $"charter: {charter}", StringComparison.Ordinal),
        "ratings-csv", "ratings.csv", MeasureOptions.Empty.With("scale", "binary:not helpful|helpful").With("abstentions", "no opinion"), "desk-1", "2026-11-15"))).Value;

    public static Run Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return RunJson.Read(stream, "run.json");
    }

    private static byte[] Make(string example, string[] charters, Func<string, string> change, string format, string evidence, MeasureOptions options, string system, string date)
    {
        string folder = Directory.CreateTempSubdirectory("concordat-run-").FullName, from = Path.Combine(Repository.Root, "examples", example);
        foreach (string charter in charters)
            File.WriteAllText(Path.Combine(folder, charter), change(File.ReadAllText(Path.Combine(from, charter))));
        EvidenceStore.Import(Path.Combine(folder, "evidence"), Catalog.Importers.Single(importer => importer.Description.Id == format), new ImportRequest([Path.Combine(from, evidence)], options), false, CancellationToken.None);
        StoredEvidence stored = EvidenceStore.Open(Path.Combine(folder, "evidence"), CancellationToken.None);
        EffectiveCharter effective = CharterComposition.Compose(CharterReader.Read([.. charters.Select(charter => Path.Combine(folder, charter))]), ImmutableSortedDictionary<string, string>.Empty.Add("jurisdiction", "IN"));
        Run run = Auditor.Audit(effective, stored.Evidence, stored.About, new AuditorOptions(system, DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), 1, 300), null, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        return RunJson.ToBytes(run);
    }
}
