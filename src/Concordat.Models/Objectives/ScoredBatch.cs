using Concordat.Models.Policies;

namespace Concordat.Models.Objectives;

/// <summary>Examples with the log-probabilities of their tokens: all that an objective sees of a policy.</summary>
/// <remarks>Shapes: N tokens in turns of all sequences, example after example, sequence after sequence; C of all contrasts. Units: nats.</remarks>
public sealed class ScoredBatch
{
    private readonly int[][] _starts, _contrastStarts;

    /// <param name="examples">The examples.</param>
    /// <param name="policy">log π, (N).</param>
    /// <param name="reference">log π_ref, (N).</param>
    /// <param name="contrastPolicy">log π of the contrasts, (C); empty where they are not asked for.</param>
    /// <param name="contrastReference">log π_ref of the contrasts, (C); empty where they are not asked for.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public ScoredBatch(
        IReadOnlyList<ObjectiveExample> examples, double[] policy, double[] reference, double[]? contrastPolicy = null, double[]? contrastReference = null)
    {
        if (examples.Count == 0)
            throw new ArgumentException("no examples", nameof(examples));
        (Examples, Policy, Reference, ContrastPolicy, ContrastReference) = (examples, policy, reference, contrastPolicy ?? [], contrastReference ?? []);
        (_starts, int tokens) = Starts(examples, example => example.Sequences);
        (_contrastStarts, int contrasts) = Starts(examples, example => example.Contrasts);
        if (policy.Length != tokens || reference.Length != tokens)
            throw new ArgumentException($"{policy.Length} and {reference.Length} log-probabilities for {tokens} tokens", nameof(policy));
        if ((ContrastPolicy.Length != 0 && ContrastPolicy.Length != contrasts) || (ContrastReference.Length != 0 && ContrastReference.Length != contrasts))
            throw new ArgumentException($"{ContrastPolicy.Length} and {ContrastReference.Length} log-probabilities for {contrasts} tokens of contrasts", nameof(contrastPolicy));
    }

    public IReadOnlyList<ObjectiveExample> Examples { get; }

    /// <summary>log π, (N).</summary>
    public double[] Policy { get; }

    /// <summary>log π_ref, (N).</summary>
    public double[] Reference { get; }

    /// <summary>log π of the contrasts, (C) or empty.</summary>
    public double[] ContrastPolicy { get; }

    /// <summary>log π_ref of the contrasts, (C) or empty.</summary>
    public double[] ContrastReference { get; }

    /// <summary>All sequences, in the order of the log-probabilities.</summary>
    public static ImmutableArray<TokenSequence> Sequences(IEnumerable<ObjectiveExample> examples) => [.. examples.SelectMany(example => example.Sequences)];

    /// <summary>All contrasts, in the order of the log-probabilities.</summary>
    public static ImmutableArray<TokenSequence> Contrasts(IEnumerable<ObjectiveExample> examples) => [.. examples.SelectMany(example => example.Contrasts)];

    /// <summary>Where the tokens of a sequence start among all.</summary>
    public int Start(int example, int sequence) => _starts[example][sequence];

    /// <summary>The place among all tokens of each turn of a sequence.</summary>
    public IEnumerable<TokenSpan> Turns(int example, int sequence)
    {
        int at = _starts[example][sequence];
        foreach (TokenSpan turn in Examples[example].Sequences[sequence].Turns)
        {
            yield return new TokenSpan(at, turn.Length);
            at += turn.Length;
        }
    }

    /// <summary>Σ over the tokens of a sequence of log π.</summary>
    public double LogPolicy(int example, int sequence) => Sum(Policy, Span(example, sequence));

    /// <summary>Σ over the tokens of a sequence of log π/π_ref.</summary>
    public double LogRatio(int example, int sequence) => LogRatio(Span(example, sequence));

    /// <summary>Σ over tokens of log π/π_ref.</summary>
    public double LogRatio(TokenSpan tokens)
    {
        double sum = 0;
        for (int i = tokens.Start; i < tokens.End; i++)
            sum += Policy[i] - Reference[i];
        return sum;
    }

    /// <summary>Σ over the tokens of a contrast of log π/π_ref.</summary>
    public double ContrastLogRatio(int example, int contrast)
    {
        double sum = 0;
        int start = _contrastStarts[example][contrast];
        for (int i = start; i < start + Examples[example].Contrasts[contrast].ScoredTokens; i++)
            sum += ContrastPolicy[i] - ContrastReference[i];
        return sum;
    }

    /// <summary>log π of the tokens of a contrast.</summary>
    public ReadOnlySpan<double> ContrastLogPolicy(int example, int contrast) =>
        ContrastPolicy.AsSpan(_contrastStarts[example][contrast], Examples[example].Contrasts[contrast].ScoredTokens);

    /// <summary>The tokens of a sequence among all.</summary>
    public TokenSpan Span(int example, int sequence) => new(_starts[example][sequence], Examples[example].Sequences[sequence].ScoredTokens);

    private static double Sum(double[] values, TokenSpan tokens)
    {
        double sum = 0;
        for (int i = tokens.Start; i < tokens.End; i++)
            sum += values[i];
        return sum;
    }

    private static (int[][] Starts, int Count) Starts(IReadOnlyList<ObjectiveExample> examples, Func<ObjectiveExample, ImmutableArray<TokenSequence>> of)
    {
        int at = 0;
        var starts = new int[examples.Count][];
        for (int i = 0; i < starts.Length; i++)
        {
            ImmutableArray<TokenSequence> sequences = of(examples[i]);
            starts[i] = new int[sequences.Length];
            for (int s = 0; s < sequences.Length; s++)
            {
                starts[i][s] = at;
                at += sequences[s].ScoredTokens;
            }
        }

        return (starts, at);
    }
}
