using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Evidence;
using Concordat.Evidence.Store;
using Concordat.Models.Endpoints;
using Concordat.Models.Lm;
using Concordat.Models.Tests.Decoding;

namespace Concordat.Cli.Tests;

public sealed class DecodeVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-decode").FullName;

    public DecodeVerbTests()
    {
        ulong seed = 1;
        foreach (string name in new[] { "base", "expert", "anti", "other" })
            TinyModels.Directory(seed++).Write(At(name));
        File.WriteAllText(At("prompts.csv"), "id,text,jurisdiction,person\np1,the people of,US,ben\np2,in the spring,GB,ana\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Decode_ProxyTuning_AddsRecordsThatImportAndResume()
    {
        string[] command = ["decode", At("prompts.csv"), "--base", At("base"), "--expert", At("expert"), "--anti", At("anti"), "--samples", "2", "--max-tokens", "8", "--system", "steered", "--out", At("texts.jsonl")];
        (int code, string output, string error) = await Run([.. command, "--json"]);
        Assert.True(code == ExitCode.Met, error);
        Assert.Empty(SchemaFaults.Of(JsonNode.Parse(output), JsonNode.Parse(await Schema("decode"))!));
        JsonNode line = JsonNode.Parse(await Schema("decoded"))!;
        Assert.All(await File.ReadAllLinesAsync(At("texts.jsonl")), text => Assert.Empty(SchemaFaults.Of(JsonNode.Parse(text), line)));
        (code, _, error) = await Run(command);
        Assert.Equal(ExitCode.Met, code);
        Assert.Contains("0 of them new", error, StringComparison.Ordinal);
        (code, _, error) = await Run("import", "responses-jsonl", At("texts.jsonl"), "--into", At("evidence"), "--set", "ignore=key,cost,members,outside,choice");
        Assert.True(code == ExitCode.Met, error);
        EvidenceSet evidence = EvidenceStore.Open(At("evidence"), CancellationToken.None).Evidence;
        Assert.Equal((4, 1, 2), (evidence.Responses.Count, evidence.Systems.Count, evidence.Items.Count));
    }

    [Fact]
    public async Task Decode_TwoPersonsInTwoJurisdictions_AreAnsweredByDifferentExpertsAndTheRecordSaysWhy()
    {
        string examples = RepositoryRoot.Combine("examples", "decoding");
        await File.WriteAllTextAsync(At("experts.yaml"), (await File.ReadAllTextAsync(Path.Combine(examples, "experts.yaml")))
            .Replace("models/speeches", At("other"), StringComparison.Ordinal).Replace("models/plays", At("expert"), StringComparison.Ordinal).Replace("models/small", At("anti"), StringComparison.Ordinal));
        string[] charters = [.. new[] { "law.yaml", "desk.yaml", "persons.yaml" }.Select(name => Path.Combine(examples, name))];
        (int code, _, string error) = await Run(["decode", At("prompts.csv"), "--base", At("base"), "--charter", .. charters, "--experts", At("experts.yaml"), "--context-from", "jurisdiction,person", "--max-tokens", "4", "--out", At("texts.jsonl")]);
        Assert.True(code == ExitCode.Met, error);
        JsonNode schema = JsonNode.Parse(await Schema("decoded"))!;
        JsonNode[] lines = [.. (await File.ReadAllLinesAsync(At("texts.jsonl"))).Select(line => JsonNode.Parse(line)!)];
        Assert.All(lines, line => Assert.Empty(SchemaFaults.Of(line, schema)));
        string[] Clauses(int line) => [.. lines[line]["choice"]!["experts"]!.AsArray().Select(expert => (string)expert!["clause"]!)];
        Assert.Equal(["ceremony"], Clauses(0));
        Assert.Equal(["stage", "ana-more-dialogue"], Clauses(1));
        Assert.Contains("set on individual level", (string)lines[1]["choice"]!["experts"]![1]!["because"]![0]!, StringComparison.Ordinal);
        Assert.Equal(64, ((string)lines[1]["choice"]!["charter_hash"]!).Length);
        Assert.NotEqual((string)lines[0]["choice"]!["charter_hash"]!, (string)lines[1]["choice"]!["charter_hash"]!);
        Assert.Equal("ghost writer", (string)lines[0]["choice"]!["context"]!["role"]!);
        (code, string output, _) = await Run(["decode", At("prompts.csv"), "--base", At("base"), "--charter", .. charters, "--experts", At("experts.yaml"), "--context", "jurisdiction=FR,person=cleo", "--dry-run"]);
        Assert.Equal(ExitCode.Met, code);
        Assert.Contains("no clause holds: the base alone", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_ObjectivesByRole_AreMixedByTheirSharesOfTheWeights()
    {
        await File.WriteAllTextAsync(At("experts.yaml"), $$"""
            experts: drafting-room
            clauses:
              - { id: all, expert: '{{At("expert")}}', weight: 3 }
              - { id: writers, when: { role: ghost writer }, expert: '{{At("other")}}', weight: 1 }
              - { id: judges, when: { role: judge }, expert: '{{At("anti")}}', weight: 9 }

            """);
        string examples = RepositoryRoot.Combine("examples", "decoding");
        (int code, string output, string error) = await Run(
            "decode", At("prompts.csv"), "--charter", Path.Combine(examples, "law.yaml"), "--experts", At("experts.yaml"), "--max-tokens", "3", "--out", At("texts.jsonl"), "--json");
        Assert.True(code == ExitCode.Met, error);
        JsonNode mixture = Assert.Single(JsonNode.Parse(output)!["mixtures"]!.AsArray())!;
        Assert.Equal($"0.75·{At("expert")} + 0.25·{At("other")}", (string)mixture["formula"]!);
        Assert.Equal("expert[role=ghost writer]", (string)mixture["system"]!);
    }

    [Fact]
    public async Task Decode_OverEndpoints_DrawsWhatTheFoldersDraw()
    {
        var models = new[] { "base", "expert", "anti" }.ToDictionary(name => name, name => ModelDirectory.Read(At(name)));
        await using var server = new CompletionsServer(models);
        EndpointDescription any = server.Endpoint("base", 280, true);
        await File.WriteAllTextAsync(At("endpoints.yaml"), "endpoints:\n" + string.Concat(models.Keys.Select(name =>
            $"  - name: {name}\n    url: {any.Url}\n    model: {name}\n    kind: completions\n    logprobs: 280\n    extra: {{ return_tokens_as_token_ids: true }}\n")));
        string[] rest = ["--max-tokens", "6", "--system", "s", "--seed", "5"];
        (int code, _, string error) = await Run(["decode", At("prompts.csv"), "--base", At("base"), "--expert", At("expert"), "--anti", At("anti"), "--out", At("inside.jsonl"), .. rest]);
        Assert.True(code == ExitCode.Met, error);
        (code, _, error) = await Run(["decode", At("prompts.csv"), "--base", "base", "--expert", "expert", "--anti", "anti", "--endpoints", At("endpoints.yaml"), "--tokenizer", At("base"), "--out", At("over.jsonl"), .. rest]);
        Assert.True(code == ExitCode.Met, error);
        Assert.Equal(Texts("inside.jsonl"), Texts("over.jsonl"));
        JsonNode schema = JsonNode.Parse(await Schema("decoded"))!;
        Assert.All(await File.ReadAllLinesAsync(At("over.jsonl")), line => Assert.Empty(SchemaFaults.Of(JsonNode.Parse(line), schema)));
    }

    [Fact]
    public async Task Decode_Sweep_PrintsADocumentOfTheSchemaAndAPage()
    {
        await File.WriteAllLinesAsync(At("questions.jsonl"), Enumerable.Range(0, 12).Select(i =>
            $$"""{"id":"q{{i}}","measure":"{{(i % 2 == 0 ? "new text" : "facts")}}","part":"{{(i % 2 == 0 ? "target" : "knowledge")}}","prompt":"the people{{new string('!', i)}}","text":" of the country"}"""));
        (int code, string output, string error) = await Run(
            "decode", At("questions.jsonl"), "--base", At("base"), "--expert", At("expert"), "--anti", At("anti"), "--direct", At("other"), "--sweep", "0,.5,1", "--replicates", "200",
            "--out", At("sweep.json"), "--report", At("sweep.html"), "--json");
        Assert.True(code == ExitCode.Met, error);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(await Schema("decode-sweep"))!));
        Assert.Equal(output, await File.ReadAllTextAsync(At("sweep.json")));
        Assert.Equal(3, document["figures"]!.AsArray().Count);
        string page = await File.ReadAllTextAsync(At("sweep.html"));
        Assert.Contains("The gap that the proxy closes, by α", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schemas_OfTheDocuments_AreThePublishedOnes()
    {
        Assert.Equal(DecodeDocument.SchemaText(), await Schema("decode"));
        Assert.Equal(SweepDocument.SchemaText(), await Schema("decode-sweep"));
    }

    [Theory]
    [InlineData("--base base --expert expert", "--expert and --anti go together")]
    [InlineData("--base base --mod base=1", "--base does not go with --mod")]
    [InlineData("--mod base=.4,other=.4", "sum to 1")]
    [InlineData("--mod base", "MODEL=WEIGHT")]
    [InlineData("--base base --contrast anti --expert expert --anti anti", "expected one of them")]
    [InlineData("--base base --alpha 2", "--alpha goes with")]
    [InlineData("--base base --context person=ana", "--charter and --experts")]
    [InlineData("--base nobody", "is no folder")]
    [InlineData("--base base --temperature -1", "Temperature is -1")]
    [InlineData("--base base --expert expert --anti anti --template jinja", "llama3")]
    [InlineData("--base base --expert expert --anti anti --sweep 0,x", "--sweep has 'x'")]
    [InlineData("--base base --report a.html", "go with --sweep")]
    [InlineData("--base base --replicates 300", "go with --sweep")]
    [InlineData("--base base --expert expert --anti anti --sweep 0,1 --temperature .5", "--temperature does not go with --sweep")]
    [InlineData("--base base --expert expert --anti anti --sweep 0,1 --dry-run", "--dry-run does not go with --sweep")]
    [InlineData("--base base --expert expert --anti anti --fallback-above .2", "--fallback-above goes with endpoints")]
    [InlineData("--mod base=.5,other=.5 --budget 1", "--budget goes with endpoints")]
    public async Task Decode_WrongUse_SaysWhatIsWrong(string options, string expected)
    {
        string[] parts = [.. options.Split(' ').Select(part => part.StartsWith("--", StringComparison.Ordinal) ? part : string.Join(',', part.Split(',').Select(name => Directory.Exists(At(name.Split('=')[0])) ? At(name) : name)))];
        (int code, _, string error) = await Run(["decode", At("prompts.csv"), "--out", At("a.jsonl"), .. parts]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("a.jsonl")));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string?[] Texts(string name) => [.. File.ReadAllLines(At(name)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString())];

    private static Task<string> Schema(string name) => File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", name + ".schema.json"));

    private static async Task<(int Code, string Out, string Error)> Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
