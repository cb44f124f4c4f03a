using Concordat.Models.Objectives;

namespace Concordat.Models.Preferences;

/// <summary>Examples made from a dataset, and what was left out.</summary>
/// <param name="Examples">In file order; of rewarded answers one for each prompt, in the order of its first answer.</param>
/// <param name="Groups">Names of the groups that examples or rewards number; empty where the data names none.</param>
/// <param name="WhyLeftOut">How many rows, or prompts of rewarded answers, cannot be learned from, by reason.</param>
public sealed record EncodedExamples(
    ImmutableArray<ObjectiveExample> Examples, ImmutableArray<string> Groups, ImmutableSortedDictionary<string, int> WhyLeftOut);
