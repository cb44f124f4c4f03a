using Concordat.Models.Laboratories.Almanac;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Curation;

/// <summary>One world, one pool, one model before tuning, and what each set of examples makes of it.</summary>
/// <param name="Loss">Nats a token of the good answer, by set, before tuning first.</param>
/// <param name="Good">P(the good answer), by set.</param>
/// <param name="True">P(the true value), by set.</param>
/// <param name="Closed">P(the closing | the true value), by set.</param>
/// <param name="Sizes">Examples in each set.</param>
/// <param name="Chosen">Share of good answers within each set; none before tuning.</param>
/// <param name="Pairs">Different questions within each set: places and fields, as a share of all.</param>
internal sealed record CurationReplicate(double[] Loss, double[] Good, double[] True, double[] Closed, double[] Sizes, double[] Chosen, double[] Pairs)
{
    public static ImmutableArray<string> Sets { get; } = ["before tuning", "all of the pool", "curated", "quality alone", "at random"];

    private const double TuningRate = 1e-3;
    private const int Lines = 8000;

    public static CurationReplicate Draw(CurationScale scale, ulong seed, CancellationToken cancellationToken)
    {
        var world = new AlmanacWorld(scale.Places, seed);
        string text = CurationPool.Text(world, Math.Min(Lines, scale.BaseSteps * 4), Xoshiro.DeriveSeed(seed, 1));
        BpeTokenizer tokenizer = BpeTrainer.Train([text], 1024, [], cancellationToken);
        LlamaModel basis = AlmanacModel.OnText(tokenizer, text, scale.Width, 2, scale.BaseSteps, Xoshiro.DeriveSeed(seed, 2), cancellationToken);
        var pool = new CurationPool(world, scale.Pool, Xoshiro.DeriveSeed(seed, 3));
        (ImmutableArray<int> curated, ImmutableArray<int> quality) = pool.Choose(scale.Size, cancellationToken);
        int[][] sets = [[], [.. Enumerable.Range(0, scale.Pool)], [.. curated], [.. quality], pool.AtRandom(scale.Size, Xoshiro.DeriveSeed(seed, 4))];
        int n = sets.Length;
        var result = new CurationReplicate(new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        for (int s = 0; s < n; s++)
        {
            (string, string)[] examples = [.. sets[s].Select(row => (pool.Examples[row].Example.Prompt, pool.Examples[row].Example.Answer))];
            LlamaModel model = examples.Length == 0 ? basis
                : AlmanacModel.OnAnswers(basis, tokenizer, examples, scale.Steps, CurationScale.Batch, TuningRate, Xoshiro.DeriveSeed(seed, 5), cancellationToken);
            result.Score(s, CurationPool.HeldOut(world), model, tokenizer);
            result.Sizes[s] = examples.Length;
            result.Chosen[s] = sets[s].Length == 0 ? double.NaN : sets[s].Average(row => pool.Examples[row].Kind == CurationPool.Kind.Good ? 1.0 : 0);
            result.Pairs[s] = sets[s].Select(row => pool.Examples[row].Example.Prompt).Distinct(StringComparer.Ordinal).Count() / (double)(scale.Places * AlmanacWorld.Fields * CurationPool.Authors);
        }

        return result;
    }

    private void Score(int set, ImmutableArray<(string Prompt, string Value, string Closing)> heldOut, LlamaModel model, BpeTokenizer tokenizer)
    {
        double[] values = AlmanacModel.LogProbabilities(model, tokenizer, heldOut.Select(one => (one.Prompt, one.Value)));
        double[] closings = AlmanacModel.LogProbabilities(model, tokenizer, heldOut.Select(one => (one.Prompt + one.Value, one.Closing)));
        int tokens = heldOut.Sum(one => tokenizer.Encode(one.Value).Length + tokenizer.Encode(one.Closing).Length);
        Loss[set] = -(values.Sum() + closings.Sum()) / tokens;
        Good[set] = values.Zip(closings, (value, closing) => Math.Exp(value + closing)).Average();
        True[set] = values.Average(Math.Exp);
        Closed[set] = closings.Average(Math.Exp);
    }
}
