namespace Concordat.Estimators.Curation;

/// <summary>An example as curation sees it.</summary>
/// <param name="Prompt">The words of what is asked.</param>
/// <param name="Answer">The words of the answer.</param>
/// <param name="Quality">A recorded quality: a mean rating, a reward; null where none was recorded.</param>
/// <param name="Complexity">A recorded complexity; null where none was recorded.</param>
/// <param name="Group">The group or role that it is for; null for none.</param>
/// <param name="Source">Who wrote it or where it is from; null where that is not known.</param>
public sealed record CurationExample(string Prompt, string Answer, double? Quality = null, double? Complexity = null, string? Group = null, string? Source = null);
