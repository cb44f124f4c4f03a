namespace Concordat.Models.Objectives;

/// <summary>What objectives of rewarded answers ask of an example.</summary>
internal static class Rewarded
{
    /// <param name="example">The example.</param>
    /// <param name="name">The objective's name.</param>
    /// <param name="rewards">How many each answer must have; null where the objective looks itself.</param>
    public static void Require(ObjectiveExample example, string name, int? rewards = null)
    {
        if (example.Sequences.IsEmpty || example.Rewards.Length != example.Sequences.Length || example.Rewards.Any(of => of.IsDefaultOrEmpty))
            throw new ArgumentException($"{name} learns from answers with rewards; the example has {example.Sequences.Length} answers and rewards of {example.Rewards.Length}", nameof(example));
        if (example.Rewards.FirstOrDefault(of => of.Length != (rewards ?? of.Length)) is { IsDefault: false } other)
            throw new ArgumentException($"{other.Length} rewards for an answer; {name} reads {rewards}", nameof(example));
        if (example.Rewards.Any(of => of.Any(reward => !double.IsFinite(reward))))
            throw new ArgumentException("a reward is not finite", nameof(example));
        if (!example.SequenceWeights.IsEmpty && (example.SequenceWeights.Length != example.Sequences.Length || example.SequenceWeights.Any(weight => !(weight >= 0) || !double.IsFinite(weight)) || !(example.SequenceWeights.Sum() > 0)))
            throw new ArgumentException("SequenceWeights must be one for each answer, finite and not negative, and one above 0", nameof(example));
    }

    /// <summary>Σ of the answers' weights within the example: their number where none are stated.</summary>
    public static double Answers(ObjectiveExample example) => example.SequenceWeights.IsEmpty ? example.Sequences.Length : example.SequenceWeights.Sum();
}
