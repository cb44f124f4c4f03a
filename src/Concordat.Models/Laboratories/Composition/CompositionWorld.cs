using Concordat.Choice.Policies;
using Concordat.Models.Policies;

namespace Concordat.Models.Laboratories.Composition;

/// <summary>What is planted: topics, answers of three words, and what each word is worth to each group.</summary>
/// <remarks>
/// A word has a role within a topic, and roles move from topic to topic, so that a model must read the topic; what an answer is worth depends on how often it has each role. Shapes: 216
/// answers a topic fall into 56 classes of equal counts; policies, references and rewards are (56). Units: rewards in log-odds. Randomness: none.
/// </remarks>
internal static class CompositionWorld
{
    public const int Topics = 4, Roles = 6, Length = 3, Answers = Roles * Roles * Roles, Vocabulary = Topics + Roles;

    /// <summary>β of every policy.</summary>
    public const double Beta = 1;

    /// <summary>What a word of each role is worth, by group: two roles alike to both, two opposed, two nothing to either.</summary>
    private static readonly double[][] s_values = [[1, -1, 1.2, -1.2, 0, 0], [1, -1, -1.2, 1.2, 0, 0]];

    private static readonly int[] s_classOf = new int[Answers];

    private static readonly double[] s_features;

    static CompositionWorld()
    {
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new List<double[]>();
        var sizes = new List<double>();
        for (int answer = 0; answer < Answers; answer++)
        {
            var count = new double[Roles];
            foreach (int role in RolesOf(answer))
                count[role]++;
            string key = string.Join(' ', count);
            if (classes.TryAdd(key, counts.Count))
            {
                counts.Add(count);
                sizes.Add(0);
            }

            s_classOf[answer] = classes[key];
            sizes[s_classOf[answer]]++;
        }

        s_features = [.. counts.SelectMany(count => count)];
        Candidates = new CandidateSet([counts.Count], [.. sizes]);
        Rewards = [.. s_values.Select(values => counts.Select(count => count.Select((n, role) => n * values[role]).Sum()).ToArray())];
    }

    public static ImmutableArray<GroupKey> Groups { get; } = [new("group", "first"), new("group", "second")];

    /// <summary>One prompt for all topics, since none differs but in its words; the reference answers at random.</summary>
    public static CandidateSet Candidates { get; }

    /// <summary>By group and class.</summary>
    public static ImmutableArray<double[]> Rewards { get; }

    public static int ClassOf(int answer) => s_classOf[answer];

    /// <summary>A policy that sees how often an answer has each role.</summary>
    public static LogLinearPolicy Policy() => new(Candidates, s_features);

    /// <summary>P(the group prefers class i to class j).</summary>
    public static double Preference(int group, int i, int j) => 1 / (1 + Math.Exp(Rewards[group][j] - Rewards[group][i]));

    /// <summary>P(the group prefers an answer of the policy to one of the reference) − ½.</summary>
    public static double Gain(int group, double[] policy, ReadOnlySpan<double> reference)
    {
        double wins = 0;
        for (int i = 0; i < policy.Length; i++)
        {
            for (int j = 0; j < policy.Length; j++)
                wins += policy[i] * reference[j] * Preference(group, i, j);
        }

        return wins - .5;
    }

    /// <summary>An answer in the words of a topic: the topic is the first token, the rest is the policy's turn.</summary>
    public static TokenSequence Sequence(int topic, int answer) => TokenSequence.Answer([topic], [.. RolesOf(answer).Select(role => Topics + ((role + topic) % Roles))]);

    private static int[] RolesOf(int answer) => [answer / (Roles * Roles), answer / Roles % Roles, answer % Roles];
}
