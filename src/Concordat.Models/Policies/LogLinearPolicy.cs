using System.Numerics.Tensors;
using Concordat.Choice.Policies;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Policies;

/// <summary>A policy over the finite candidates of prompts, π_θ ∝ π_ref·e^{θ·φ} with frozen features φ, in double precision: every expectation can be computed.</summary>
/// <remarks>
/// Tokens: a prompt is the one token that numbers it, an answer the one that numbers the candidate within the prompt; a conversation alternates the two.
/// ∂log π(y)/∂θ = φ(y) − E_π[φ]. Shapes: m candidates, d features. Not for use by two callers at once. Randomness: none, except in drawing.
/// </remarks>
public sealed class LogLinearPolicy : IPolicy
{
    private readonly double[] _features, _probabilities, _logits;

    /// <param name="candidates">Prompts, candidates and the reference.</param>
    /// <param name="features">φ, (m·d), row-major.</param>
    /// <exception cref="ArgumentException">The features are no matrix with a row for each candidate.</exception>
    public LogLinearPolicy(CandidateSet candidates, ReadOnlySpan<double> features)
    {
        if (features.IsEmpty || features.Length % candidates.Count != 0)
            throw new ArgumentException($"{features.Length} feature values for {candidates.Count} candidates; expected equally many for each", nameof(features));
        (Candidates, _features) = (candidates, features.ToArray());
        (_probabilities, _logits) = (new double[candidates.Count], new double[candidates.Count]);
        (Coefficients, Gradient) = (new double[features.Length / candidates.Count], new double[features.Length / candidates.Count]);
    }

    public CandidateSet Candidates { get; }

    /// <summary>θ, (d); 0 is the reference.</summary>
    public double[] Coefficients { get; }

    /// <summary>What <see cref="Backward"/> added up, (d).</summary>
    public double[] Gradient { get; }

    /// <summary>A feature for each candidate, so that every policy can be reached.</summary>
    public static LogLinearPolicy Tabular(CandidateSet candidates)
    {
        var identity = new double[candidates.Count * candidates.Count];
        for (int i = 0; i < candidates.Count; i++)
            identity[(i * candidates.Count) + i] = 1;
        return new LogLinearPolicy(candidates, identity);
    }

    /// <summary>π, (m).</summary>
    public double[] Probabilities()
    {
        for (int i = 0; i < _logits.Length; i++)
            _logits[i] = TensorPrimitives.Dot<double>(Row(i), Coefficients);
        Candidates.Tilt(_logits, _probabilities);
        return [.. _probabilities];
    }

    /// <inheritdoc/>
    public double[] LogProbabilities(IReadOnlyList<TokenSequence> sequences)
    {
        double[] policy = Probabilities();
        return [.. Chosen(sequences).Select(at => Math.Log(policy[at.Candidate]))];
    }

    /// <inheritdoc/>
    public double[] ReferenceLogProbabilities(IReadOnlyList<TokenSequence> sequences) => [.. Chosen(sequences).Select(at => Math.Log(Candidates.Reference[at.Candidate]))];

    /// <inheritdoc/>
    public void Backward(IReadOnlyList<TokenSequence> sequences, ReadOnlySpan<double> slopes)
    {
        (int Prompt, int Candidate)[] chosen = Chosen(sequences);
        if (slopes.Length != chosen.Length)
            throw new ArgumentException($"{slopes.Length} slopes for {chosen.Length} tokens", nameof(slopes));
        double[] policy = Probabilities(), weights = new double[policy.Length];
        for (int k = 0; k < chosen.Length; k++)
        {
            weights[chosen[k].Candidate] += slopes[k];
            (int start, int end) = Candidates.CandidatesOf(chosen[k].Prompt);
            for (int i = start; i < end; i++)
                weights[i] -= slopes[k] * policy[i];
        }

        for (int i = 0; i < weights.Length; i++)
            TensorPrimitives.MultiplyAdd(Row(i), weights[i], Gradient, Gradient);
    }

    /// <inheritdoc/>
    public void ClearGradient() => Array.Clear(Gradient);

    /// <inheritdoc/>
    public double Divergence(IReadOnlyList<TokenSequence> sequences)
    {
        double[] policy = Probabilities();
        return Chosen(sequences).Average(at =>
        {
            (int start, int end) = Candidates.CandidatesOf(at.Prompt);
            return Enumerable.Range(start, end - start).Sum(i => policy[i] > 0 ? policy[i] * Math.Log(policy[i] / Candidates.Reference[i]) : 0);
        });
    }

    /// <inheritdoc/>
    public TokenSequence Draw(ReadOnlySpan<int> prompt, int maxTokens, ulong seed)
    {
        (int start, int end) = Candidates.CandidatesOf(prompt[^1]);
        double[] policy = Probabilities();
        double u = new Xoshiro(seed).NextDouble();
        int drawn = start;
        for (u -= policy[drawn]; u >= 0 && drawn + 1 < end; u -= policy[drawn])
            drawn++;
        return TokenSequence.Answer(prompt, [drawn - start]);
    }

    private ReadOnlySpan<double> Row(int candidate) => _features.AsSpan(candidate * Coefficients.Length, Coefficients.Length);

    private (int Prompt, int Candidate)[] Chosen(IReadOnlyList<TokenSequence> sequences) => [.. sequences.SelectMany(Chosen)];

    private IEnumerable<(int Prompt, int Candidate)> Chosen(TokenSequence sequence)
    {
        foreach (TokenSpan turn in sequence.Turns)
        {
            int prompt = sequence.Tokens[turn.Start - 1], answer = sequence.Tokens[turn.Start];
            if (turn.Length != 1 || (uint)prompt >= (uint)Candidates.Prompts)
                throw new ArgumentException($"a turn of {turn.Length} tokens after token {prompt}; expected one candidate of a prompt in 0 … {Candidates.Prompts - 1}", nameof(sequence));
            (int start, int end) = Candidates.CandidatesOf(prompt);
            if ((uint)answer >= (uint)(end - start))
                throw new ArgumentException($"candidate {answer} of prompt {prompt}; expected 0 … {end - start - 1}", nameof(sequence));
            yield return (prompt, start + answer);
        }
    }
}
