using Concordat.Audits;

namespace Concordat.Laboratories;

/// <summary>What a laboratory gives back.</summary>
/// <param name="Answers">The results in sentences, each with its figures, the most important first.</param>
/// <param name="Settings">What was fixed beforehand, at the scale that was run.</param>
/// <param name="PlantedValues">Planted quantities beside what was found of them.</param>
/// <param name="Result">Findings, figures, diagnostics.</param>
public sealed record LaboratoryOutcome(
    ImmutableArray<string> Answers,
    ImmutableArray<LaboratorySetting> Settings,
    ImmutableArray<PlantedValue> PlantedValues,
    AuditResult Result);
