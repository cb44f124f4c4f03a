using Concordat.Models.Lm;
using Concordat.Models.Lm.Weights;
using Concordat.Models.Training;

namespace Concordat.Cli.Verbs;

/// <summary>What <c>concordat train</c> was asked for.</summary>
/// <param name="Texts">Files and folders of text.</param>
/// <param name="Folder">Where the model goes.</param>
/// <param name="Shape">The shape of a fresh model; its vocabulary is the most there may be.</param>
/// <param name="Options">How it is trained.</param>
/// <param name="From">A model to start from, or null for a fresh one.</param>
/// <param name="Adapter">The adapter that is trained in place of the model, or null.</param>
internal sealed record TrainSettings(
    string[] Texts, string Folder, LlamaConfig Shape, TrainingOptions Options, string? From, LoraOptions? Adapter)
{
    public double HeldOutShare { get; init; }

    public int CheckpointEvery { get; init; }

    public int ReportEvery { get; init; }

    public bool Resumes { get; init; }

    public string? Sample { get; init; }

    public WeightType WeightType { get; init; }

    public bool IsJson { get; init; }

    public int Threads { get; init; }
}
