using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Layers;
using Concordat.Models.Training;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Policies;

/// <summary>The in-process decoder as a policy, beside a frozen copy of itself as it was.</summary>
/// <remarks>
/// Sequences are filled up to the longest of a pass and run together, up to the room for tokens; what fills them up has no weight. With an adapter only the adapter is
/// trained. A policy holds the activations of its last pass, so that <see cref="Backward"/> on the same list costs no second one where they fitted into one pass.
/// The same bits on any number of threads. Not for use by two callers at once. Randomness: none, except in drawing.
/// </remarks>
public sealed class LlamaPolicy : IPolicy
{
    private readonly TrainedWeights _trained;
    private readonly float[] _reference;
    private readonly LlamaPass _pass;
    private readonly int _capacity, _threads;
    private IReadOnlyList<TokenSequence>? _held;

    /// <param name="model">The decoder; its weights are what training changes.</param>
    /// <param name="maxTokens">Room for tokens in a pass; at least one sequence of the longest kind has room.</param>
    /// <param name="maxThreads">Upper limit on threads; no result depends on it.</param>
    /// <param name="adapter">The adapter that is trained in place of the decoder, or null.</param>
    /// <param name="reference">The frozen reference; the decoder as it is now unless given.</param>
    /// <exception cref="ArgumentException">A number is not positive, or the reference is of another shape.</exception>
    public LlamaPolicy(LlamaModel model, int maxTokens, int maxThreads, LoraAdapter? adapter = null, LlamaModel? reference = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTokens);
        if (reference is not null && reference.Weights.Length != model.Weights.Length)
            throw new ArgumentException($"a reference of {reference.Weights.Length} parameters for a policy of {model.Weights.Length}", nameof(reference));
        _reference = [.. (reference ?? model).Weights];
        (_capacity, _threads) = (Math.Max(maxTokens, model.Config.MaxPositions), maxThreads);
        _pass = new LlamaPass(model.Config, _capacity, maxThreads);
        _trained = new TrainedWeights(model, adapter, maxThreads);
    }

    public LlamaModel Model => _trained.Model;

    internal TrainedWeights Trained => _trained;

    internal int Threads => _threads;

    /// <summary>What tells the reference from another.</summary>
    internal string ReferenceFingerprint => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(_reference.AsSpan())))[..32];

    /// <inheritdoc/>
    public double[] LogProbabilities(IReadOnlyList<TokenSequence> sequences) => Score(sequences, Model.Weights, isHeld: true);

    /// <inheritdoc/>
    public double[] ReferenceLogProbabilities(IReadOnlyList<TokenSequence> sequences) => Score(sequences, _reference, isHeld: false);

    /// <inheritdoc/>
    public void Backward(IReadOnlyList<TokenSequence> sequences, ReadOnlySpan<double> slopes)
    {
        int[] starts = Starts(sequences);
        if (slopes.Length != starts[^1])
            throw new ArgumentException($"{slopes.Length} slopes for {starts[^1]} tokens", nameof(slopes));
        double[] given = slopes.ToArray();
        List<int[]> passes = Passes(sequences);
        foreach (int[] members in passes)
        {
            int[] targets = Targets(sequences, members, out int length);
            if (passes.Count > 1 || !ReferenceEquals(_held, sequences))
                Forward(sequences, members, length, Model.Weights);
            var weights = new float[targets.Length];
            foreach ((int row, int token) in Rows(sequences, members, starts, length))
                weights[row] = (float)-given[token];
            CrossEntropy.Backward(_pass.Logits, targets, weights, Model.Config.VocabularySize, _threads);
            _pass.Backward(Model.Weights, _trained.ModelGradient);
        }

        _held = null;
    }

    /// <inheritdoc/>
    public void ClearGradient() => Array.Clear(_trained.ModelGradient);

    /// <inheritdoc/>
    public double Divergence(IReadOnlyList<TokenSequence> sequences)
    {
        int[] starts = Starts(sequences);
        int vocabulary = Model.Config.VocabularySize;
        double sum = 0;
        foreach (int[] members in Passes(sequences))
        {
            _ = Targets(sequences, members, out int length);
            Forward(sequences, members, length, Model.Weights);
            float[] policy = _pass.Logits.ToArray();
            Forward(sequences, members, length, _reference);
            ReadOnlySpan<float> reference = _pass.Logits.Span;
            foreach ((int row, _) in Rows(sequences, members, starts, length))
                sum += Divergence(policy.AsSpan(row * vocabulary, vocabulary), reference.Slice(row * vocabulary, vocabulary));
        }

        return sum / starts[^1];
    }

    /// <inheritdoc/>
    public TokenSequence Draw(ReadOnlySpan<int> prompt, int maxTokens, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTokens);
        var decoder = new LlamaDecoder(Model, _threads);
        var random = new Xoshiro(seed);
        var plain = new SamplingOptions();
        var drawn = ImmutableArray.CreateBuilder<int>();
        ReadOnlySpan<float> logits = decoder.Advance(prompt);
        do
        {
            if (drawn.Count > 0)
                logits = decoder.Advance([drawn[^1]]);
            drawn.Add(TokenSampler.Draw(logits, plain, ref random));
        }
        while (drawn.Count < maxTokens && decoder.Position < Model.Config.MaxPositions && !Model.Config.EndTokens.Contains(drawn[^1]));

        return TokenSequence.Answer(prompt, drawn.ToImmutable().AsSpan());
    }

    /// <summary>To be called after the trained parameters were changed.</summary>
    internal void Refresh()
    {
        _trained.Merge();
        _held = null;
    }

    private static double Divergence(ReadOnlySpan<float> policy, ReadOnlySpan<float> reference)
    {
        double p = LogSum(policy), q = LogSum(reference), sum = 0;
        for (int i = 0; i < policy.Length; i++)
            sum += Math.Exp(policy[i] - p) * (policy[i] - p - (reference[i] - q));
        return Math.Max(0, sum);
    }

    private static double LogSum(ReadOnlySpan<float> logits)
    {
        double max = TensorPrimitives.Max(logits), sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - max);
        return max + Math.Log(sum);
    }

    private double[] Score(IReadOnlyList<TokenSequence> sequences, float[] weights, bool isHeld)
    {
        int[] starts = Starts(sequences);
        var result = new double[starts[^1]];
        _held = null;
        foreach (int[] members in Passes(sequences))
        {
            int[] targets = Targets(sequences, members, out int length);
            Forward(sequences, members, length, weights);
            double[] found = CrossEntropy.LogProbabilities(_pass.Logits, targets, Model.Config.VocabularySize, _threads);
            foreach ((int row, int token) in Rows(sequences, members, starts, length))
                result[token] = found[row];
        }

        _held = isHeld ? sequences : null;
        return result;
    }

    private void Forward(IReadOnlyList<TokenSequence> sequences, int[] members, int length, float[] weights)
    {
        var tokens = new int[members.Length * length];
        for (int i = 0; i < members.Length; i++)
            sequences[members[i]].Tokens.AsSpan()[..^1].CopyTo(tokens.AsSpan(i * length));
        _pass.Forward(weights, tokens, members.Length);
    }

    // Which sequences run together: by length, so that little is filled up; the same for the same list whatever the threads.
    private List<int[]> Passes(IReadOnlyList<TokenSequence> sequences)
    {
        var passes = new List<int[]>();
        var members = new List<int>();
        foreach (int i in Enumerable.Range(0, sequences.Count).OrderBy(i => sequences[i].Tokens.Length))
        {
            int length = sequences[i].Tokens.Length - 1;
            if (length > Model.Config.MaxPositions)
                throw new ArgumentException($"sequence {i} has {length + 1} tokens; the model reads {Model.Config.MaxPositions} and one more", nameof(sequences));
            if (members.Count > 0 && (members.Count + 1) * length > _capacity)
            {
                passes.Add([.. members]);
                members.Clear();
            }

            members.Add(i);
        }

        passes.Add([.. members]);
        return passes;
    }

    private static int[] Targets(IReadOnlyList<TokenSequence> sequences, int[] members, out int length)
    {
        length = members.Max(i => sequences[i].Tokens.Length) - 1;
        var targets = new int[members.Length * length];
        Array.Fill(targets, -1);
        for (int i = 0; i < members.Length; i++)
        {
            foreach (TokenSpan turn in sequences[members[i]].Turns)
                sequences[members[i]].Tokens.AsSpan(turn.Start, turn.Length).CopyTo(targets.AsSpan((i * length) + turn.Start - 1));
        }

        return targets;
    }

    // The row that predicts each token of a turn, and the token's place among all.
    private static IEnumerable<(int Row, int Token)> Rows(IReadOnlyList<TokenSequence> sequences, int[] members, int[] starts, int length)
    {
        for (int i = 0; i < members.Length; i++)
        {
            int token = starts[members[i]];
            foreach (TokenSpan turn in sequences[members[i]].Turns)
            {
                for (int at = turn.Start; at < turn.End; at++)
                    yield return ((i * length) + at - 1, token++);
            }
        }
    }

    private static int[] Starts(IReadOnlyList<TokenSequence> sequences)
    {
        if (sequences.Count == 0)
            throw new ArgumentException("no sequences", nameof(sequences));
        var starts = new int[sequences.Count + 1];
        for (int i = 0; i < sequences.Count; i++)
            starts[i + 1] = starts[i] + sequences[i].ScoredTokens;
        return starts;
    }
}
