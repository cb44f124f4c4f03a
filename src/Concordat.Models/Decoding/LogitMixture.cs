using System.Globalization;
using System.Numerics.Tensors;

namespace Concordat.Models.Decoding;

/// <summary>How the logits of several models over one vocabulary become those of the next token.</summary>
/// <remarks>
/// s = Σᵢ wᵢ·zᵢ + Σⱼ αⱼ·(z_expert(j) − z_anti(j)); where a limit ρ is set, only tokens with p(v) ≥ ρ·max p under one of the members keep their s. A constant added to a member's
/// logits changes nothing, so that log-probabilities serve as well as logits.
/// Proxy-tuning is w = (1), one shift: Liu et al. (2024), arXiv:2401.08565, eq. 1. Emulated fine-tuning, log π_large + (log π_tuned − log π_small), is the same sum at α = 1:
/// Mitchell et al. (2023), arXiv:2310.12962. Contrastive decoding is w = (1, −1) under ρ = .1: Li et al. (2022), arXiv:2210.15097; with an anchor (1 + α)·z − α·z′: O'Brien &amp;
/// Lewis (2023), arXiv:2309.09117. MOD, π ∝ Π πᵢ^wᵢ, has terms alone: Shi et al. (2024), arXiv:2406.18853, eq. 7. A shift with α = 0 is not computed: what is left is the base's, bit for bit.
/// Time O(members·vocabulary). Randomness: none.
/// </remarks>
public sealed record LogitMixture
{
    /// <summary>The limit of contrastive decoding.</summary>
    public const double UsualLimit = .1;

    private LogitMixture(ImmutableArray<MixtureTerm> terms, ImmutableArray<MixtureShift> shifts)
    {
        if (terms.Any(term => !double.IsFinite(term.Weight)) || shifts.Any(shift => !double.IsFinite(shift.Alpha)))
            throw new ArgumentException("a weight or α is not a finite number");
        (Terms, Shifts) = (terms, shifts);
        Members = Math.Max(terms.Max(term => term.Member), shifts.IsEmpty ? 0 : shifts.Max(shift => Math.Max(shift.Expert, shift.Anti))) + 1;
    }

    public ImmutableArray<MixtureTerm> Terms { get; }

    public ImmutableArray<MixtureShift> Shifts { get; }

    /// <summary>How many members it speaks of.</summary>
    public int Members { get; }

    /// <summary>ρ, the share of the greatest probability under <see cref="LimitBy"/> that a token must have; 0 for no limit.</summary>
    public double Limit { get; private init; }

    /// <summary>The member by which tokens are limited.</summary>
    public int LimitBy { get; private init; }

    /// <summary>The first member as it is.</summary>
    public static LogitMixture Alone { get; } = Only(0);

    /// <summary>One member as it is.</summary>
    public static LogitMixture Only(int member) => new([new MixtureTerm(member, 1)], []);

    /// <summary>Base (member 0), expert (1), anti-expert (2).</summary>
    public static LogitMixture ProxyTuning(double alpha) => Shifted(alpha);

    /// <summary>Base (member 0) and for each α an expert and an anti-expert: members 1 + 2j and 2 + 2j.</summary>
    public static LogitMixture Shifted(params ImmutableArray<double> alphas) =>
        new([new MixtureTerm(0, 1)], [.. alphas.Select((alpha, j) => new MixtureShift(1 + (2 * j), 2 + (2 * j), alpha))]);

    /// <summary>π ∝ Π πᵢ^wᵢ, member i with weight i.</summary>
    /// <exception cref="ArgumentException">A weight is negative, or they do not sum to 1: the product would then sharpen or flatten what the members share.</exception>
    public static LogitMixture Objectives(params ImmutableArray<double> weights)
    {
        if (weights.IsDefaultOrEmpty || weights.Any(weight => !(weight >= 0)) || Math.Abs(weights.Sum() - 1) > 1e-9)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"weights are {string.Join(", ", weights)}; expected weights from 0 that sum to 1"));
        return new LogitMixture([.. weights.Select((weight, i) => new MixtureTerm(i, weight))], []);
    }

    /// <summary>Member 0 against the weaker member 1, under the limit of member 0: the difference, or with an α the anchored form (1 + α)·z₀ − α·z₁.</summary>
    public static LogitMixture Contrastive(double? alpha, double limit = UsualLimit) => alpha is { } anchored
        ? new LogitMixture([new MixtureTerm(0, 1)], [new MixtureShift(0, 1, anchored)]).LimitedBy(0, limit)
        : new LogitMixture([new MixtureTerm(0, 1), new MixtureTerm(1, -1)], []).LimitedBy(0, limit);

    /// <summary>The same with a limit.</summary>
    /// <exception cref="ArgumentException">The limit is outside [0, 1].</exception>
    public LogitMixture LimitedBy(int member, double limit) => limit is >= 0 and <= 1
        ? this with { Limit = limit, LimitBy = member }
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the limit is {limit}; it must lie in [0, 1]"));

    /// <summary>Whether a member's logits are needed.</summary>
    public bool Uses(int member) => Terms.Any(term => term.Member == member) || Shifts.Any(shift => shift.Alpha != 0 && (shift.Expert == member || shift.Anti == member))
        || (Limit > 0 && LimitBy == member);

    /// <summary>Whether more of a member's logit makes a token more probable.</summary>
    public bool Favours(int member) => Terms.Where(term => term.Member == member).Sum(term => term.Weight)
        + Shifts.Sum(shift => (shift.Expert == member ? shift.Alpha : 0) - (shift.Anti == member ? shift.Alpha : 0)) > 0;

    /// <summary>Combines.</summary>
    /// <param name="logits">Of each member, (vocabulary); those that are not used may be empty.</param>
    /// <param name="result">Receives s, (vocabulary).</param>
    public void Combine(ReadOnlySpan<ReadOnlyMemory<float>> logits, Span<float> result)
    {
        for (int i = 0; i < Terms.Length; i++)
        {
            ReadOnlySpan<float> member = logits[Terms[i].Member].Span;
            if (i > 0)
                TensorPrimitives.MultiplyAdd(member, (float)Terms[i].Weight, result, result);
            else if (Terms[i].Weight == 1)
                member.CopyTo(result);
            else
                TensorPrimitives.Multiply(member, (float)Terms[i].Weight, result);
        }

        foreach (MixtureShift shift in Shifts.Where(shift => shift.Alpha != 0))
        {
            ReadOnlySpan<float> expert = logits[shift.Expert].Span, anti = logits[shift.Anti].Span;
            float alpha = (float)shift.Alpha;
            for (int v = 0; v < result.Length; v++)
                result[v] += alpha * (expert[v] - anti[v]);
        }

        if (Limit <= 0)
            return;
        ReadOnlySpan<float> by = logits[LimitBy].Span;
        double least = TensorPrimitives.Max(by) + Math.Log(Limit);
        for (int v = 0; v < result.Length; v++)
        {
            if (by[v] < least)
                result[v] = float.NegativeInfinity;
        }
    }

    /// <summary>The sum as a record states it.</summary>
    public string Formula(IReadOnlyList<string> names)
    {
        string Signed(double weight, string name, bool isFirst) => string.Create(CultureInfo.InvariantCulture,
            $"{(weight < 0 ? isFirst ? "−" : " − " : isFirst ? "" : " + ")}{(Math.Abs(weight) == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(weight)}·"))}{name}");
        string terms = string.Concat(Terms.Select((term, i) => Signed(term.Weight, names[term.Member], i == 0)));
        string shifts = string.Concat(Shifts.Select(shift => Signed(shift.Alpha, $"({names[shift.Expert]} − {names[shift.Anti]})", false)));
        return terms + shifts + (Limit > 0 ? string.Create(CultureInfo.InvariantCulture, $", p ≥ {Limit}·max under {names[LimitBy]}") : "");
    }
}
