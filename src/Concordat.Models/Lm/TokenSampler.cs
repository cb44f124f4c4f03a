using System.Buffers;
using System.Numerics.Tensors;
using Concordat.Numerics.LinearAlgebra;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Lm;

/// <summary>Turns logits into the distribution that the options leave, and draws from it.</summary>
/// <remarks>
/// Order of probability, ties by lower token. Where nothing is cut off, a draw walks over the tokens as they are numbered, since no order is needed.
/// Randomness: one uniform number for each draw, none at temperature 0 or where one token is left.
/// Source: Fan et al. (2018), top-k; Holtzman et al. (2020), top-p; Nguyen et al. (2024), arXiv:2407.01082, min-p.
/// </remarks>
public static class TokenSampler
{
    // Below it a product of single precision may overflow.
    private const double LeastTemperature = 1e-6;

    // So many of the most probable tokens are ordered first; more only where they do not reach the options' mass.
    private const int FirstOrdered = 128;

    /// <summary>The tokens that can be drawn, the most probable first, with probabilities that sum to 1.</summary>
    /// <exception cref="ArgumentException">There are no logits, one is not a number, the greatest is not finite, or an option is outside its range.</exception>
    public static ImmutableArray<(int Token, double Probability)> Distribution(ReadOnlySpan<float> logits, SamplingOptions options)
    {
        options.Validate();
        float max = Greatest(logits);
        if (options.Temperature == 0)
            return [(logits.IndexOf(max), 1)];
        int most = options.TopK == 0 ? logits.Length : Math.Min(options.TopK, logits.Length);
        bool isCut = options.TopK == 0 && (options.TopP < 1 || options.MinP > 0);
        double all = isCut && options.TopP < 1 ? Mass(logits, max, options.Temperature) : double.PositiveInfinity;
        for (int ordered = isCut ? Math.Min(FirstOrdered, most) : most; ; ordered = Math.Min(8 * ordered, most))
        {
            int[] order = Order(logits, ordered);
            var probabilities = new double[ordered];
            for (int i = 0; i < ordered; i++)
                probabilities[i] = Math.Exp(((double)logits[order[i]] - max) / options.Temperature);
            int kept = Reaching(probabilities, options.TopP * (ordered == most ? probabilities.Sum() : all));
            while (kept > 1 && probabilities[kept - 1] < options.MinP * probabilities[0])
                kept--;
            if (kept == ordered && ordered < most)
                continue;
            double total = probabilities.AsSpan(0, kept).ToArray().Sum();
            return [.. Enumerable.Range(0, kept).Select(i => (order[i], probabilities[i] / total))];
        }
    }

    /// <summary>Draws a token.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Distribution"/>.</exception>
    public static int Draw(ReadOnlySpan<float> logits, SamplingOptions options, ref Xoshiro random)
    {
        if (options is { Temperature: > LeastTemperature, TopK: 0, TopP: 1, MinP: 0 })
            return DrawFromAll(logits, options, ref random);
        ImmutableArray<(int Token, double Probability)> left = Distribution(logits, options);
        if (left.Length == 1)
            return left[0].Token;
        double u = random.NextDouble();
        foreach ((int token, double probability) in left)
        {
            u -= probability;
            if (u < 0)
                return token;
        }

        return left[^1].Token;
    }

    private static int DrawFromAll(ReadOnlySpan<float> logits, SamplingOptions options, ref Xoshiro random)
    {
        options.Validate();
        float max = Greatest(logits);
        float[] rented = ArrayPool<float>.Shared.Rent(logits.Length);
        Span<float> shares = rented.AsSpan(0, logits.Length);
        TensorPrimitives.Subtract(logits, max, shares);
        FloatExponential.Replace(shares, (float)(1 / options.Temperature), 0);
        double mass = 0;
        foreach (float share in shares)
            mass += share;
        double u = random.NextDouble() * mass;
        int token = 0, last = 0;
        for (; token < shares.Length; token++)
        {
            if (shares[token] == 0)
                continue;
            last = token;
            u -= shares[token];
            if (u < 0)
                break;
        }

        ArrayPool<float>.Shared.Return(rented);
        return last;
    }

    private static float Greatest(ReadOnlySpan<float> logits)
    {
        if (logits.IsEmpty)
            throw new ArgumentException("no logits", nameof(logits));
        float max = TensorPrimitives.Max(logits);
        if (float.IsNaN(max))
            throw new ArgumentException("a logit is not a number", nameof(logits));
        return float.IsFinite(max) ? max : throw new ArgumentException($"the greatest logit is {max}; expected a finite number", nameof(logits));
    }

    private static double Mass(ReadOnlySpan<float> logits, float max, double temperature)
    {
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(((double)logit - max) / temperature);
        return sum;
    }

    // Ordered as whole numbers: the bits of −z, turned so that they ascend with it, above the token.
    private static int[] Order(ReadOnlySpan<float> logits, int count)
    {
        var keys = new ulong[logits.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(0f - logits[i]);
            keys[i] = ((ulong)((bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000) << 32) | (uint)i;
        }

        Span<ulong> least = keys;
        // Halving around a middle value until what is left reaches just over the count.
        while (least.Length > 4 * count)
        {
            ulong middle = MiddleOf(least[0], least[least.Length / 2], least[^1]);
            int below = 0;
            for (int i = 0; i < least.Length; i++)
            {
                if (least[i] <= middle)
                {
                    (least[below], least[i]) = (least[i], least[below]);
                    below++;
                }
            }

            if (below < count || below == least.Length)
                break;
            least = least[..below];
        }

        least.Sort();
        var order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = (int)(uint)least[i];
        return order;
    }

    private static ulong MiddleOf(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private static int Reaching(double[] probabilities, double mass)
    {
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i];
            if (sum >= mass)
                return i + 1;
        }

        return probabilities.Length;
    }
}
