using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Concordat.Cli;
using Concordat.Cli.Tests;
using Concordat.Tests;

namespace Concordat.Scale.Tests;

/// <summary>The command line on real evidence: a run from a cluster has the bytes of the run from the folder that was pushed.</summary>
[Collection(nameof(ClusterCollection))]
public sealed class ClusterRunTests(LocalCluster cluster) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-cluster-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Evidence => Path.Combine(_folder, "evidence");

    [ClusterFact]
    public async Task Audit_GroupOutcomesCompositionAndAgreement_GiveTheSameBytes()
    {
        await Import("crehate", [RepositoryRoot.Combine("examples", "moderation-across-countries", "data", "ratings.csv.gz")], []);
        await AssertSameRun(
            Populations("nationality", "South_Africa", "United_States"),
            Standard("group-outcomes.value", "criterion: hate, level: hate"), Standard("group-outcomes.gap", "criterion: hate, level: hate, attribute: nationality"),
            Standard("group-outcomes.difference", "criterion: hate, level: hate, reference: rest, unit: items"),
            Standard("panel-composition.shift", "criterion: hate, level: hate, attribute: nationality, aggregate: keep-all"),
            Standard("panel-composition.flips", "criterion: hate, level: hate, attribute: nationality, resample: raters-and-items"),
            Standard("agreement.krippendorff-alpha", "criterion: hate, bootstrap: both"));
    }

    [ClusterFact]
    public async Task Audit_GroupOutcomesOfASystem_GivesTheSameBytes()
    {
        string[] rows = [.. Enumerable.Range(0, 600).Select(i => $"m{i % 2},q{i / 2},right,{(i * 7 % 11 < 6 + i % 2 * 3 ? "yes" : "no")},{(i / 2 % 3 == 0 ? "cy" : "en")}")];
        string file = Path.Combine(_folder, "outcomes.csv");
        await File.WriteAllLinesAsync(file, ["system,item,criterion,value,population", .. rows]);
        await Import("outcomes-csv", [file], ["scale=nominal:no|yes"]);
        await AssertSameRun(
            Populations("population", "cy", "en"),
            Standard("group-outcomes.change", "criterion: right, level: yes, from: m0, to: m1"), Standard("group-outcomes.value", "criterion: right, level: yes, system: m1"));
    }

    [ClusterFact("llmfao_pairwise/llmfao.csv.gz")]
    public async Task Audit_RankingsAndRank_GiveTheSameBytes()
    {
        // The raters of the set have no attributes; the parity of their numbers makes two groups that mean nothing.
        string file = Path.Combine(_folder, "camps.csv");
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.At("llmfao_pairwise/llmfao.csv.gz")), CompressionMode.Decompress)))
        {
            string[] lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await File.WriteAllLinesAsync(file, lines.Select((line, i) => line.TrimEnd() + (i == 0 ? ",camp" : int.Parse(line.Split(',')[4], CultureInfo.InvariantCulture) % 2 == 0 ? ",even" : ",odd")));
        }

        await Import("comparisons-csv", [file], ["rater-column=worker", "item-column=prompt", "first-column=left", "second-column=right", "outcome-column=winner", "first=left", "second=right", "tie=tie"]);
        ClusterAddress address = await AssertSameRun(
            Populations("camp", "even", "odd"), Standard("rankings.strength", "alternative: Weaver 12k"), Standard("rankings.order-changes", ""));
        string[] asked = ["rank", "--json", "--by", "camp", "--replicates", "100", "--evidence"];
        (int code, string output, _) = await Run([.. asked, address.Text]);
        Assert.Equal(ExitCode.Met, code);
        Assert.Equal((await Run([.. asked, Evidence])).Output, output);
    }

    [ClusterFact("global_opinions")]
    public async Task Audit_Opinions_GiveTheSameBytes()
    {
        await Import("global-opinions", [.. new[] { "questions.csv.gz", "country_distributions.csv.gz", "model_probs.csv.gz" }.Select(file => SharedData.At(Path.Combine("global_opinions", file)))], []);
        await AssertSameRun(
            Populations("country", "Chile", "Nigeria"), Standard("opinions.similarity", "system: zephyr-7b-beta_8bit"), Standard("opinions.wasserstein", "system: Mistral-7B-v0.1_8bit"));
    }

    [ClusterFact("novelty_bench/scores.jsonl.gz")]
    public async Task Audit_Homogeneity_GivesTheSameBytes()
    {
        await Import("responses-jsonl", [SharedData.At("novelty_bench/scores.jsonl.gz")], ["item-column=id", "sample-columns=partition", "item-columns=distinct"]);
        await AssertSameRun(
            Populations("distinct", "none"), Standard("homogeneity.distinct-n", ""), Standard("homogeneity.refusals", ""), Standard("homogeneity.intra", ""));
    }

    [ClusterFact]
    public async Task Audit_NodeKilledAndRestarted_ExitsThreeAndWritesNothingThenGivesTheSameBytes()
    {
        await Import("crehate", [RepositoryRoot.Combine("examples", "moderation-across-countries", "data", "ratings.csv.gz")], []);
        ClusterAddress address = await Push();
        string charter = await Charter(Populations("nationality", "United_States"), Standard("group-outcomes.value", "criterion: hate, level: hate"));
        string run = Path.Combine(_folder, "killed");

        cluster.Kill(1);
        (int code, string output, string error) = await Run("audit", charter, "--evidence", address.Text, "--out", run, "--replicates", "200");
        await cluster.Start(1);
        Assert.Equal((ExitCode.Error, ""), (code, output));
        Assert.Contains("shard 2 of 3", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run));
        await AssertSameRun(charter, address);
    }

    [ClusterFact]
    public async Task Verbs_OnACluster_RerunFromItAndRefuseWhatReadsSingleRows()
    {
        await Import("crehate", [RepositoryRoot.Combine("examples", "moderation-across-countries", "data", "ratings.csv.gz")], []);
        ClusterAddress address = await Push();
        string charter = await Charter(Populations("nationality", "United_States"), Standard("group-outcomes.value", "criterion: hate, level: hate"));
        string run = Path.Combine(_folder, "run");
        await Run("audit", charter, "--evidence", address.Text, "--out", run, "--replicates", "200");
        (int code, string output, string error) = await Run("rerun", run);
        Assert.True(code == ExitCode.Met, error);
        Assert.Contains("Reproduced", output, StringComparison.Ordinal);

        (code, output, error) = await Run("aggregate", "--evidence", address.Text, "--criterion", "hate");
        Assert.Equal((ExitCode.Error, ""), (code, output));
        Assert.Contains("aggregate reads single judgements", error, StringComparison.Ordinal);

        string single = await Charter(Populations("nationality", "United_States"), Standard("cohesion.group-association", "criterion: hate"));
        (code, output, error) = await Run("audit", single, "--evidence", address.Text);
        Assert.Equal((ExitCode.Error, ""), (code, output));
        Assert.Contains("cohesion.group-association", error, StringComparison.Ordinal);
        Assert.Matches(@"charter\.yaml:\d+:\d+", error);
    }

    private async Task<ClusterAddress> AssertSameRun(string populations, params string[] standards) => await AssertSameRun(await Charter(populations, standards), await Push());

    private async Task<ClusterAddress> AssertSameRun(string charter, ClusterAddress address)
    {
        var runs = new List<byte[]>();
        foreach (string evidence in new[] { Evidence, address.Text })
        {
            string run = Path.Combine(_folder, $"run-{runs.Count}");
            (int code, _, string error) = await Run("audit", charter, "--evidence", evidence, "--out", run, "--replicates", "200", "--date", "2026-11-15");
            Assert.True(code != ExitCode.Error, error);
            runs.Add(await File.ReadAllBytesAsync(Path.Combine(run, "run.json")));
        }

        Assert.Contains("\"value\":", System.Text.Encoding.UTF8.GetString(runs[0]), StringComparison.Ordinal);
        Assert.Equal(runs[0], runs[1]);
        return address;
    }

    private async Task<ClusterAddress> Push()
    {
        ClusterAddress address = await cluster.NewDatabase();
        (int code, string output, string error) = await Run("push", Evidence, address.Text, "--json", "--batch-rows", "5000");
        Assert.True(code == ExitCode.Met, error);
        Assert.Empty(SchemaFaults.Of(JsonNode.Parse(output), JsonNode.Parse(PushDocument.SchemaText())!));
        return address;
    }

    private async Task Import(string format, string[] files, string[] settings)
    {
        (int code, _, string error) = await Run(["import", format, .. files, "--into", Evidence, .. settings.SelectMany(setting => new[] { "--set", setting })]);
        Assert.True(code == ExitCode.Met, error);
    }

    private async Task<string> Charter(string populations, params string[] standards)
    {
        string file = Path.Combine(_folder, "charter.yaml");
        string text =
            $"""
            charter: cluster
            version: 2026-11-01
            title: Cluster
            level: organisational
            use-case: Tests.
            role: tester
            deployment-context: Tests.
            populations:
            {populations}
            confidence-level: 0.95
            multiplicity: max-t
            minimum-cell: 5
            standards:
            {string.Concat(standards.Select((standard, i) => standard.Replace("ID", $"s{i}", StringComparison.Ordinal)))}
            """;
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private static string Populations(string attribute, params string[] levels) => string.Join('\n', levels.Select((level, i) =>
        $"  - id: p{i}\n    group: {{ {attribute}: {level} }}\n    standing: user\n    why-asked: They are asked about."));

    private static string Standard(string measure, string options) =>
        $"  - id: ID\n    statement: A statement.\n    measure: {measure}\n    options: {{ {options} }}\n    bound: 0\n    direction: at-least\n    owner: Tests\n";

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false), default);
        return (code, output.ToString(), error.ToString());
    }
}
