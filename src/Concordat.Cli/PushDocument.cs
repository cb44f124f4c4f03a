using System.Text.Json;
using Concordat.Scale;

namespace Concordat.Cli;

/// <summary>What <c>concordat push --json</c> prints; its schema is published as <c>docs/schemas/push.schema.json</c>.</summary>
/// <param name="Schema"><c>concordat.push/1</c>.</param>
/// <param name="ContentHash">The evidence's content hash, which runs from the cluster repeat.</param>
/// <param name="Shards">On how many shards it lies.</param>
/// <param name="Comparisons">Comparisons on all of them.</param>
/// <param name="Ratings">Ratings.</param>
/// <param name="Outcomes">Outcomes.</param>
/// <param name="SentBatches">Batches that this push sent.</param>
/// <param name="KnownBatches">Batches that were there already.</param>
public sealed record PushDocument(string Schema, string ContentHash, int Shards, long Comparisons, long Ratings, long Outcomes, long SentBatches, long KnownBatches)
{
    public const string SchemaId = "concordat.push/1";

    public static PushDocument Of(PushSummary summary) => new(
        SchemaId, summary.ContentHash, summary.Shards, summary.Comparisons, summary.Ratings, summary.Outcomes, summary.SentBatches, summary.KnownBatches);

    public string ToText() => JsonSerializer.Serialize(this, DocumentFormat.CamelCase);

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<PushDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat push --json` prints: the judgements that a cluster now holds, and what had to be sent.");
}
