namespace Concordat.Models.Objectives;

/// <summary>What objectives of rewarded answers ask of an example.</summary>
internal static class Rewarded
{
    public static void Require(ObjectiveExample example, string name)
    {
        if (example.Sequences.IsEmpty || example.Rewards.Length != example.Sequences.Length || example.Rewards.Any(rewards => rewards.IsDefaultOrEmpty))
            throw new ArgumentException($"{name} learns from answers with rewards; the example has {example.Sequences.Length} answers and rewards of {example.Rewards.Length}", nameof(example));
        if (example.Rewards.Any(rewards => rewards.Any(reward => !double.IsFinite(reward))))
            throw new ArgumentException("a reward is not finite", nameof(example));
        if (!example.SequenceWeights.IsEmpty && (example.SequenceWeights.Length != example.Sequences.Length || example.SequenceWeights.Any(weight => !(weight >= 0) || !double.IsFinite(weight))))
            throw new ArgumentException("SequenceWeights must be one for each answer, finite and not negative", nameof(example));
    }

    /// <summary>Σ of the answers' weights within the example: their number where none are stated.</summary>
    public static double Answers(ObjectiveExample example) => example.SequenceWeights.IsEmpty ? example.Sequences.Length : example.SequenceWeights.Sum();
}
