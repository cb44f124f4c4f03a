namespace Concordat.Web.Features.Workshop;

/// <summary>The declared rule of a use case.</summary>
public sealed record RuleRow(long ThresholdPercent, Democracy Democracy)
{
    /// <summary>The rule in words, as it goes into the record and the charter.</summary>
    public string Text => $"At least {ThresholdPercent} % of each community's votes for or against agree, and no serious objection is unanswered.";
}
