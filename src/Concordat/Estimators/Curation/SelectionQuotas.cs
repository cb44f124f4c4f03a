namespace Concordat.Estimators.Curation;

/// <summary>How many examples each group may have, so that a set can be made for a community or a role.</summary>
/// <param name="Group">The group of each row, 0 … g − 1, or −1 for a row of none, which is then never chosen, (n); empty for no quotas.</param>
/// <param name="Capacity">How many may be chosen of each group, (g).</param>
public sealed record SelectionQuotas(ImmutableArray<int> Group, ImmutableArray<int> Capacity)
{
    public static SelectionQuotas None { get; } = new([], []);

    public bool IsNone => Group.IsEmpty;

    /// <summary>A count of what may still be chosen.</summary>
    internal Count Begin() => new(this, [.. Capacity]);

    internal sealed class Count(SelectionQuotas quotas, int[] left)
    {
        public bool Allows(int row) => quotas.IsNone || (quotas.Group[row] >= 0 && left[quotas.Group[row]] > 0);

        public void Take(int row)
        {
            if (!quotas.IsNone)
                left[quotas.Group[row]]--;
        }
    }
}
