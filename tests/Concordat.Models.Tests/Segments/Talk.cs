using Concordat.Models.Segments;

namespace Concordat.Models.Tests.Segments;

/// <summary>Sessions, judges and samplers that tests script.</summary>
internal static class Talk
{
    /// <summary>A session whose turns are words; the partner begins.</summary>
    public static Session Session(double? goal, params string[] words) => new("c", "a", goal, null, Turns(false, words));

    public static ImmutableArray<SessionTurn> Turns(bool agentFirst, params string[] words) => [.. words.Select((word, i) => SessionTurn.Plain(i % 2 == 0 == agentFirst, word))];

    public static Continuation Continuation(params string[] words) => new(Turns(true, words), "script");

    public static SegmentOptions Options => new() { Below = 7, Goal = "points", Samples = 2 };

    public static Task<SegmentOutcome> Run(Session session, ISegmentJudge judge, params Continuation[] continuations) =>
        new SegmentPipeline(judge, new Sampler((_, _) => [.. continuations]), Options).RunAsync([session], null, CancellationToken.None);

    public sealed class Judge(Func<JudgeQuestion, JudgeAnswer> answer) : ISegmentJudge
    {
        public List<JudgeQuestion> Asked { get; } = [];

        public Task<JudgeAnswer> AskAsync(JudgeQuestion question, CancellationToken cancellationToken)
        {
            Asked.Add(question);
            return Task.FromResult(answer(question));
        }

        /// <summary>Answers the three questions with numbers.</summary>
        public static Judge Of(int error, int best, int end) => new(question => question.Answer(question.Step == JudgeStep.ErrorTurn ? error : question.Step == JudgeStep.Best ? best : end, ""));
    }

    public sealed class Sampler(Func<Session, int, ImmutableArray<Continuation>> sample) : IContinuationSampler
    {
        public int Calls { get; private set; }

        public Task<ImmutableArray<Continuation>> SampleAsync(Session session, int from, int count, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult(sample(session, from));
        }
    }
}
