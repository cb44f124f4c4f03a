using System.Globalization;

namespace Concordat.Web.Features.Desk;

/// <summary>How far one group's quota is filled.</summary>
/// <param name="Group">The group; empty where the round asks everyone alike.</param>
/// <param name="Filled">First answers that count for the quota; null where too few people of the group answered to be shown.</param>
/// <param name="Wanted">First answers that the quota asks for.</param>
public sealed record GroupFilling(string Group, long? Filled, long Wanted)
{
    public string Text => Filled is { } filled
        ? string.Create(CultureInfo.InvariantCulture, $"{filled} of {Wanted}") + (Wanted > 0 ? $" ({100 * filled / Wanted} %)" : "")
        : string.Create(CultureInfo.InvariantCulture, $"too few people to show; {Wanted} wanted");
}
