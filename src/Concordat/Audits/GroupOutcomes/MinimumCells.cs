namespace Concordat.Audits.GroupOutcomes;

/// <summary>Decides what must not be shown: cells of too few, and totals from which one could be had by subtraction.</summary>
internal sealed class MinimumCells(OutcomeRows rows, UnitSums sums, int minimum)
{
    /// <summary>Why a cell is withheld; null if it may be shown.</summary>
    public string? WhyWithheld(params ReadOnlySpan<int> cells)
    {
        foreach (int cell in cells)
        {
            if (sums.Units[cell] == 0 || sums.Units[cell] < minimum)
                return $"fewer than {Math.Max(1, minimum)} {rows.UnitWord}";
            if (rows.HasRaters && sums.Raters[cell] < minimum)
                return $"fewer than {minimum} raters";
        }

        return null;
    }

    /// <summary>Whether the observations that <paramref name="selects"/> picks come from some, but fewer than the minimum of units or raters.</summary>
    public bool IsSmallRemainder(Func<int, bool> selects)
    {
        var seen = new HashSet<int>();
        long units = 0;
        var raters = new HashSet<int>();
        for (int observation = 0; observation < rows.Count; observation++)
        {
            if (!selects(observation))
                continue;
            if (seen.Add(rows.UnitCode[observation]))
                units += rows.Unit == SampleUnit.Ratings && rows.Times.Length > 0 ? rows.Times[observation] : 1;
            raters.Add(rows.Rater[observation]);
            if (units >= minimum && (!rows.HasRaters || raters.Count >= minimum))
                return false;
        }

        return units > 0;
    }
}
