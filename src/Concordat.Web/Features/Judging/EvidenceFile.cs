namespace Concordat.Web.Features.Judging;

/// <summary>Judgements of a round in one of the evidence formats.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Importer">The id of the importer that reads it.</param>
/// <param name="Settings">What that importer is told: names and values as after <c>--set</c>.</param>
/// <param name="Text">The file, RFC 4180.</param>
public sealed record EvidenceFile(string Name, string Importer, ImmutableArray<(string Name, string Value)> Settings, string Text);
