using Concordat.Audits;

namespace Concordat.Laboratories;

/// <summary>What a laboratory is: its question, what it plants, what it does not show.</summary>
/// <param name="Id">Kebab-case id; a section of <c>docs/methods/laboratories.md</c> has its name.</param>
/// <param name="Title">A title for a reader.</param>
/// <param name="Question">What it answers, in a sentence.</param>
/// <param name="Planted">What is true in it because it was put there, a sentence each.</param>
/// <param name="Limits">What it does not show, a sentence each; they stand beside every result.</param>
/// <param name="Source">The cited sources.</param>
/// <param name="Measures">What its findings measure.</param>
public sealed record LaboratoryDescription(
    string Id,
    string Title,
    string Question,
    ImmutableArray<string> Planted,
    ImmutableArray<string> Limits,
    string Source,
    ImmutableArray<MeasureDescription> Measures)
{
    /// <summary>A measure of a laboratory: it has no options, and no standard bounds it.</summary>
    public static MeasureDescription Measure(string id, string title, string definition, MeasureUnit unit, MeasurePopulations populations = MeasurePopulations.Everyone) =>
        new(id, title, definition, unit, null, null, populations, []);
}
