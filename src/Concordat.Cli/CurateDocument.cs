namespace Concordat.Cli;

/// <summary>What <c>concordat curate</c> writes as <c>summary.json</c> and prints with <c>--json</c>; its schema is published as <c>docs/schemas/curate.schema.json</c>.</summary>
/// <param name="Schema"><c>concordat.curate/1</c>.</param>
/// <param name="Data">What was chosen from.</param>
/// <param name="Type">The TRL type of the data.</param>
/// <param name="Considered">Examples in it.</param>
/// <param name="Passed">Examples that passed the filters.</param>
/// <param name="Size">How many were asked for.</param>
/// <param name="Similarity">What cosines are taken of.</param>
/// <param name="Quality">Where quality is from: recorded, or which proxy.</param>
/// <param name="Complexity">Where complexity is from.</param>
/// <param name="Filters">The bounds of the filters and of the selection.</param>
/// <param name="Rejected">Examples rejected, by the first rule they fail.</param>
/// <param name="Chosen">What was chosen.</param>
/// <param name="Compared">What other methods would have chosen from the same examples.</param>
/// <param name="Groups">How many of each group passed the filters; empty without groups.</param>
/// <param name="Quotas">How many of each group were asked for; empty without quotas.</param>
/// <param name="HeldOutPrompts">Prompts that are kept back.</param>
/// <param name="LeakedPrompts">Chosen prompts that are held-out ones, or nearly.</param>
/// <param name="UnreadTranscripts">Transcripts that could not be read turn by turn, by reason.</param>
/// <param name="Seed">Seed of the random baseline.</param>
/// <param name="Files">What was written.</param>
public sealed record CurateDocument(
    string Schema,
    string Data,
    string Type,
    int Considered,
    int Passed,
    int Size,
    string Similarity,
    string Quality,
    string Complexity,
    CurateDocument.FilterPart Filters,
    ImmutableSortedDictionary<string, int> Rejected,
    CurateDocument.MethodPart Chosen,
    ImmutableArray<CurateDocument.MethodPart> Compared,
    ImmutableSortedDictionary<string, int> Groups,
    ImmutableSortedDictionary<string, int> Quotas,
    int HeldOutPrompts,
    int LeakedPrompts,
    ImmutableSortedDictionary<string, int> UnreadTranscripts,
    ulong Seed,
    ImmutableArray<string> Files)
{
    public const string SchemaId = "concordat.curate/1";

    /// <summary>Bounds; null where a filter was not asked for. Similarities are cosines.</summary>
    public sealed record FilterPart(
        int? MinimumCharacters, int? MaximumCharacters, double? MinimumQuality, bool RejectsFirstPerson, bool RejectsOtherAnswers, double? NearDuplicateSimilarity, double LeakSimilarity,
        double MaximumSimilarity, int Neighbours, double ScoreWeight);

    /// <summary>A method's set. Distances are √(2 − 2·cosine) to the nearest chosen example, over what passed the filters; null where nothing was chosen.</summary>
    public sealed record MethodPart(
        string Method, int Chosen, double? Objective, double? CoverageRadius, double? MeanDistance, double MeanQuality, double MeanComplexity, int NearDuplicatePairs,
        ImmutableSortedDictionary<string, int> Groups, double? NearestHeldOut, string? WhyFewer);

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<CurateDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat curate` writes as summary.json: what was chosen, what was rejected by which rule, and the same figures for the baselines.");
}
