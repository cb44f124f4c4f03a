using Concordat.Models.Policies;

namespace Concordat.Models.Objectives;

/// <summary>What an objective learns from at a time: an answer, a chosen and a rejected one, or several answers to one prompt with rewards.</summary>
/// <param name="Sequences">Scored with a gradient; of a pair the chosen one first.</param>
public sealed record ObjectiveExample(ImmutableArray<TokenSequence> Sequences)
{
    /// <summary>Weight of the rater × posterior of being genuine × weight of the group; 2 counts as two copies, 0 as none.</summary>
    public double Weight { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Weight), value, "must be finite and not negative"); } = 1;

    /// <summary>Whose it is, from 0.</summary>
    public int Group { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Group), value, "must not be negative"); }

    /// <summary>Whether a single answer was found good.</summary>
    public bool IsDesirable { get; init; } = true;

    /// <summary>For each sequence its rewards: one, one for each turn, or one for each group, as the objective reads them.</summary>
    public ImmutableArray<ImmutableArray<double>> Rewards { get; init; } = [];

    /// <summary>How many draws each sequence stands for, or with what probability; empty for one each.</summary>
    public ImmutableArray<double> SequenceWeights { get; init; } = [];

    /// <summary>log-probabilities of all scored tokens under the policy that drew them; empty where that is the policy as it is.</summary>
    public ImmutableArray<double> Behaviour { get; init; } = [];

    /// <summary>Sequences that are scored without a gradient: a mismatched answer, or for each sequence the same turns after a counterfactual prompt.</summary>
    public ImmutableArray<TokenSequence> Contrasts { get; init; } = [];

    /// <summary>For each of a pair the turns that are compared; empty to have them found.</summary>
    public ImmutableArray<TurnRange> Segments { get; init; } = [];

    /// <summary>Weight of one of the sequences.</summary>
    public double WeightOf(int sequence) => Weight * (SequenceWeights.IsEmpty ? 1 : SequenceWeights[sequence]);

    public static ObjectiveExample Answer(TokenSequence answer) => new([answer]);

    public static ObjectiveExample Pair(TokenSequence chosen, TokenSequence rejected) => new([chosen, rejected]);
}
