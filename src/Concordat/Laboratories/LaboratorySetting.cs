namespace Concordat.Laboratories;

/// <summary>Something that was fixed before the laboratory ran, such as a number of raters or β, in words for a reader.</summary>
public sealed record LaboratorySetting(string Name, string Value);
