using Concordat.Charters.Record;

namespace Concordat.Cli;

/// <summary>What <c>concordat verify --json</c> prints; its schema is published as <c>docs/schemas/verify.schema.json</c>.</summary>
public sealed record VerifyDocument(
    string Schema, bool Holds, long Entries, ImmutableSortedDictionary<string, long> ByKind, long Sealed, string Head, long? BrokenAt, string? WhyBroken)
{
    public static VerifyDocument Of(RecordCheck check) =>
        new("concordat.verify/1", check.Holds, check.Entries, check.ByKind, check.Sealed, check.Head, check.BrokenAt, check.WhyBroken);

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<VerifyDocument>(
        DocumentFormat.CamelCase, "concordat.verify/1", "What `concordat verify --json` prints: whether the chain of a record holds, and what it contains.");
}
