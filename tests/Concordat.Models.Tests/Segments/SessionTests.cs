using System.Text.Json;
using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Formats;
using Concordat.Formats.Casino;
using Concordat.Formats.Trl;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;
using Concordat.Models.Segments;
using Concordat.Models.Segments.Judges;
using Concordat.Models.Segments.Samplers;
using Concordat.Tests;

namespace Concordat.Models.Tests.Segments;

public sealed class SessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-sessions").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_ButtonsAndTurnsInARow_LeavesOutAndJoins()
    {
        ImmutableArray<Session> sessions = SessionReader.Read(Two(), new SessionOptions { Goal = "points", Marks = ["act"] }, CancellationToken.None);
        Assert.Equal(["c1 ann", "c1 ben"], sessions.Select(session => session.Id));
        Session ann = sessions[0];
        Assert.Equal([(true, "hi"), (false, "give"), (true, "no\nnever")], ann.Turns.Select(turn => (turn.IsAgent, turn.Text)));
        Assert.Equal(["refuse", "end", "end"], ann.Turns[2].Marks.Select(mark => mark.Level));
        Assert.Equal([2, 1], ann.AgentTurns.Concat(sessions[1].AgentTurns));
        Assert.Equal((5.0, 20.0), (ann.Goal, sessions[1].Goal));
    }

    [Fact]
    public void Read_RatedByOthers_TakesTheirMeans()
    {
        double?[] By(GoalRater rater) => [.. SessionReader.Read(Two(), new SessionOptions { Goal = "points", RatedBy = rater }, CancellationToken.None).Select(session => session.Goal)];
        Assert.Equal([20.0, 5.0], By(GoalRater.Partner));
        Assert.Equal([9.0, 9.0], By(GoalRater.Onlooker));
        Assert.Contains("no criterion 'joy'", Assert.Throws<ArgumentException>(() => SessionReader.Read(Two(), new SessionOptions { Goal = "joy" }, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Equal(["ben"], SessionReader.Read(Two(), new SessionOptions { Goal = "points", Agent = "role=assistant" }, CancellationToken.None).Select(session => session.Agent));
    }

    [Fact]
    public async Task RecordedSampler_Donors_AreLikeAndOfOtherConversations()
    {
        Session Of(string id, params string[] words) => new(id, "a", 9, null, Talk.Turns(false, words));
        var sampler = new RecordedSampler([Of("c", "I need water", "own"), Of("d", "I need firewood now", "far", "q", "later"), Of("e", "I need water too", "near"), Of("f", "hello", "hi")], 1);
        ImmutableArray<Continuation> made = await sampler.SampleAsync(Talk.Session(1, "I need water", "error"), 1, 2, CancellationToken.None);
        Assert.Equal(["near", "far"], made.Select(one => Assert.Single(one.Turns).Text));
    }

    [Fact]
    public async Task ModelSampler_Model_SpeaksForBothSidesAndDoesNotDependOnThreads()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train(["a b c"], 257, ["<end>"], CancellationToken.None);
        var config = new LlamaConfig { VocabularySize = tokenizer.VocabularySize, HiddenSize = 16, IntermediateSize = 16, Layers = 1, Heads = 2, KeyValueHeads = 2, MaxPositions = 48 };
        var model = new ModelDirectory(LlamaModel.Create(config, 3), tokenizer);
        async Task<string[]> Said(int threads) => [.. (await new ModelSampler(model, 2, 8, new SamplingOptions(), 5, threads).SampleAsync(
            Talk.Session(1, "a long beginning that has no room in so few positions", "b", "c", "d"), 1, 3, CancellationToken.None)).SelectMany(one => one.Turns.Select(turn => $"{turn.IsAgent} {turn.Text}"))];
        string[] first = await Said(1);
        Assert.Equal(first, await Said(2));
        Assert.True(first.Length >= 6 && first.Distinct().Count() > 2, string.Join('|', first));
    }

    [Fact]
    public void SegmentFile_WrittenAndRead_IsTheSame()
    {
        ImmutableArray<SegmentPair> pairs = [Pair("x", "y", "z"), Pair("one")];
        string path = Path.Combine(_folder, "pairs.jsonl"), trl = Path.Combine(_folder, "trl.jsonl");
        SegmentFile.Write(path, pairs);
        ImmutableArray<SegmentPair> read = SegmentFile.Read(path);
        Assert.Equal(pairs.Select(pair => JsonSerializer.Serialize(pair)), read.Select(pair => JsonSerializer.Serialize(pair)));
        Assert.Equal(0, SegmentFile.WriteTrl(trl, pairs, isOneTurnOnly: false));
        var first = (TrlPreference)TrlReader.Read(trl, new TrlReaderOptions(), CancellationToken.None).Examples[0];
        Assert.Equal(new (string, string?)[] { ("user", "p") }, Messages(first.Prompt!));
        Assert.Equal([("assistant", "x"), ("user", "y"), ("assistant", "z")], Messages(first.Chosen));
        Assert.Equal([("assistant", "x!"), ("user", "y!"), ("assistant", "z!")], Messages(first.Rejected));
        Assert.Equal(1, SegmentFile.WriteTrl(trl, pairs, isOneTurnOnly: true));
        Assert.Single(File.ReadAllLines(trl));
    }

    [Fact]
    public void SegmentFile_UnequalSegments_AreRefusedByLine()
    {
        string path = Path.Combine(_folder, "pairs.jsonl");
        SegmentFile.Write(path, [Pair("x"), Pair("x") with { Chosen = Pair("x", "y", "z").Chosen }]);
        InputFault fault = Assert.Single(Assert.Throws<InputDataException>(() => SegmentFile.Read(path)).Faults);
        Assert.Equal((2, "segments of 3 and 1 turns"), (fault.Line, fault.Found));
    }

    [SharedDataFact("casino/casino_train.json.gz")]
    public async Task Casino_NegativeSessions_GiveThePublishedPagesFigures()
    {
        var builder = new EvidenceBuilder();
        new CasinoImporter().Read(
            new ImportRequest([.. new[] { "train", "valid", "test" }.Select(split => SharedData.At($"casino/casino_{split}.json.gz"))], MeasureOptions.Empty), builder, CancellationToken.None);
        EvidenceSet evidence = builder.Build();
        string points = Path.Combine(_folder, "points.csv");
        await File.WriteAllTextAsync(points, """
            attribute,level,goal,warmth
            act,self-need,-1,-1
            act,other-need,-1,-1
            act,vouch-fair,-1,-1
            act,uv-part,-2,-2
            act,elicit-pref,1,1
            act,showing-empathy,0,1
            act,promote-coordination,1,1
            act,no-need,1,1
            act,small-talk,0,1
            act,non-strategic,0,0
            """);
        // Negative sessions, error turns and sessions without declared points were counted from the raw files by a script in Python.
        foreach ((string goal, string warmth, double below, int negative, int errors, int undeclared) in new[] { ("points", "satisfaction", 7.0, 54, 13, 39), ("points", "satisfaction", 15.0, 156, 53, 95), ("satisfaction", "points", 3.0, 233, 81, 142) })
        {
            var declared = DeclaredPoints.Read(points);
            ImmutableArray<Session> sessions = SessionReader.Read(evidence, new SessionOptions { Goal = goal, Warmth = warmth, Marks = declared.Attributes }, CancellationToken.None);
            SegmentOutcome outcome = await new SegmentPipeline(
                new OracleJudge((_, turn) => declared.Of(turn)), new RecordedSampler([.. sessions.Where(session => session.Goal >= below)], 2), new SegmentOptions { Goal = goal, Warmth = warmth, Below = below })
                .RunAsync(sessions, null, CancellationToken.None);
            Assert.Equal((2060, negative, errors), (outcome.Sessions, outcome.Negative, outcome.ErrorTurns));
            Assert.Equal(undeclared, outcome.Drops.Count(drop => drop.Detail == "no turn of the agent has declared points"));
            Assert.Equal(2060, outcome.Pairs.Length + outcome.Drops.Length);
            Assert.All(outcome.Pairs, pair => Assert.Equal(pair.Chosen.Select(said => said.Role), pair.Rejected.Select(said => said.Role)));
            Assert.InRange(outcome.Pairs.Length, errors - 5, errors);
        }
    }

    private static (string, string?)[] Messages(TrlText text) => [.. text.Messages.Select(message => (message.Role, message.Content))];

    private static SegmentPair Pair(params string[] words)
    {
        ImmutableArray<SegmentPair.Said> Said(string suffix) => [.. words.Select((word, i) => new SegmentPair.Said(i % 2 == 0 ? "agent" : "partner", word + suffix))];
        return new SegmentPair("c a", "c", "a", "points", 5, 1, 1, words.Length, 0, "script", .5, [new SegmentPair.Said("partner", "p")], Said(""), Said("!"));
    }

    private static EvidenceSet Two()
    {
        var builder = new EvidenceBuilder();
        int talk = builder.Items.Code("c1"), ann = builder.Raters.Code("ann"), ben = builder.Raters.Code("ben"), eve = builder.Raters.Code("eve");
        builder.Raters.Set(ben, "role", "assistant");
        // Rows out of order; a button between words.
        int last = builder.AddTurn(talk, 4, ann, "never"), no = builder.AddTurn(talk, 2, ann, "no");
        builder.AddTurn(talk, 0, ann, "hi");
        builder.AddTurn(talk, 1, ben, "give");
        builder.AddTurn(talk, 3, ben, null);
        builder.TurnAttributes.TrySet(no, "act", "refuse,end", out _);
        builder.TurnAttributes.TrySet(last, "act", "end", out _);
        int points = builder.Criterion("points", Scale.Numbers(ScaleKind.Ratio, 0, 36));
        builder.AddRating(ann, talk, points, 5);
        builder.AddRating(ben, talk, points, 20);
        builder.AddRating(eve, talk, points, 9);
        return builder.Build();
    }
}
