namespace Concordat.Models.Decoding.Sweep;

/// <summary>One question of a sweep.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Measure">The measure that it counts for.</param>
/// <param name="Part">What the measure is asked for.</param>
/// <param name="Kind">How it is scored.</param>
/// <param name="Prompt">What comes before.</param>
/// <param name="Continuations">What may come after: the choices, or the one right continuation.</param>
/// <param name="Answer">Which of them is right.</param>
public sealed record SweepItem(string Id, string Measure, SweepPart Part, SweepKind Kind, string Prompt, ImmutableArray<string> Continuations, int Answer);
