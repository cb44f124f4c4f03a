using Concordat.Claims;

namespace Concordat.Web.Features.Reading;

/// <summary>A claim with what became of it.</summary>
/// <param name="Claim">As its file has it.</param>
/// <param name="RunId">The run that gave it; null where a person did.</param>
/// <param name="SystemVersion">The system version that run is about.</param>
/// <param name="IsReplaced">Whether another claim stands in its place.</param>
/// <param name="IsExpired">Whether its day has passed.</param>
public sealed record ClaimEntry(Claim Claim, string? RunId, string? SystemVersion, bool IsReplaced, bool IsExpired)
{
    public string Id => Claim.Id;

    public bool Stands => !IsReplaced && !IsExpired;

    /// <summary>What a verdict says, in parts; null where it is none.</summary>
    public ToldVerdict? Told { get; } = ToldVerdict.Of(Claim);

    /// <summary>What it says, in a list of others: of a verdict a sentence without its figures.</summary>
    public string Brief => Told is { } told ? $"{told}{(SystemVersion is null ? "" : $" ({SystemVersion})")}." : Claim.Description;

    /// <summary>Everything it says, for looking up.</summary>
    public string Text => $"{Claim.Description}\n{Claim.Body}";
}
