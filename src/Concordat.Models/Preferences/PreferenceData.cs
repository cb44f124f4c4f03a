using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Preferences;

/// <summary>Examples to learn from, visited once in each round in an order drawn anew, and examples that are held out.</summary>
/// <remarks>
/// An example of weight 0 is left out, so that it takes no place in a batch. Held out are the last distinct prompts, with all their examples, so that no prompt is on both
/// sides. Randomness: the order of round r is stream r of the seed.
/// </remarks>
public sealed class PreferenceData
{
    /// <param name="examples">All examples.</param>
    /// <param name="groups">Names of the groups that examples number; empty for one without a name.</param>
    /// <param name="heldOutShare">Share of distinct prompts that is not trained on, in [0, 1).</param>
    /// <exception cref="ArgumentException">The share is out of range, a group has no name, or nothing is left to train on.</exception>
    public PreferenceData(IReadOnlyCollection<ObjectiveExample> examples, ImmutableArray<string> groups, double heldOutShare = 0)
    {
        if (!(heldOutShare is >= 0 and < 1))
            throw new ArgumentException($"heldOutShare is {heldOutShare}; it must lie in [0, 1)");
        Groups = groups.IsDefaultOrEmpty ? [""] : groups;
        if (examples.FirstOrDefault(example => example.Group >= Groups.Length) is { } other)
            throw new ArgumentException($"an example of group {other.Group}; there are {Groups.Length}", nameof(groups));
        ObjectiveExample[] weighed = [.. examples.Where(example => example.Weight > 0)];
        IGrouping<string, ObjectiveExample>[] prompts = [.. weighed.GroupBy(Prompt, StringComparer.Ordinal)];
        int kept = prompts.Length - (int)(prompts.Length * heldOutShare);
        HashSet<string> trained = [.. prompts.Take(kept).Select(prompt => prompt.Key)];
        Examples = [.. weighed.Where(example => trained.Contains(Prompt(example)))];
        HeldOut = [.. weighed.Where(example => !trained.Contains(Prompt(example)))];
        WithoutWeight = examples.Count - weighed.Length;
        if (Examples.IsEmpty)
            throw new ArgumentException($"no example of {examples.Count} has a weight above 0; there is nothing to train on", nameof(examples));
        Fingerprint = Hash();
    }

    /// <summary>Those that are trained on.</summary>
    public ImmutableArray<ObjectiveExample> Examples { get; }

    public ImmutableArray<ObjectiveExample> HeldOut { get; }

    public ImmutableArray<string> Groups { get; }

    /// <summary>How many were left out because their weight is 0.</summary>
    public int WithoutWeight { get; }

    /// <summary>What tells this data from other data.</summary>
    public string Fingerprint { get; }

    /// <summary>Σ of the weights of each group's examples that are trained on.</summary>
    public ImmutableArray<double> GroupSizes => [.. Enumerable.Range(0, Groups.Length).Select(g => Examples.Where(example => example.Group == g).Sum(example => example.Weight))];

    /// <summary>The order in which a round visits the examples.</summary>
    public int[] Order(int round, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, Examples.Length)];
        Xoshiro random = Xoshiro.Derive(seed, (ulong)round);
        random.Shuffle<int>(order);
        return order;
    }

    private static string Prompt(ObjectiveExample example)
    {
        TokenSequence first = example.Sequences[0];
        return Convert.ToBase64String(MemoryMarshal.AsBytes(first.Tokens.AsSpan()[..first.Turns[0].Start]));
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add<T>(ReadOnlySpan<T> values)
            where T : struct
        {
            hash.AppendData(BitConverter.GetBytes(values.Length));
            hash.AppendData(MemoryMarshal.AsBytes(values));
        }

        foreach (ObjectiveExample example in Examples)
        {
            foreach (TokenSequence sequence in example.Sequences.Concat(example.Contrasts))
            {
                Add(sequence.Tokens.AsSpan());
                Add(sequence.Turns.AsSpan());
            }

            foreach (ImmutableArray<double> rewards in example.Rewards)
                Add(rewards.AsSpan());
            Add(example.SequenceWeights.AsSpan());
            Add(example.Behaviour.AsSpan());
            Add(example.Segments.AsSpan());
            Add<double>([example.Weight, example.Group, example.IsDesirable ? 1 : 0]);
        }

        return $"{Convert.ToHexStringLower(hash.GetHashAndReset())[..32]}/{Examples.Length}";
    }
}
