namespace Concordat.Estimators.Curation;

/// <summary>How examples are chosen from those that passed the filters.</summary>
public enum SelectionMethod
{
    /// <summary>Score descending, but none too similar to what was chosen (<see cref="DeitaSelection"/>).</summary>
    Deita,

    /// <summary>Whatever lies farthest from what was chosen (<see cref="KCentreSelection"/>).</summary>
    KCentre,

    /// <summary>What represents the rest best (<see cref="FacilityLocationSelection"/>).</summary>
    FacilityLocation,

    /// <summary>The greedy mode of a determinantal point process (<see cref="DppSelection"/>).</summary>
    Dpp,

    /// <summary>The best scores and nothing else: a baseline.</summary>
    Quality,

    /// <summary>Chance: a baseline.</summary>
    Random,
}
