using System.Text.Json;
using Concordat.Models.Collection;
using Concordat.Models.Decoding;
using Concordat.Models.Endpoints;
using Concordat.Models.Lm;

namespace Concordat.Models.Tests.Decoding;

public sealed class DecodingRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-decoding").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_StoppedAndTorn_GoesOnToTheSameBytes()
    {
        string whole = Path.Combine(_folder, "whole.jsonl"), parts = Path.Combine(_folder, "parts.jsonl");
        Assert.True((await Decoded(whole, Setup(), CancellationToken.None)).IsComplete);
        using var stop = new CancellationTokenSource();
        CollectionOutcome stopped = await Decoded(parts, Setup(), stop.Token, new StopAfter(2, stop));
        Assert.Equal((CollectionStop.Stopped, 2), (stopped.Stop, stopped.Progress.Done));
        byte[] torn = await File.ReadAllBytesAsync(parts);
        await File.WriteAllBytesAsync(parts, torn[..^30]);
        CollectionOutcome resumed = await Decoded(parts, Setup(), CancellationToken.None);
        Assert.Equal((4, 3), (resumed.Progress.Done, resumed.Progress.New));
        Assert.Equal(await File.ReadAllBytesAsync(whole), await File.ReadAllBytesAsync(parts));
    }

    [Fact]
    public async Task Run_AnotherMixture_IsDecodedAnewOnTheSameDraws()
    {
        string file = Path.Combine(_folder, "texts.jsonl");
        await Decoded(file, Setup(LogitMixture.ProxyTuning(0)), CancellationToken.None);
        CollectionOutcome second = await Decoded(file, Setup(LogitMixture.Alone), CancellationToken.None);
        Assert.Equal(4, second.Progress.New);
        JsonElement[] lines = [.. (await File.ReadAllLinesAsync(file)).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(lines[..4].Select(line => line.GetProperty("text").GetString()), lines[4..].Select(line => line.GetProperty("text").GetString()));
        Assert.All(lines, line => Assert.Equal("model", line.GetProperty("made_by").GetString()));
        Assert.Equal(8, lines.Select(line => line.GetProperty("key").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Run_OverEndpoints_RecordsMassOutsideFallbacksAndCostWithinTheBudget()
    {
        await using var server = new CompletionsServer(new Dictionary<string, ModelDirectory> { ["base"] = TinyModels.Directory(1), ["expert"] = TinyModels.Directory(2) });
        EndpointMember Member(string name)
        {
            EndpointDescription endpoint = server.Endpoint(name, 60, true) with { Price = new TokenPrice(1_000_000, 0) };
            return new EndpointMember(endpoint, new TextEndpoint(endpoint, EndpointKey.None, TimeProvider.System), PromptTemplate.Raw);
        }

        var decoder = new EndpointMixtureDecoder([Member("base"), Member("expert"), Member("base")], TinyModels.Tokenizer, new EndpointMixtureOptions { FallbackAbove = .2 }, TimeProvider.System);
        DecodingSetup setup = Setup(LogitMixture.ProxyTuning(1)) with { Decoder = decoder, FallbackAbove = .2, MaxTokens = 3 };
        string file = Path.Combine(_folder, "remote.jsonl");
        CollectionOutcome none = await Decoded(file, setup, CancellationToken.None, budget: 1);
        Assert.Equal((CollectionStop.Budget, 0), (none.Stop, server.Requests));
        CollectionOutcome all = await Decoded(file, setup, CancellationToken.None, budget: 1_000_000);
        Assert.True(all.IsComplete);
        JsonElement line = JsonDocument.Parse((await File.ReadAllLinesAsync(file))[0]).RootElement;
        JsonElement outside = line.GetProperty("outside");
        Assert.Equal(outside.GetProperty("per_token").EnumerateArray().Sum(mass => mass.GetDouble()), outside.GetProperty("total").GetDouble(), 1e-5);
        Assert.Equal(outside.GetProperty("per_token").EnumerateArray().Count(mass => mass.GetDouble() > .2), line.GetProperty("fallbacks").GetInt32());
        // A unit for each token read: the prompt, then one more each time, by two models.
        int prompt = line.GetProperty("tokens_in").GetInt32(), drawn = outside.GetProperty("per_token").GetArrayLength();
        Assert.Equal(2 * Enumerable.Range(prompt, drawn).Sum(), line.GetProperty("cost").GetInt32());
    }

    [Fact]
    public async Task Run_AnEndpointThatIsClosed_FailsWithTheReasonAndKeepsWhatIsThere()
    {
        var endpoint = new EndpointDescription("gone", new Uri("http://127.0.0.1:1/v1"), "m") { Kind = EndpointKind.Completions, TopLogprobs = 5, Attempts = 1 };
        var decoder = new EndpointMixtureDecoder([new EndpointMember(endpoint, new TextEndpoint(endpoint, EndpointKey.None, TimeProvider.System), PromptTemplate.Raw)], null, new EndpointMixtureOptions(), TimeProvider.System);
        CollectionOutcome outcome = await Decoded(Path.Combine(_folder, "gone.jsonl"), Setup(LogitMixture.Alone) with { Decoder = decoder }, CancellationToken.None);
        Assert.False(outcome.IsComplete);
        Assert.Equal(4, outcome.Failed.Length);
    }

    private static DecodingSetup Setup(LogitMixture? mixture = null)
    {
        ImmutableArray<MixtureMember> members = [TinyModels.Member("base", 1), TinyModels.Member("expert", 2), TinyModels.Member("anti", 3)];
        return new DecodingSetup(
            "tiny", "proxy-tuning", [.. members.Select(member => new DecodingMember(member.Name, member.Name, "raw", MixtureMember.ContentOf(member.Directory.Model)))],
            mixture ?? LogitMixture.ProxyTuning(1), new MixtureDecoder(members, 1))
        {
            MaxTokens = 8,
            Seed = 11,
        };
    }

    private static async Task<CollectionOutcome> Decoded(string path, DecodingSetup setup, CancellationToken stop, IProgress<CollectionProgress>? progress = null, decimal? budget = null)
    {
        var none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        ImmutableArray<DecodingRequest> plan = DecodingRequest.Plan([(new Prompt("a", "the people", none), setup), (new Prompt("b", "in the spring", none), setup)], 2);
        using CollectionJournal journal = CollectionJournal.Open(path);
        using var file = CollectionFile.Open(path);
        return await new DecodingRun(file, journal, budget) { Progress = progress }.RunAsync(plan, stop);
    }

    private sealed class StopAfter(int count, CancellationTokenSource stop) : IProgress<CollectionProgress>
    {
        public void Report(CollectionProgress value)
        {
            if (value.New == count)
                stop.Cancel();
        }
    }
}
