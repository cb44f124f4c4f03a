using System.Text.Json.Nodes;
using Concordat.Models.Segments;
using Concordat.Models.Tests.Collection;

namespace Concordat.Cli.Tests;

public sealed class SegmentsVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-segments").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Segments_WithAnOracle_WritesPairsDropsAndADocumentOfTheSchema()
    {
        await Talks();
        (int code, string output, string error) = await Run("segments", At("talks"), "--goal", "points", "--below", "7", "--judge", "oracle", "--points", At("declared.csv"), "--into", At("pairs.jsonl"), "--trl", At("trl.jsonl"), "--json");
        Assert.True(code == ExitCode.Met, error);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(await Schema("segments"))!));
        Assert.Equal((4, 2, 1, 1), ((int)document["sessions"]!, (int)document["negative"]!, (int)document["errorTurns"]!, (int)document["pairs"]!));
        string line = Assert.Single(await File.ReadAllLinesAsync(At("pairs.jsonl")));
        Assert.Empty(SchemaFaults.Of(JsonNode.Parse(line), JsonNode.Parse(await Schema("segment-pair"))!));
        SegmentPair pair = Assert.Single(SegmentFile.Read(At("pairs.jsonl")));
        Assert.Equal(["sure, what do you need least", "water", "then I take the water"], pair.Chosen.Select(said => said.Text));
        Assert.Equal(["you can do without", "we are done", "fine"], pair.Rejected.Select(said => said.Text));
        Assert.Equal(["goal-not-below", "goal-not-below", "no-error-turn"], (await File.ReadAllLinesAsync(At("pairs.drops.jsonl"))).Select(drop => JsonNode.Parse(drop)!["rule"]!.GetValue<string>()).Order());
        Assert.Contains("--trl-one-turn", error, StringComparison.Ordinal);
        Assert.Equal(SegmentsDocument.SchemaText(), await Schema("segments"));
    }

    [Fact]
    public async Task Segments_WithAPerson_TakesThreeAnswersAndThenHasThePair()
    {
        await Talks();
        string[] command = ["segments", At("talks"), "--goal", "points", "--below", "7", "--agent", "role=agent", "--judge", At("questions.jsonl"), "--into", At("pairs.jsonl")];
        foreach (string answer in new[] { "1", "1", "3" })
        {
            (int waits, string output, _) = await Run(command);
            Assert.Equal(ExitCode.Undetermined, waits);
            Assert.Contains("waiting        1", output, StringComparison.Ordinal);
            await File.WriteAllTextAsync(At("questions.jsonl"), (await File.ReadAllTextAsync(At("questions.jsonl"))).Replace("\"answer\":null", $"\"answer\":{answer}", StringComparison.Ordinal));
        }

        (int code, _, string error) = await Run(command);
        Assert.True(code == ExitCode.Met, error);
        Assert.Equal(3, Assert.Single(SegmentFile.Read(At("pairs.jsonl"))).Chosen.Length);
    }

    [Fact]
    public async Task Segments_WithAModelForBoth_AsksNothingTwice()
    {
        await Talks();
        await using var server = new MisbehavingServer((request, connection) => connection.AnswerAsync(200, MisbehavingServer.Chat(
            !request.Body.Contains("You judge", StringComparison.Ordinal) ? $"words {request.Number}"
            : request.Body.Contains("\\u0022turn\\u0022", StringComparison.Ordinal) || request.Body.Contains("\\\"turn\\\"", StringComparison.Ordinal) ? """{"turn": 1}"""
            : request.Body.Contains("continuation\\", StringComparison.Ordinal) ? """{"continuation": 2}""" : """{"end": 3}""")));
        await File.WriteAllTextAsync(At("endpoints.yaml"), $"endpoints:\n  - name: one\n    url: {server.Url}\n    model: m\n    price: {{ input: 1, output: 2 }}\n");
        string[] command = ["segments", At("talks"), "--goal", "points", "--below", "7", "--agent", "role=agent", "--judge", "one", "--sampler", "one", "--samples", "2", "--endpoints", At("endpoints.yaml"), "--into", At("pairs.jsonl")];
        (int code, string output, string error) = await Run([.. command, "--dry-run", "--json"]);
        Assert.True(code == ExitCode.Met, error);
        Assert.Equal((3, 6), ((int)JsonNode.Parse(output)!["questions"]!, (int)JsonNode.Parse(output)!["turnsToSample"]!));
        Assert.True((decimal)JsonNode.Parse(output)!["costEstimate"]! > 0);
        Assert.Empty(server.Seen);
        Assert.False(File.Exists(At("pairs.jsonl.asked")));
        (code, _, error) = await Run(command);
        Assert.True(code == ExitCode.Met, error);
        Assert.Equal(3 + 6, server.Seen.Count);
        byte[] first = await File.ReadAllBytesAsync(At("pairs.jsonl"));
        Assert.Equal(3, Assert.Single(SegmentFile.Read(At("pairs.jsonl"))).Chosen.Length);
        await Run(command);
        Assert.Equal(9, server.Seen.Count);
        Assert.Equal(first, await File.ReadAllBytesAsync(At("pairs.jsonl")));
    }

    [Theory]
    [InlineData("needs --points", "--judge", "oracle")]
    [InlineData("--points goes with", "--judge", "q.jsonl", "--points", "declared.csv")]
    [InlineData("no criterion 'points'", "--judge", "q.jsonl", "--goal", "points")]
    [InlineData("--samples is 0", "--judge", "q.jsonl", "--samples", "0")]
    [InlineData("--max-tokens goes with --sampler DIR", "--judge", "q.jsonl", "--max-tokens", "9")]
    [InlineData("--endpoints goes with a judge or a sampler", "--judge", "q.jsonl", "--endpoints", "e.yaml")]
    [InlineData("different files", "--judge", "pairs.jsonl")]
    public async Task Segments_OptionsThatDoNotFit_SayWhatIsExpected(string said, params string[] options)
    {
        await File.WriteAllTextAsync(At("talks.jsonl"), """{"conversation":"t1","speaker":"a","text":"hi"}""" + "\n");
        await Run("import", "turns-jsonl", At("talks.jsonl"), "--into", At("talks"));
        string[] at = [.. options.Select(option => option.EndsWith(".jsonl", StringComparison.Ordinal) || option.EndsWith(".csv", StringComparison.Ordinal) ? At(option) : option)];
        (int code, _, string error) = await Run(["segments", At("talks"), "--below", "7", "--into", At("pairs.jsonl"), .. at.Contains("--goal") ? at : [.. at, "--goal", "points"]]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    private async Task Talks()
    {
        await File.WriteAllTextAsync(At("talks.jsonl"), """
            {"conversation": "t1", "speaker": "t1/guest", "role": "guest", "text": "I need firewood", "act": "self-need"}
            {"conversation": "t1", "speaker": "t1/agent", "role": "agent", "text": "you can do without", "act": "uv-part"}
            {"conversation": "t1", "speaker": "t1/guest", "role": "guest", "text": "we are done", "act": "none"}
            {"conversation": "t1", "speaker": "t1/agent", "role": "agent", "text": "fine", "act": "none"}
            {"conversation": "t2", "speaker": "t2/guest", "role": "guest", "text": "I need some firewood", "act": "self-need"}
            {"conversation": "t2", "speaker": "t2/agent", "role": "agent", "text": "sure, what do you need least", "act": "elicit-pref"}
            {"conversation": "t2", "speaker": "t2/guest", "role": "guest", "text": "water", "act": "none"}
            {"conversation": "t2", "speaker": "t2/agent", "role": "agent", "text": "then I take the water", "act": "coordinate"}

            """);
        await File.WriteAllTextAsync(At("points.csv"), "rater,item,points\nt1/agent,t1,5\nt2/agent,t2,21\nt1/guest,t1,5\nt2/guest,t2,20\n");
        await File.WriteAllTextAsync(At("declared.csv"), "attribute,level,goal,warmth\nact,uv-part,-2,-2\nact,elicit-pref,1,1\nact,coordinate,1,1\n");
        (int code, _, string error) = await Run("import", "turns-jsonl", At("talks.jsonl"), "--into", At("talks"));
        Assert.True(code == ExitCode.Met, error);
        (code, _, error) = await Run("import", "ratings-csv", At("points.csv"), "--into", At("talks"), "--set", "criteria=points", "--set", "scale=0..36");
        Assert.True(code == ExitCode.Met, error);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static Task<string> Schema(string name) => File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", $"{name}.schema.json"));

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false) { Variable = _ => null }, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
