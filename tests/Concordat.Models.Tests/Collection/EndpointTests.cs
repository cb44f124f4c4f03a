using System.Diagnostics;
using System.Text.Json;
using Concordat.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Tests.Collection;

public sealed class EndpointTests
{
    private const string Secret = "sk-test-3f9a0c77e1";

    public static TheoryData<int, string, EndpointFailureKind, double?> Statuses => new()
    {
        { 429, "Retry-After: 7\r\n", EndpointFailureKind.Busy, 7 },
        { 429, "", EndpointFailureKind.Busy, null },
        { 429, "Retry-After: soon\r\n", EndpointFailureKind.Busy, null },
        { 503, "Retry-After: 3\r\n", EndpointFailureKind.Busy, 3 },
        { 503, "", EndpointFailureKind.Server, null },
        { 500, "", EndpointFailureKind.Server, null },
        { 400, "", EndpointFailureKind.Refused, null },
        { 401, "", EndpointFailureKind.Closed, null },
        { 404, "", EndpointFailureKind.Closed, null },
        { 302, "Location: http://127.0.0.1:1/\r\n", EndpointFailureKind.Closed, null },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task GetResponse_Status_SaysWhatItMeansAndHidesTheKey(int status, string headers, EndpointFailureKind kind, double? wait)
    {
        await using var server = new MisbehavingServer((_, connection) => connection.AnswerAsync(status, $$$"""{"error":{"message":"bad key {{{Secret}}}\nor so"}}""", headers));
        EndpointException failure = await FailureAsync(Description(server));
        Assert.Equal((kind, status, wait), (failure.Kind, failure.Status, failure.RetryAfter?.TotalSeconds));
        Assert.Equal($"status {status}: bad key [key] or so", failure.Message);
        Assert.False(failure.MayBePaid);
        Assert.Equal($"Bearer {Secret}", server.Seen.Single().Authorization);
    }

    [Fact]
    public async Task GetResponse_QuotaUsedUp_ClosesTheEndpoint()
    {
        await using var server = new MisbehavingServer((_, connection) => connection.AnswerAsync(429, """{"error":{"message":"no more","code":"insufficient_quota"}}"""));
        Assert.Equal(EndpointFailureKind.Closed, (await FailureAsync(Description(server))).Kind);
    }

    public static TheoryData<string, EndpointFailureKind> Breaks => new()
    {
        { "cut", EndpointFailureKind.Cut },
        { "reset", EndpointFailureKind.Cut },
        { "slow", EndpointFailureKind.Timeout },
        { "silent", EndpointFailureKind.Timeout },
        { "no json", EndpointFailureKind.BadAnswer },
        { "list", EndpointFailureKind.BadAnswer },
        { "no choices", EndpointFailureKind.BadAnswer },
        { "error", EndpointFailureKind.Server },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task GetResponse_AnswerThatIsNone_SaysHowItFailed(string way, EndpointFailureKind kind)
    {
        await using var server = new MisbehavingServer((_, connection) => way switch
        {
            "cut" => connection.CutAsync(MisbehavingServer.Chat("half")),
            "reset" => Task.Run(connection.Reset),
            "slow" => connection.DripAsync(MisbehavingServer.Chat("slow"), TimeSpan.FromMilliseconds(50)),
            "silent" => Task.Delay(Timeout.Infinite, connection.Stopped),
            "no json" => connection.AnswerAsync(200, "<html>busy</html>"),
            "list" => connection.AnswerAsync(200, "[1]"),
            "no choices" => connection.AnswerAsync(200, """{"choices":[]}"""),
            _ => connection.AnswerAsync(200, """{"error":"overloaded"}"""),
        });
        bool isSlow = kind == EndpointFailureKind.Timeout;
        EndpointException failure = await FailureAsync(Description(server) with { Timeout = TimeSpan.FromSeconds(isSlow ? .4 : 30) });
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(kind != EndpointFailureKind.Server, failure.MayBePaid);
    }

    [Fact]
    public async Task GetResponse_NobodyListens_IsUnreachable()
    {
        var server = new MisbehavingServer((_, _) => Task.CompletedTask);
        EndpointDescription description = Description(server);
        await server.DisposeAsync();
        EndpointException failure = await FailureAsync(description);
        Assert.Equal((EndpointFailureKind.Unreachable, false), (failure.Kind, failure.MayBePaid));
    }

    [Fact]
    public async Task GetResponse_Chat_SendsWhatIsDescribedAndReadsTokens()
    {
        const string Answer = """
            {"model":"served","choices":[{"message":{"content":"Hi"},"finish_reason":"length","logprobs":{"content":[{"token":"Hi","logprob":-0.105361,"top_logprobs":[{"token":"Hi","logprob":-0.105361},{"token":"Ho","logprob":-2.995732}]}]}}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}
            """;
        await using var server = new MisbehavingServer((_, connection) => connection.AnswerAsync(200, Answer));
        using var client = new TextEndpoint(
            Description(server) with { Temperature = .5f, MaxTokens = 9, TopLogprobs = 2, Extra = ImmutableSortedDictionary<string, string>.Empty.Add("top_k", "5") }, Key(), TimeProvider.System);
        ChatResponse response = await client.GetResponseAsync("Hello");
        JsonElement sent = server.Seen.Single().Json;
        Assert.Equal("/v1/chat/completions", server.Seen.Single().Path);
        Assert.Equal(("user", "Hello"), (sent.GetProperty("messages")[0].GetProperty("role").GetString(), sent.GetProperty("messages")[0].GetProperty("content").GetString()));
        Assert.Equal((.5, 9, 2, 5), (sent.GetProperty("temperature").GetDouble(), sent.GetProperty("max_tokens").GetInt32(), sent.GetProperty("top_logprobs").GetInt32(), sent.GetProperty("top_k").GetInt32()));
        Assert.Equal(("Hi", "length", "served", 3L, 1L), (response.Text, response.FinishReason?.Value, response.ModelId, response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount));
        TokenLogprob token = Tokens(response).Single();
        // exp(−.105361) = .9 and exp(−2.995732) = .05: .05 of the mass is with tokens that are not listed.
        Assert.Equal(.05, token.MissingMass, 4);
    }

    [Fact]
    public async Task GetResponse_Completions_SendsARawPromptAndReadsTheOlderLayout()
    {
        const string Answer = """
            {"choices":[{"text":" sat","finish_reason":"stop","logprobs":{"tokens":[" sat"],"token_logprobs":[-0.7],"top_logprobs":[{" sat":-0.7," ran":-1.2}],"text_offset":[0]}}]}
            """;
        await using var server = new MisbehavingServer((_, connection) => connection.AnswerAsync(200, Answer));
        using var client = new TextEndpoint(Description(server) with { Kind = EndpointKind.Completions, TopLogprobs = 2 }, Key(), TimeProvider.System);
        ChatResponse response = await client.GetResponseAsync("The cat");
        Assert.Equal(("/v1/completions", "The cat", 2), (server.Seen.Single().Path, server.Seen.Single().Json.GetProperty("prompt").GetString(), server.Seen.Single().Json.GetProperty("logprobs").GetInt32()));
        Assert.Equal((" sat", null), (response.Text, response.Usage));
        Assert.Equal([(" sat", -.7), (" ran", -1.2)], Tokens(response).Single().Top.Select(one => (one.Token, one.Logprob)));
    }

    /// <summary>−1e999 is JSON and no finite number; a line cannot hold it, and it must not end a collection.</summary>
    [Fact]
    public async Task GetResponse_LogProbabilityWithoutEnd_IsLeftOut()
    {
        const string Answer = """
            {"choices":[{"text":" sat","finish_reason":"stop","logprobs":{"tokens":[" sat"," x"],"token_logprobs":[-0.7,-1e999],"top_logprobs":[{" sat":-0.7," ran":-1e999},{}]}}]}
            """;
        await using var server = new MisbehavingServer((_, connection) => connection.AnswerAsync(200, Answer));
        using var client = new TextEndpoint(Description(server) with { Kind = EndpointKind.Completions, TopLogprobs = 2 }, Key(), TimeProvider.System);
        TokenLogprob token = Tokens(await client.GetResponseAsync("The cat")).Single();
        Assert.Equal((" sat", -.7), (token.Token, token.Logprob));
        Assert.Equal(" sat", token.Top.Single().Token);
    }

    [Fact]
    public async Task GetStreamingResponse_Pieces_MakeTheWholeAnswer()
    {
        await using var server = new MisbehavingServer((_, connection) => connection.EventsAsync(
            """{"model":"served","choices":[{"delta":{"role":"assistant"}}]}""", """{"choices":[{"delta":{"content":"Good "}}]}""", """{"choices":[{"delta":{"content":"day"},"finish_reason":"stop"}]}""",
            """{"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":2,"total_tokens":6}}""", "[DONE]"));
        using var client = new TextEndpoint(Description(server) with { Streams = true }, Key(), TimeProvider.System);
        ChatResponse response = await client.GetResponseAsync("Hello");
        Assert.Equal(("Good day", "stop", 2L), (response.Text, response.FinishReason?.Value, response.Usage?.OutputTokenCount));
        Assert.True(server.Seen.Single().Json.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"Good "}}]}""", EndpointFailureKind.Cut)]
    [InlineData("""{"choices":[{"delta":""", EndpointFailureKind.BadAnswer)]
    [InlineData("""{"error":{"message":"overloaded"}}""", EndpointFailureKind.Server)]
    public async Task GetStreamingResponse_StreamThatBreaksOff_IsNoAnswer(string piece, EndpointFailureKind kind)
    {
        await using var server = new MisbehavingServer((_, connection) => connection.EventsAsync(piece));
        Assert.Equal(kind, (await FailureAsync(Description(server) with { Streams = true })).Kind);
    }

    [Fact]
    public async Task Generate_VectorsInAnyOrder_FollowTheTexts()
    {
        await using var server = new MisbehavingServer((_, connection) =>
            connection.AnswerAsync(200, """{"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}],"usage":{"prompt_tokens":2,"total_tokens":2}}"""));
        using var generator = new EmbeddingEndpoint(Description(server) with { Kind = EndpointKind.Embeddings }, Key(), TimeProvider.System);
        GeneratedEmbeddings<Embedding<float>> vectors = await generator.GenerateAsync(["a", "b"]);
        Assert.Equal([1f, 0f, 0f, 1f], vectors.SelectMany(vector => vector.Vector.ToArray()));
        Assert.Equal("/v1/embeddings", server.Seen.Single().Path);
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":0,"embedding":[1,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1,null]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,1e99]},{"index":1,"embedding":[1,0]}]}""")]
    [InlineData("""{"vectors":[]}""")]
    public async Task Generate_VectorsThatAreNotOneForEachText_IsABadAnswer(string body)
    {
        await using var server = new MisbehavingServer((_, connection) => connection.AnswerAsync(200, body));
        using var generator = new EmbeddingEndpoint(Description(server) with { Kind = EndpointKind.Embeddings }, Key(), TimeProvider.System);
        Assert.Equal(EndpointFailureKind.BadAnswer, (await Assert.ThrowsAsync<EndpointException>(() => generator.GenerateAsync(["a", "b"]))).Kind);
    }

    [Fact]
    public async Task GetResponse_ServerEchoesTheKeyInItsAnswer_TheAnswerDoesNot()
    {
        await using var server = new MisbehavingServer((request, connection) => connection.AnswerAsync(200, MisbehavingServer.Chat("You sent " + request.Authorization)));
        using var client = new TextEndpoint(Description(server), Key(), TimeProvider.System);
        Assert.Equal("You sent Bearer [key]", (await client.GetResponseAsync("Hello")).Text);
        Assert.Equal("[key]", Key().ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words\nand a line")]
    public void Key_VariableThatHoldsNone_IsNamedAndNotShown(string? value)
    {
        var description = new EndpointDescription("m", new Uri("http://127.0.0.1:1/v1"), "m") { KeyVariable = "SOME_KEY" };
        ArgumentException exception = Assert.Throws<ArgumentException>(() => EndpointKey.Of(description, _ => value));
        Assert.Contains("SOME_KEY", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RateGate_RequestsPerMinute_SpacesThem()
    {
        var gate = new RateGate(new EndpointDescription("m", new Uri("http://127.0.0.1:1/v1"), "m") { RequestsPerMinute = 1200 }, TimeProvider.System);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 5; i++)
            await gate.EnterAsync(1, CancellationToken.None);
        // Four gaps of 50 ms: never sooner, whatever the machine does meanwhile.
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(199));
    }

    private static EndpointDescription Description(MisbehavingServer server) => new("m", server.Url, "model") { KeyVariable = "SOME_KEY" };

    private static EndpointKey Key() => EndpointKey.Of(new EndpointDescription("m", new Uri("http://127.0.0.1:1/v1"), "m") { KeyVariable = "SOME_KEY" }, _ => Secret);

    private static ImmutableArray<TokenLogprob> Tokens(ChatResponse response) => (ImmutableArray<TokenLogprob>)response.AdditionalProperties![TokenLogprob.PropertyName]!;

    private static async Task<EndpointException> FailureAsync(EndpointDescription description)
    {
        using var client = new TextEndpoint(description, Key(), TimeProvider.System);
        EndpointException failure = await Assert.ThrowsAsync<EndpointException>(() => client.GetResponseAsync("Hello"));
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        return failure;
    }
}
