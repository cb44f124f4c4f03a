using Concordat.Audits;
using Concordat.Numerics.Distributions;

namespace Concordat.Models.Laboratories;

/// <summary>Findings over replicates: the mean with Student's interval, a replicate counting once.</summary>
/// <remarks>x̄ ± t₍₁₊L₎⁄₂,ₙ₋₁ · s/√n over n replicates: an interval for the mean of replicates drawn like these, not for one of them.</remarks>
internal sealed class LaboratoryFindings(LaboratoryRequest request, ImmutableArray<MeasureDescription> measures)
{
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();

    /// <summary>All findings so far, in the order in which they were added.</summary>
    public ImmutableArray<Finding> All => _findings.ToImmutable();

    /// <summary>The mean over replicates.</summary>
    public Estimate Mean(IEnumerable<double> values)
    {
        double[] each = [.. values];
        if (each.Length < 2)
            throw new ArgumentException($"{each.Length} replicates; an interval takes two", nameof(values));
        double mean = each.Average();
        double half = StudentT.TwoSided(request.ConfidenceLevel, each.Length - 1) * Math.Sqrt(each.Sum(value => (value - mean) * (value - mean)) / (each.Length - 1) / each.Length);
        return new Estimate(mean, mean - half, mean + half, request.ConfidenceLevel, each.Length, IntervalMethod.StudentT);
    }

    /// <summary>The mean of shares: its interval is cut where no share can lie.</summary>
    public Estimate Share(IEnumerable<double> values)
    {
        Estimate mean = Mean(values);
        return mean with { Lower = Math.Clamp(mean.Lower, 0, 1), Upper = Math.Clamp(mean.Upper, 0, 1) };
    }

    /// <summary>Adds the mean of a measure over replicates, or why there is none where a replicate has no value.</summary>
    /// <returns>The estimate; null where there is none.</returns>
    public Estimate? Add(string measure, GroupKey? group, IEnumerable<double> values, params ImmutableArray<ScopeEntry> scope)
    {
        double[] each = [.. values];
        int missing = each.Count(value => !double.IsFinite(value));
        Estimate? estimate = missing > 0 ? null
            : measures.First(one => one.Id == measure).Unit == MeasureUnit.Proportion ? Share(each)
            : Mean(each);
        _findings.Add(new Finding(measure, group, estimate, missing == 0 ? null : $"{missing} of {each.Length} replicates gave no finite value")
        {
            Scope = scope,
            Unit = SampleUnit.Replicates,
            UnitCount = each.Length,
        });
        return estimate;
    }
}
