namespace Concordat.Models.Segments;

/// <summary>What evidence says of a turn, such as its dialogue act.</summary>
/// <param name="Attribute">The turn's attribute.</param>
/// <param name="Level">One of its levels; a turn with several has a mark for each.</param>
public sealed record SessionMark(string Attribute, string Level);
