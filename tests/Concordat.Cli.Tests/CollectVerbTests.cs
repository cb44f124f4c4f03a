using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Evidence;
using Concordat.Evidence.Store;
using Concordat.Models.Tests.Collection;

namespace Concordat.Cli.Tests;

public sealed class CollectVerbTests : IDisposable
{
    private const string Secret = "sk-test-88c1d2b7f0";

    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-collect").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Collect_ThenImport_BringsResponsesWithTheirSystemsAndItems()
    {
        await using var server = new MisbehavingServer((request, connection) => connection.AnswerAsync(200, MisbehavingServer.Chat($"Answer, \"{request.Key[..4]}\"\nsecond line")));
        await File.WriteAllTextAsync(At("prompts.csv"), "item,pair,guise,text\np1/a,p1,a,One\np1/b,p1,b,Two\n");
        (int code, string output, string error) = await Run("collect", At("prompts.csv"), "--model", "m1", "m2", "--url", server.Url.ToString(), "--samples", "3", "--into", At("answers.jsonl"), "--json");
        Assert.True(code == ExitCode.Met, error);
        Assert.Contains("12 of 12", error, StringComparison.Ordinal);
        Assert.Empty(SchemaFaults.Of(JsonNode.Parse(output), JsonNode.Parse(await Schema("collect"))!));
        JsonNode lineSchema = JsonNode.Parse(await Schema("collected"))!;
        Assert.All(await File.ReadAllLinesAsync(At("answers.jsonl")), line => Assert.Empty(SchemaFaults.Of(JsonNode.Parse(line), lineSchema)));
        (code, _, error) = await Run("import", "responses-jsonl", At("answers.jsonl"), "--into", At("evidence"), "--set", "ignore=key,time,seconds,attempts,cost");
        Assert.True(code == ExitCode.Met, error);
        EvidenceSet evidence = EvidenceStore.Open(At("evidence"), CancellationToken.None).Evidence;
        Assert.Equal((12, 2, 2), (evidence.Responses.Count, evidence.Systems.Count, evidence.Items.Count));
        Assert.Equal(["a", "b"], evidence.Items.Attribute("guise")!.Levels.Ids.Order());
        (_, _, error) = await Run("collect", At("prompts.csv"), "--model", "m1", "m2", "--url", server.Url.ToString(), "--samples", "3", "--into", At("answers.jsonl"));
        Assert.Contains("0 of them new", error, StringComparison.Ordinal);
        Assert.Equal(12, server.Seen.Count);
    }

    [Fact]
    public async Task Collect_DryRun_SaysWhatItCanCostAndAsksNobody()
    {
        await using var server = new MisbehavingServer((_, connection) => connection.AnswerAsync(500, "{}"));
        await WritePaid(server);
        // 40 bytes a prompt: 18 tokens in at four bytes each, 552 at most with the template; 100 out. Two prompts, five samples, at 1 and 2 for a million.
        await File.WriteAllTextAsync(At("prompts.csv"), $"id,text\np1,{new string('x', 40)}\np2,{new string('y', 40)}\n");
        (int code, string output, _) = await Run("collect", At("prompts.csv"), "--endpoints", At("endpoints.yaml"), "--model", "paid", "--samples", "5", "--into", At("answers.jsonl"), "--dry-run", "--json");
        Assert.Equal(ExitCode.Met, code);
        JsonElement system = JsonDocument.Parse(output).RootElement.GetProperty("systems")[0];
        Assert.Equal((10, 180, 1000), (system.GetProperty("toAsk").GetInt32(), system.GetProperty("tokensIn").GetInt32(), system.GetProperty("tokensOutAtMost").GetInt32()));
        Assert.Equal((.00218m, .00752m), (system.GetProperty("costEstimate").GetDecimal(), system.GetProperty("costAtMost").GetDecimal()));
        Assert.Empty(server.Seen);
        Assert.False(File.Exists(At("answers.jsonl")));
    }

    [Fact]
    public async Task Collect_DryRunOverATornFile_LeavesItAsItIs()
    {
        await using var server = new MisbehavingServer((_, connection) => connection.AnswerAsync(200, MisbehavingServer.Chat("fine")));
        await File.WriteAllTextAsync(At("prompts.csv"), "id,text\np1,One\np2,Two\n");
        string[] command = ["collect", At("prompts.csv"), "--model", "m", "--url", server.Url.ToString(), "--into", At("answers.jsonl")];
        await Run(command);
        byte[] torn = [.. (await File.ReadAllBytesAsync(At("answers.jsonl")))[..^9]];
        await File.WriteAllBytesAsync(At("answers.jsonl"), torn);
        (int code, string output, _) = await Run([.. command, "--dry-run"]);
        Assert.Equal(ExitCode.Met, code);
        Assert.Contains("The last line is torn", output, StringComparison.Ordinal);
        Assert.Equal(torn, await File.ReadAllBytesAsync(At("answers.jsonl")));
        Assert.Equal(2, server.Seen.Count);
    }

    [Fact]
    public async Task Collect_ServerThatTellsTheKeyEverywhere_LeavesItNowhere()
    {
        await using var server = new MisbehavingServer((request, connection) => (request.Number % 3) switch
        {
            0 => connection.AnswerAsync(400, $$$"""{"error":{"message":"bad: {{{request.Authorization}}}"}}"""),
            1 => connection.AnswerAsync(200, MisbehavingServer.Chat($"You are {request.Authorization}")),
            _ => connection.AnswerAsync(200, MisbehavingServer.Chat("ok").Replace("served", request.Authorization, StringComparison.Ordinal)),
        });
        await WritePaid(server);
        await File.WriteAllTextAsync(At("prompts.csv"), "id,text\np1,One\np2,Two\np3,Three\np4,Four\n");
        (int code, string output, string error) = await Run("collect", At("prompts.csv"), "--endpoints", At("endpoints.yaml"), "--model", "paid", "--into", At("answers.jsonl"), "--json");
        Assert.Equal(ExitCode.Undetermined, code);
        Assert.Equal($"Bearer {Secret}", server.Seen.First().Authorization);
        Assert.Contains("[key]", error, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(_folder).Select(File.ReadAllText).Append(output).Append(error), text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collect_CompletionsByUrl_KeepsLogProbabilitiesAndSaysWhereThereAreNone()
    {
        const string Told = ",\"logprobs\":{\"tokens\":[\" Paris\"],\"token_logprobs\":[-0.5],\"top_logprobs\":[{\" Paris\":-0.5}]}";
        await using var server = new MisbehavingServer((request, connection) => connection.AnswerAsync(
            200, $$$"""{"choices":[{"text":" Paris","finish_reason":"stop"{{{(request.Number == 1 ? Told : "")}}}}]}"""));
        await File.WriteAllTextAsync(At("prompts.csv"), "id,text\np1,The capital of France is\np2,The capital of Peru is\n");
        string[] command = ["collect", At("prompts.csv"), "--model", "m", "--into", At("answers.jsonl")];
        (int code, _, string error) = await Run([.. command, "--url", server.Url.ToString(), "--kind", "completions", "--logprobs", "3"]);
        Assert.True(code == ExitCode.Met, error);
        Assert.All(server.Seen, request => Assert.Equal(("/v1/completions", 3), (request.Path, request.Json.GetProperty("logprobs").GetInt32())));
        Assert.Contains("1 answers came without the log-probabilities", error, StringComparison.Ordinal);
        Assert.Equal(-.5, (double)(await File.ReadAllLinesAsync(At("answers.jsonl"))).Select(line => JsonNode.Parse(line)!["logprobs"]).Single(tokens => tokens is not null)![0]!["logprob"]!);
        (code, _, error) = await Run([.. command, "--kind", "completions"]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("go with --url", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_IntoAFileOfVectors_IsRefusedUnchanged()
    {
        await using var server = new MisbehavingServer((_, connection) => connection.AnswerAsync(200, MisbehavingServer.Chat("fine")));
        const string Vectors = "{\"key\":\"a\",\"system\":\"s\",\"item\":\"i\",\"sample\":0,\"cost\":0,\"vector\":[1,2]}\n";
        await File.WriteAllTextAsync(At("vectors.jsonl"), Vectors);
        await File.WriteAllTextAsync(At("prompts.csv"), "id,text\np1,One\n");
        (int code, _, string error) = await Run("collect", At("prompts.csv"), "--model", "m", "--url", server.Url.ToString(), "--into", At("vectors.jsonl"));
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("a line without text", error, StringComparison.Ordinal);
        Assert.Equal(Vectors, await File.ReadAllTextAsync(At("vectors.jsonl")));
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Collect_NoKeyInTheEnvironment_NamesTheVariableAndMakesNoFile()
    {
        await using var server = new MisbehavingServer((_, _) => Task.CompletedTask);
        await WritePaid(server);
        await File.WriteAllTextAsync(At("prompts.csv"), "id,text\np1,One\n");
        var error = new StringWriter();
        int code = await ConcordatCommand.RunAsync(
            ["collect", At("prompts.csv"), "--endpoints", At("endpoints.yaml"), "--model", "paid", "--into", At("answers.jsonl")],
            new CliHost(new StringWriter(), error, TimeProvider.System, false) { Variable = _ => null }, CancellationToken.None);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("PAID_KEY", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(At("answers.jsonl")));
    }

    [Fact]
    public async Task Embed_Responses_BecomeVectorsThatImport()
    {
        await using var server = new MisbehavingServer((request, connection) => request.Path.EndsWith("embeddings", StringComparison.Ordinal)
            ? connection.AnswerAsync(200, $$"""{"data":[{{string.Join(',', request.Json.GetProperty("input").EnumerateArray().Select((_, i) => $$"""{"index":{{i}},"embedding":[{{i}},1.5]}"""))}}]}""")
            : connection.AnswerAsync(200, MisbehavingServer.Chat("fine")));
        await File.WriteAllTextAsync(At("prompts.csv"), "id,text\np1,One\np2,Two\n");
        await Run("collect", At("prompts.csv"), "--model", "m", "--url", server.Url.ToString(), "--into", At("answers.jsonl"));
        (int code, _, string error) = await Run("embed", At("answers.jsonl"), "--model", "e", "--url", server.Url.ToString(), "--into", At("vectors.jsonl"));
        Assert.True(code == ExitCode.Met, error);
        await Run("import", "responses-jsonl", At("answers.jsonl"), "--into", At("evidence"), "--set", "ignore=key,time");
        (code, _, error) = await Run("import", "vectors-jsonl", At("vectors.jsonl"), "--into", At("evidence"), "--set", "name=e", "--set", "ignore=key,cost");
        Assert.True(code == ExitCode.Met, error);
        Assert.Equal(2, EvidenceStore.Open(At("evidence"), CancellationToken.None).Evidence.Responses.Count);
    }

    [Fact]
    public async Task Schema_OfTheDocument_IsThePublishedOne() => Assert.Equal(CollectDocument.SchemaText(), await Schema("collect"));

    [Theory]
    [InlineData("--model nobody", "endpoints.yaml has: paid")]
    [InlineData("--model paid --samples 0", "samples is 0")]
    [InlineData("--model paid --budget -1", "--budget is -1")]
    [InlineData("--model paid --url http://127.0.0.1:1/v1", "expected one of them")]
    public async Task Collect_WrongUse_SaysWhatIsWrong(string options, string expected)
    {
        await using var server = new MisbehavingServer((_, _) => Task.CompletedTask);
        await WritePaid(server);
        await File.WriteAllTextAsync(At("prompts.csv"), "id,text\np1,One\n");
        (int code, _, string error) = await Run(["collect", At("prompts.csv"), "--endpoints", At("endpoints.yaml"), "--into", At("a.jsonl"), .. options.Split(' ')]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Perturb_Prompts_PrintsItemsOfEachPairOnce()
    {
        await File.WriteAllTextAsync(At("prompts.csv"), "id,text\np1,\"We were late, and it isn't fine.\"\np2,Good day.\n");
        (int code, string output, string error) = await Run("perturb", At("prompts.csv"), "--rule", "aint", "was-were");
        Assert.Equal(ExitCode.Met, code);
        Assert.Equal(
            """
            item,pair,guise,text
            p1/standard,p1,standard,"We were late, and it isn't fine."
            p1/aint,p1,aint,"We were late, and it ain't fine."
            p1/was-were,p1,was-were,"We was late, and it isn't fine."

            """,
            output);
        Assert.Contains("aint: 1 of 2 prompts", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Error, (await Run("perturb", At("prompts.csv"), "--rule", "names")).Code);
        Assert.Equal(ExitCode.Error, (await Run("perturb", At("prompts.csv"), "--rule", "nonsense")).Code);
    }

    private Task WritePaid(MisbehavingServer server) => File.WriteAllTextAsync(At("endpoints.yaml"), $$"""
        endpoints:
          - name: paid
            url: {{server.Url}}
            model: large
            key: PAID_KEY
            price: { input: 1, output: 2 }
            max-tokens: 100
        """);

    private string At(string name) => Path.Combine(_folder, name);

    private static Task<string> Schema(string name) => File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", name + ".schema.json"));

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false) { Variable = name => name == "PAID_KEY" ? Secret : null }, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
