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

    /// <summary>Fourteen communities with long names, one of them too small to be shown, under a charter that expires on this day.</summary>
    public static byte[] Communities(string charter, string expires) => s_made.GetOrAdd((charter, "communities", expires), _ => new(() =>
    {
        string folder = Directory.CreateTempSubdirectory("concordat-communities-").FullName;
        var text = new System.Text.StringBuilder("rater,item,value,language\n");
        for (int person = 0; person < 14 * 9; person++)
        {
            int community = person % 14;
            for (int item = 0; item < (community == 13 && person > 13 * 4 ? 0 : 12); item++)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"p{person},answer-{item},{((person * 7 + item * 5) % 15 < 4 + community ? "helpful" : "not helpful")},\"{GalleryStates.Community(community)}\"\n");
        }

        File.WriteAllText(Path.Combine(folder, "ratings.csv"), text.ToString());
        string own = File.ReadAllText(Path.Combine(Repository.Root, "examples", "tour", "charter.yaml")).Replace("charter: help-desk", $"charter: {charter}\nexpires: {expires}", StringComparison.Ordinal);
        string populations = string.Concat(Enumerable.Range(0, 14).Select(i => $"  - id: community-{i}\n    group: {{ language: \"{GalleryStates.Community(i)}\" }}\n    standing: user\n    why-asked: Their letters are read too.\n"));
        int from = own.IndexOf("  - id: english", StringComparison.Ordinal), to = own.IndexOf("confidence-level", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "charter.yaml"), own[..from] + populations + own[to..]);
        byte[] run = Made(folder, ["charter.yaml"], "ratings-csv", Path.Combine(folder, "ratings.csv"), MeasureOptions.Empty.With("scale", "binary:not helpful|helpful"), "the city’s assistant", "2026-11-15");
        Directory.Delete(folder, recursive: true);
        return run;
    })).Value;

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
        byte[] run = Made(folder, charters, format, Path.Combine(from, evidence), options, system, date);
        Directory.Delete(folder, recursive: true);
        return run;
    }

    private static byte[] Made(string folder, string[] charters, string format, string evidence, MeasureOptions options, string system, string date)
    {
        EvidenceStore.Import(Path.Combine(folder, "evidence"), Catalog.Importers.Single(importer => importer.Description.Id == format), new ImportRequest([evidence], options), false, CancellationToken.None);
        StoredEvidence stored = EvidenceStore.Open(Path.Combine(folder, "evidence"), CancellationToken.None);
        EffectiveCharter effective = CharterComposition.Compose(CharterReader.Read([.. charters.Select(charter => Path.Combine(folder, charter))]), ImmutableSortedDictionary<string, string>.Empty.Add("jurisdiction", "IN"));
        Run run = Auditor.Audit(effective, stored.Evidence, stored.About, new AuditorOptions(system, DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), 1, 300), null, CancellationToken.None);
        return RunJson.ToBytes(run);
    }
}
