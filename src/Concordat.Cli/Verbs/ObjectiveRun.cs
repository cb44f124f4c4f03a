using System.Globalization;
using Concordat.Formats.Trl;
using Concordat.Models.Lm;
using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Models.Preferences;
using Concordat.Models.Segments;
using Concordat.Models.Training;

namespace Concordat.Cli.Verbs;

/// <summary>One run of <c>concordat train --objective</c>: reads examples, trains a model by them, writes checkpoints and the model.</summary>
internal static class ObjectiveRun
{
    // Together with the model's own room this bounds the memory of a pass; longer batches run in several.
    private const int TokensInAPass = 4096;
    private const int ProbedExamples = 8;
    private const int HeldOutExamples = 256;

    /// <exception cref="ArgumentException">The folder holds another run, an option is out of range, or the examples are not of the objective's kind.</exception>
    /// <exception cref="InputDataException">Examples, model or checkpoint cannot be read.</exception>
    public static int Execute(CliHost host, TrainSettings settings, ObjectiveSettings asked, CancellationToken cancellationToken)
    {
        TrainingLoop.RequireFree(settings);
        ModelDirectory from = ModelDirectory.Read(settings.From!);
        LlamaModel model = from.Model;
        TrlDataset dataset = Dataset(asked, cancellationToken);
        var chat = new ChatTokens(from.Tokenizer, model.Config.EndTokens.IsEmpty ? null : model.Config.EndTokens[0]);
        EncodedExamples encoded = ExampleEncoding.Encode(dataset, asked.Kind, chat, Math.Min(settings.Options.ContextLength, model.Config.MaxPositions));
        foreach ((string why, int count) in encoded.WhyLeftOut)
            host.Error.WriteLine(Invariant($"left out {count:N0}: {why}"));
        if (encoded.Examples.IsEmpty)
            throw new ArgumentException($"--data {asked.Data}: none of {dataset.Examples.Length} rows can be learned from");
        var data = new PreferenceData(encoded.Examples, encoded.Groups, settings.HeldOutShare);
        IObjective objective = asked.Create(data);
        LoraAdapter? adapter = settings.Adapter is null ? null : new LoraAdapter(model.Config, settings.Adapter, settings.Options.Seed);
        var trainer = new PreferenceTrainer(new LlamaPolicy(model, TokensInAPass, settings.Threads, adapter), objective, data, settings.Options);
        long trained = trainer.Slots.Sum(slot => (long)slot.Length);
        host.Error.WriteLine(Invariant(
            $"{data.Examples.Length:N0} examples in a round, {data.HeldOut.Length:N0} held out, {data.WithoutWeight:N0} without weight; training {trained:N0} of {model.Layout.Length:N0} parameters by {objective.Name}"));

        // Rewards by group are of one example: its loss is nobody's alone.
        bool hasGroupLosses = asked.Kind != ExampleKind.GroupRewarded;
        var reports = ImmutableArray.CreateBuilder<TrainDocument.MeasurePart>();
        PolicyTrainingStep? last = null;
        var loop = new TrainingLoop(
            () => trainer.StepsDone,
            () =>
            {
                last = trainer.Step();
                return new TrainingStep(last.Step, last.Loss, last.LearningRate, last.GradientNorm, last.IsSkipped);
            },
            trainer.Save,
            trainer.Resume,
            (steps, seconds) =>
            {
                TrainDocument.MeasurePart measured = Measured(last!, trainer.Divergence(ProbedExamples), hasGroupLosses);
                reports.Add(measured);
                return Line(measured, data.Groups) + Invariant($"  {steps * settings.Options.BatchSize / seconds:N1} examples/s");
            });
        if (loop.Run(host, settings, cancellationToken) is not { } losses)
            return ExitCode.Error;
        new ModelDirectory(model, from.Tokenizer).Write(settings.Folder);
        adapter?.Write(settings.Folder);
        PreferenceAssessment? held = trainer.HeldOut(HeldOutExamples, cancellationToken);
        var part = new TrainDocument.ObjectivePart(
            objective.Name, data.Examples.Length, data.HeldOut.Length, [.. data.Groups.Where(name => data.Groups.Length > 1 || name.Length > 0)], encoded.WhyLeftOut, reports.ToImmutable(),
            held is null ? null : new TrainDocument.AssessmentPart(held.Examples, held.Loss, held.Measures.Margin, held.Measures.Accuracy, held.Divergence, hasGroupLosses ? held.Measures.GroupLosses : []));
        TrainRun.Tell(
            host, settings,
            new TrainDocument(
                TrainDocument.SchemaId, settings.Folder, model.Layout.Length, trained, trainer.StepsDone, null, losses, null,
                TrainRun.Sample(settings, new ModelDirectory(model, from.Tokenizer), cancellationToken), part));
        return ExitCode.Met;
    }

    private static TrlDataset Dataset(ObjectiveSettings asked, CancellationToken cancellationToken)
    {
        if (!SegmentFile.IsOne(asked.Data))
            return TrlReader.Read(asked.Data, TrlReaderOptions.Default with { Sidecar = asked.Sidecar }, cancellationToken);
        if (asked.Kind != ExampleKind.Segments)
            throw new ArgumentException($"--data {asked.Data} holds pairs of segments, which --objective sdpo learns from; `concordat segments --trl FILE` writes them for others");
        return asked.Sidecar is null
            ? SegmentFile.Dataset(SegmentFile.Read(asked.Data))
            : throw new ArgumentException($"--sidecar does not go with {asked.Data}: pairs of segments carry their own weights");
    }

    private static TrainDocument.MeasurePart Measured(PolicyTrainingStep step, double divergence, bool hasGroupLosses) =>
        new(step.Step, step.Measures.Margin, step.Measures.Accuracy, divergence, hasGroupLosses ? step.Measures.GroupLosses : [], step.GroupWeights);

    private static string Line(TrainDocument.MeasurePart measured, ImmutableArray<string> groups)
    {
        string line = Invariant($"KL {measured.Divergence:0.000}");
        if (measured is { Margin: { } margin, Accuracy: { } accuracy })
            line = Invariant($"margin {margin:0.000}  right {accuracy:0.00}  ") + line;
        for (int g = 0; g < measured.GroupWeights.Length; g++)
            line += Invariant($"  {groups[g]}: weight {measured.GroupWeights[g]:0.00}");
        return line;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
