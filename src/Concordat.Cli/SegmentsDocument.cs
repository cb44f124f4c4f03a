using System.Text.Json;
using Concordat.Models.Segments;

namespace Concordat.Cli;

/// <summary>What <c>concordat segments --json</c> prints; the schema is published as <c>docs/schemas/segments.schema.json</c>.</summary>
/// <param name="Schema"><c>concordat.segments/1</c>.</param>
/// <param name="Into">The file of pairs.</param>
/// <param name="DryRun">Whether nothing was asked and nothing written.</param>
/// <param name="Goal">The criterion.</param>
/// <param name="Below">A session whose goal is under this is negative.</param>
/// <param name="Judge">Who judges.</param>
/// <param name="Sampler">Who continues.</param>
/// <param name="Sessions">Conversations, each counted for every speaker who may be the agent.</param>
/// <param name="Negative">Those whose goal is under the threshold.</param>
/// <param name="ErrorTurns">Those in which the judge found an error turn.</param>
/// <param name="Continuations">Continuations that were sampled.</param>
/// <param name="Pairs">Pairs.</param>
/// <param name="Waiting">Sessions that wait for the judge.</param>
/// <param name="Lengths">Pairs by the number of turns of a segment.</param>
/// <param name="Drops">Drops by rule, in the order of the pipeline.</param>
/// <param name="LeftOutOfTrl">Pairs of several turns that were left out of the file for TRL.</param>
/// <param name="Questions">In a dry run, the most questions to the judge; null otherwise.</param>
/// <param name="TurnsToSample">In a dry run, the most turns that the sampler makes; null otherwise.</param>
/// <param name="CostEstimate">In a dry run, what endpoints would be paid for that, at four letters a token and answers of full length; null otherwise.</param>
public sealed record SegmentsDocument(
    string Schema, string Into, bool DryRun, string Goal, double Below, string Judge, string Sampler, int Sessions, int Negative, int ErrorTurns, int Continuations, int Pairs, int Waiting,
    ImmutableArray<SegmentsDocument.LengthPart> Lengths, ImmutableArray<SegmentsDocument.DropPart> Drops, int LeftOutOfTrl, int? Questions, int? TurnsToSample, decimal? CostEstimate)
{
    public const string SchemaId = "concordat.segments/1";

    public static string Text(SegmentsDocument document) => JsonSerializer.Serialize(document, DocumentFormat.CamelCase);

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<SegmentsDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat segments --json` prints: pairs of segments that were made, and every drop by its rule.");

    /// <summary>Names of rules as files and documents have them.</summary>
    public static string NameOf(SegmentRule rule) => JsonNamingPolicy.KebabCaseLower.ConvertName(rule.ToString());

    /// <param name="Turns">Turns of a segment, both sides'.</param>
    /// <param name="Pairs">Pairs.</param>
    public sealed record LengthPart(int Turns, int Pairs);

    /// <param name="Rule">The rule.</param>
    /// <param name="Count">Sessions.</param>
    public sealed record DropPart(string Rule, int Count);
}
