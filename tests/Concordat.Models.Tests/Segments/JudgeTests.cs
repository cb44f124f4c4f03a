using Concordat.Models.Endpoints;
using Concordat.Models.Segments;
using Concordat.Models.Segments.Judges;
using Concordat.Models.Segments.Samplers;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Tests.Segments;

public sealed class JudgeTests : IDisposable
{
    private static readonly Session s_session = Talk.Session(5, "p0", "a1", "p2", "a3");

    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-judge").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{"turn": 3}""", JudgeAnswerKind.Chosen)]
    [InlineData("""  {"reason": "it gives up", "turn": 1}  """, JudgeAnswerKind.Chosen)]
    [InlineData("""{"turn": null}""", JudgeAnswerKind.None)]
    [InlineData("""{"turn": 2}""", JudgeAnswerKind.Unparsable)]
    [InlineData("""{"turn": 1.5}""", JudgeAnswerKind.Unparsable)]
    [InlineData("""{"turn": "3"}""", JudgeAnswerKind.Unparsable)]
    [InlineData("""{"turn": 3, "end": 5}""", JudgeAnswerKind.Unparsable)]
    [InlineData("""{"turn": 3, "turn": 1}""", JudgeAnswerKind.Unparsable)]
    [InlineData("""The turn is {"turn": 3}""", JudgeAnswerKind.Unparsable)]
    [InlineData("3", JudgeAnswerKind.Unparsable)]
    [InlineData("", JudgeAnswerKind.Unparsable)]
    public async Task ChatJudge_Reply_IsReadStrictly(string reply, JudgeAnswerKind kind)
    {
        using var client = new ScriptedClient(_ => reply);
        JudgeAnswer answer = await new ChatJudge(client, Once()).AskAsync(JudgeQuestion.ErrorTurn(s_session, "points", null), CancellationToken.None);
        Assert.Equal(kind, answer.Kind);
    }

    [Fact]
    public async Task ChatJudge_ServerThatRefuses_LeavesTheQuestionWaiting()
    {
        using var client = new ScriptedClient(_ => throw new EndpointException(EndpointFailureKind.Refused, "no such model"));
        SegmentOutcome outcome = await Talk.Run(s_session, new ChatJudge(client, Once()), Talk.Continuation("x1"));
        Assert.Equal((0, 0, "no such model"), (outcome.Pairs.Length, outcome.Drops.Length, Assert.Single(outcome.Waiting).For));
    }

    [Fact]
    public async Task ChatSampler_BothSides_SeeTheirOwnWordsAsTheirs()
    {
        using var client = new ScriptedClient(messages => $"{messages[0].Text[..40].Contains("goal", StringComparison.Ordinal)} {string.Join(' ', messages.Skip(1).Select(message => $"{message.Role.Value[0]}:{message.Text}"))}".Replace('\n', ' ')[..9]);
        ImmutableArray<Continuation> made = await new ChatSampler(client, "points", 2, Once(), 1).SampleAsync(s_session, 3, 2, CancellationToken.None);
        Assert.Equal(2, made.Length);
        Assert.Equal([true, false, true], made[0].Turns.Select(turn => turn.IsAgent));
        Assert.Equal("u:p0 a:a1 u:p2", client.Seen[0]);
        Assert.StartsWith("a:p0 u:a1 a:p2 u:", client.Seen[1], StringComparison.Ordinal);
        Assert.Equal(6, client.Seeds.Distinct().Count());
    }

    [Fact]
    public async Task QuestionFile_AnsweredStepByStep_EndsInThePairAndKeepsTheAnswers()
    {
        string path = Path.Combine(_folder, "questions.jsonl");
        foreach ((string step, string answer) in new[] { ("error-turn", "1"), ("best", "\"1\""), ("segment-end", "3") })
        {
            QuestionFile file = QuestionFile.Read(path);
            SegmentOutcome waiting = await Talk.Run(s_session, file, Talk.Continuation("x1", "y2", "x3"));
            Assert.Equal((0, 0, 1, 1), (waiting.Pairs.Length, waiting.Drops.Length, waiting.Waiting.Length, file.Open));
            file.Save();
            string text = await File.ReadAllTextAsync(path);
            Assert.Contains($"\"step\":\"{step}\"", text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(path, text.Replace("\"answer\":null", $"\"answer\":{answer}", StringComparison.Ordinal));
        }

        QuestionFile answered = QuestionFile.Read(path);
        SegmentOutcome outcome = await Talk.Run(s_session, answered, Talk.Continuation("x1", "y2", "x3"));
        Assert.Equal(["x1", "y2", "x3"], Assert.Single(outcome.Pairs).Chosen.Select(said => said.Text));
        answered.Save();
        Assert.Equal(3, (await File.ReadAllLinesAsync(path)).Length);
    }

    [Fact]
    public void QuestionFile_AnswerThatIsNone_NamesItsLine()
    {
        string path = Path.Combine(_folder, "questions.jsonl");
        File.WriteAllText(path, """
            {"id":"a","step":"best","question":"Which?","answer":"none"}
            {"id":"b","step":"best","question":"Which?","answer":"the third"}
            {"id":"a","step":"best","question":"Which?","answer":null}
            """);
        InputDataException found = Assert.Throws<InputDataException>(() => QuestionFile.Read(path));
        Assert.Equal([2, 3], found.Faults.Select(fault => fault.Line));
    }

    [Fact]
    public async Task AskedOnce_AfterAKill_AsksOnlyWhatIsMissing()
    {
        string path = Path.Combine(_folder, "pairs.jsonl.asked");
        var sampler = new Talk.Sampler((_, _) => [Talk.Continuation("x1", "y2", "x3")]);
        async Task<(SegmentOutcome Outcome, int Judged)> Run()
        {
            var judge = Talk.Judge.Of(1, 1, 3);
            using var asked = new AskedOnce(path);
            SegmentOutcome outcome = await new SegmentPipeline(asked.Judge(judge, "m"), asked.Sampler(sampler, "m"), Talk.Options).RunAsync([s_session], null, CancellationToken.None);
            return (outcome, judge.Asked.Count);
        }

        (SegmentOutcome first, int judged) = await Run();
        Assert.Equal((4, 1, 3), ((await File.ReadAllLinesAsync(path)).Length, sampler.Calls, judged));
        // The last answer is torn, as a kill leaves it.
        await using (FileStream stream = File.OpenWrite(path))
            stream.SetLength(stream.Length - 7);
        (SegmentOutcome second, judged) = await Run();
        Assert.Equal((4, 1, 1), ((await File.ReadAllLinesAsync(path)).Length, sampler.Calls, judged));
        Assert.Equal(first.Pairs[0].Chosen.AsEnumerable(), second.Pairs[0].Chosen);
    }

    [Fact]
    public void DeclaredPoints_WordsAndMarks_AddUpOncePerTurn()
    {
        string path = Path.Combine(_folder, "points.csv");
        File.WriteAllText(path, "attribute,level,goal,warmth\nact,demand,-2,-1\nword,Please,.5,1\n");
        var points = DeclaredPoints.Read(path);
        Assert.Equal("act", Assert.Single(points.Attributes));
        Assert.Equal(new TurnPoints(-1.5, 0), points.Of(new SessionTurn(true, "please, PLEASE give", [new SessionMark("act", "demand"), new SessionMark("act", "demand")])));
        Assert.Null(points.Of(new SessionTurn(true, "nothing", [new SessionMark("act", "ask")])));
        File.WriteAllText(path, "attribute,level,goal,warmth\nact,demand,much,-1\nact,demand,1,1\n");
        Assert.Equal([2, 3], Assert.Throws<InputDataException>(() => DeclaredPoints.Read(path)).Faults.Select(fault => fault.Line));
    }

    private static PatientAsking Once() => new(RetryRules.Default, 1, TimeProvider.System, 1);

    private sealed class ScriptedClient(Func<IList<ChatMessage>, string> reply) : IChatClient
    {
        public List<string> Seen { get; } = [];

        public List<long?> Seeds { get; } = [];

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatMessage[] all = [.. messages];
            Seen.Add(string.Join(' ', all.Skip(1).Select(message => $"{message.Role.Value[0]}:{message.Text}")));
            Seeds.Add(options?.Seed);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, reply(all))));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
