namespace Concordat.Models.Objectives;

/// <summary>Turns that follow each other.</summary>
/// <param name="First">The first, from 0.</param>
/// <param name="Count">How many; k + 1 in the paper's count.</param>
public readonly record struct TurnRange(int First, int Count);
