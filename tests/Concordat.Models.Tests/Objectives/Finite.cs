using Concordat.Choice.Policies;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;

namespace Concordat.Models.Tests.Objectives;

/// <summary>Prompts with finitely many candidates, where every expectation is a sum.</summary>
internal static class Finite
{
    public static readonly double[] Reward = [.3, -1.1, .9, 0, -.2];

    /// <summary>Two prompts, of three and two candidates, with an uneven reference.</summary>
    public static CandidateSet Candidates() => new([3, 2], [.5, .2, .3, .35, .65]);

    public static TokenSequence Candidate(int prompt, int candidate) => TokenSequence.Answer([prompt], [candidate]);

    /// <summary>A conversation: the prompt of each turn and the candidate that was said.</summary>
    public static TokenSequence Conversation(params (int Prompt, int Candidate)[] turns) => new(
        [.. turns.SelectMany(turn => new[] { turn.Prompt, turn.Candidate })], [.. turns.Select((_, t) => new TokenSpan((2 * t) + 1, 1))]);

    /// <summary>Every ordered pair of a prompt's candidates, weighted by what <paramref name="preference"/> gives for the first.</summary>
    public static ImmutableArray<ObjectiveExample> AllPairs(CandidateSet candidates, Func<int, int, double> preference, int whose = 0) =>
    [
        .. from prompt in Enumerable.Range(0, candidates.Prompts)
           let range = candidates.CandidatesOf(prompt)
           from i in Enumerable.Range(range.Start, range.End - range.Start)
           from j in Enumerable.Range(range.Start, range.End - range.Start)
           where i != j
           select ObjectiveExample.Pair(Candidate(prompt, i - range.Start), Candidate(prompt, j - range.Start)) with { Weight = preference(i, j), Group = whose },
    ];

    /// <summary>All candidates of each prompt as answers; with the policy's own probabilities as weights sums over them are expectations.</summary>
    public static ImmutableArray<ObjectiveExample> AllAnswers(CandidateSet candidates, Func<int, ImmutableArray<double>> rewards, double[]? probabilities = null) =>
    [
        .. from prompt in Enumerable.Range(0, candidates.Prompts)
           let range = candidates.CandidatesOf(prompt)
           let all = Enumerable.Range(range.Start, range.End - range.Start).ToArray()
           select new ObjectiveExample([.. all.Select(i => Candidate(prompt, i - range.Start))])
           {
               Rewards = [.. all.Select(rewards)],
               SequenceWeights = probabilities is null ? [] : [.. all.Select(i => probabilities[i])],
           },
    ];

    public static double BradleyTerry(double first, double second) => 1 / (1 + Math.Exp(second - first));

    /// <summary>Plain gradient descent.</summary>
    public static void Descend(LogLinearPolicy policy, IObjective objective, Func<IReadOnlyList<ObjectiveExample>> examples, int steps, double rate)
    {
        ImmutableArray<double> groupWeights = objective.FirstGroupWeights;
        for (int step = 0; step < steps; step++)
        {
            policy.ClearGradient();
            groupWeights = PolicyStep.Evaluate(policy, objective, examples(), groupWeights: groupWeights).Value.GroupWeights;
            for (int j = 0; j < policy.Coefficients.Length; j++)
                policy.Coefficients[j] -= rate * policy.Gradient[j];
        }
    }

    public static void EqualWithin(IEnumerable<double> expected, IEnumerable<double> found, double tolerance)
    {
        double[] a = [.. expected], b = [.. found];
        Assert.Equal(a.Length, b.Length);
        for (int i = 0; i < a.Length; i++)
            Assert.True(Math.Abs(a[i] - b[i]) <= tolerance, $"{i}: expected {a[i]}, found {b[i]}");
    }
}
