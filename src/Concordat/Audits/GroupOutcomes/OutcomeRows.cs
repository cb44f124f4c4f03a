using Concordat.Evidence;

namespace Concordat.Audits.GroupOutcomes;

/// <summary>The observations that the options select: for each a numerator and denominator, so that every statistic is Σ numerator / Σ denominator.</summary>
internal sealed class OutcomeRows
{
    /// <summary>Why nothing could be selected; the arrays are then empty.</summary>
    public string? WhyMissing { get; init; }

    public SampleUnit Unit { get; init; } = SampleUnit.Items;

    /// <summary>Every numerator is 0 or its denominator.</summary>
    public bool IsProportion { get; init; }

    /// <summary>The limits of a single number, where the scale declares both.</summary>
    public (double Minimum, double Maximum)? Limits { get; init; }

    public ImmutableArray<AttributeColumn> RowAttributes { get; init; } = [];

    /// <summary>Row of the table; shape (n), as all that follow.</summary>
    public int[] Row { get; init; } = [];

    public int[] Rater { get; init; } = [];

    public int[] Item { get; init; } = [];

    public int[] System { get; init; } = [];

    /// <summary>Code of the independent unit, 0 … UnitTotal − 1.</summary>
    public int[] UnitCode { get; init; } = [];

    /// <summary>0, or 1 for the system that a change leads to.</summary>
    public byte[] Slot { get; init; } = [];

    public double[] Numerator { get; init; } = [];

    /// <summary>For how many equal observations each stands; empty where each stands for itself.</summary>
    public long[] Times { get; init; } = [];

    /// <summary>How much each observation counts, positive; empty where each counts once.</summary>
    public double[] Weight { get; init; } = [];

    public int UnitTotal { get; init; }

    public int RaterTotal { get; init; }

    /// <summary>Whether the rows are ratings, whose raters must not be singled out.</summary>
    public bool HasRaters { get; init; }

    public ExclusionCounts Excluded { get; init; } = ExclusionCounts.None(0);

    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    public int Count => Row.Length;

    public string UnitWord => Unit switch
    {
        SampleUnit.Raters => "raters",
        SampleUnit.Items => "items",
        _ => "observations",
    };
}
