namespace Concordat.Cli;

/// <summary>What <c>concordat train --json</c> prints; its schema is published as <c>docs/schemas/train.schema.json</c>.</summary>
/// <param name="Schema">Its name.</param>
/// <param name="Folder">Where the model is.</param>
/// <param name="Parameters">Parameters of the model.</param>
/// <param name="TrainedParameters">Those that were trained: all, or an adapter's.</param>
/// <param name="Steps">Steps made, earlier calls included.</param>
/// <param name="TokensSeen">Tokens predicted in them; null where examples were learned from.</param>
/// <param name="Losses">Mean loss in nats a token up to each step that was reported in this call, from the report before.</param>
/// <param name="HeldOutLoss">Mean loss over held-out text; null where none is held out.</param>
/// <param name="Sample">How the model continues the text that was given.</param>
/// <param name="Objective">By what it was trained on examples; null where it was trained on text.</param>
public sealed record TrainDocument(
    string Schema,
    string Folder,
    long Parameters,
    long TrainedParameters,
    int Steps,
    long? TokensSeen,
    ImmutableArray<TrainDocument.LossPart> Losses,
    double? HeldOutLoss,
    string? Sample,
    TrainDocument.ObjectivePart? Objective)
{
    public const string SchemaId = "concordat.train/1";

    /// <summary>The document's JSON schema, draft 2020-12.</summary>
    public static string SchemaText() => DocumentSchema.Text<TrainDocument>(
        DocumentFormat.CamelCase, SchemaId, "What `concordat train --json` prints: a trained model, how its loss fell and, where it learned from examples, how it stands on them.");

    public sealed record LossPart(int Step, double Loss);

    /// <param name="Name">The objective.</param>
    /// <param name="Examples">Those that are trained on.</param>
    /// <param name="HeldOutExamples">Those that are not.</param>
    /// <param name="Groups">Their groups, in the order of losses and weights by group; a row without a group has an empty name.</param>
    /// <param name="LeftOut">Rows that could not be learned from, by reason.</param>
    /// <param name="Steps">What was found at each step that was reported in this call.</param>
    /// <param name="HeldOut">How the trained model stands on held-out examples; null where none is held out.</param>
    public sealed record ObjectivePart(
        string Name, int Examples, int HeldOutExamples, ImmutableArray<string> Groups, IReadOnlyDictionary<string, int> LeftOut, ImmutableArray<MeasurePart> Steps, AssessmentPart? HeldOut);

    /// <param name="Step">The step.</param>
    /// <param name="Margin">Mean margin of its batch before the step, in nats; null where the objective has none.</param>
    /// <param name="Accuracy">Share of margins above 0; null where the objective has none.</param>
    /// <param name="Divergence">Mean KL of the next token to the model at the start, after the step, in nats, over the first examples.</param>
    /// <param name="GroupLosses">Mean loss of each group in the batch.</param>
    /// <param name="GroupWeights">Weight of each group after the step; empty where the objective has none.</param>
    public sealed record MeasurePart(
        int Step, double? Margin, double? Accuracy, double Divergence, ImmutableArray<double?> GroupLosses, ImmutableArray<double> GroupWeights);

    public sealed record AssessmentPart(int Examples, double Loss, double? Margin, double? Accuracy, double Divergence, ImmutableArray<double?> GroupLosses);
}
