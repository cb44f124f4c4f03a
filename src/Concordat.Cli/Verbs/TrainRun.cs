using System.Globalization;
using System.Text.Json;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;
using Concordat.Models.Training;

namespace Concordat.Cli.Verbs;

/// <summary>One run of <c>concordat train</c>: reads the text, trains, writes checkpoints and the model.</summary>
internal static class TrainRun
{
    private const string EndOfText = "<|endoftext|>";
    private const int HeldOutWindows = 64;
    private const int SampleTokens = 80;

    /// <exception cref="ArgumentException">The folder holds another run, or an option is out of range.</exception>
    /// <exception cref="InputDataException">Text, model or checkpoint cannot be read.</exception>
    public static int Execute(CliHost host, TrainSettings settings, CancellationToken cancellationToken)
    {
        TrainingLoop.RequireFree(settings);
        ImmutableArray<string> files = TokenCorpus.TextFiles(settings.Texts);
        string[] texts = [.. files.Select(TokenCorpus.ReadText)];
        host.Error.WriteLine(Invariant($"read {texts.Sum(text => (long)text.Length):N0} characters in {files.Length} files"));
        ModelDirectory? from = settings.From is null ? null : ModelDirectory.Read(settings.From);
        BpeTokenizer tokenizer = from?.Tokenizer ?? Tokens(host, settings, texts, cancellationToken);
        int? end = from is null ? tokenizer.SpecialId(EndOfText) : from.Model.Config.EndTokens.IsEmpty ? null : from.Model.Config.EndTokens[0];
        var corpus = new TokenCorpus(TokenCorpus.Encode(texts, tokenizer, end, cancellationToken), settings.HeldOutShare);
        LlamaModel model = from?.Model ?? LlamaModel.Create(
            settings.Shape with { VocabularySize = tokenizer.VocabularySize, EndTokens = end is { } token ? [token] : [] }, settings.Options.Seed);
        LoraAdapter? adapter = settings.Adapter is null ? null : new LoraAdapter(model.Config, settings.Adapter, settings.Options.Seed);
        var trainer = new Trainer(model, corpus, settings.Options, settings.Threads, adapter);
        host.Error.WriteLine(Invariant(
            $"{corpus.Length:N0} tokens, {corpus.Windows(settings.Options.ContextLength):N0} windows in a round; training {trainer.Slots.Sum(slot => (long)slot.Length):N0} of {model.Layout.Length:N0} parameters"));
        var loop = new TrainingLoop(
            () => trainer.StepsDone, trainer.Step, trainer.Save, trainer.Resume,
            (steps, seconds) => Invariant($"{(double)steps * settings.Options.BatchSize * settings.Options.ContextLength / seconds:N0} tokens/s"));
        if (loop.Run(host, settings, cancellationToken) is not { } losses)
            return ExitCode.Error;
        var trained = new ModelDirectory(model, tokenizer);
        trained.Write(settings.Folder, settings.WeightType);
        adapter?.Write(settings.Folder, settings.WeightType);
        Tell(host, settings, Result(settings, trainer, trained, losses, cancellationToken));
        return ExitCode.Met;
    }

    // The tokenizer of a run that goes on is the one that it started with.
    private static BpeTokenizer Tokens(CliHost host, TrainSettings settings, string[] texts, CancellationToken cancellationToken)
    {
        string path = Path.Combine(settings.Folder, ModelDirectory.TokenizerName);
        if (settings.Resumes && File.Exists(path))
            return TokenizerFile.Read(path);
        host.Error.WriteLine(Invariant($"learning up to {settings.Shape.VocabularySize:N0} tokens"));
        BpeTokenizer tokenizer = BpeTrainer.Train(texts, settings.Shape.VocabularySize, [EndOfText], cancellationToken);
        Directory.CreateDirectory(settings.Folder);
        TokenizerFile.Write(path, tokenizer);
        return tokenizer;
    }

    private static TrainDocument Result(
        TrainSettings settings, Trainer trainer, ModelDirectory trained, ImmutableArray<TrainDocument.LossPart> losses, CancellationToken cancellationToken) => new(
            TrainDocument.SchemaId, settings.Folder, trained.Model.Layout.Length, trainer.Slots.Sum(slot => (long)slot.Length), trainer.StepsDone,
            (long)trainer.StepsDone * settings.Options.BatchSize * settings.Options.ContextLength, losses,
            trainer.HeldOutLoss(HeldOutWindows, cancellationToken), Sample(settings, trained, cancellationToken), null);

    /// <summary>How the model continues the text that was given; null without one.</summary>
    internal static string? Sample(TrainSettings settings, ModelDirectory trained, CancellationToken cancellationToken) =>
        settings.Sample is { Length: > 0 } prompt
            ? prompt + TextGeneration.Continue(
                trained, prompt, SampleTokens, new SamplingOptions { Temperature = .8, TopP = .95 }, settings.Options.Seed, settings.Threads, cancellationToken)
            : null;

    internal static void Tell(CliHost host, TrainSettings settings, TrainDocument result)
    {
        if (settings.IsJson)
        {
            host.Out.WriteLine(JsonSerializer.Serialize(result, DocumentFormat.CamelCase));
            return;
        }

        host.Out.WriteLine($"model       {result.Folder}");
        host.Out.WriteLine(Invariant($"parameters  {result.Parameters:N0}, trained {result.TrainedParameters:N0}"));
        if (result.TokensSeen is { } seen)
            host.Out.WriteLine(Invariant($"seen        {seen:N0} tokens in {result.Steps:N0} steps"));
        if (result.Objective is { } objective)
            TellObjective(host, result.Steps, objective);
        if (result.HeldOutLoss is { } held)
            host.Out.WriteLine(Invariant($"held out    {held:0.000} nats a token, perplexity {Math.Exp(held):0.0}"));
        if (result.Sample is { } sample)
            host.Out.WriteLine("\n" + sample);
    }

    private static void TellObjective(CliHost host, int steps, TrainDocument.ObjectivePart objective)
    {
        host.Out.WriteLine(Invariant($"objective   {objective.Name}, {objective.Examples:N0} examples, {steps:N0} steps"));
        if (objective.HeldOut is not { } held)
            return;
        string margin = held is { Margin: { } m, Accuracy: { } right } ? Invariant($", margin {m:0.000} nats, {right:0.0%} the right way round") : "";
        host.Out.WriteLine(Invariant($"held out    {held.Examples:N0} examples: loss {held.Loss:0.000}{margin}, KL to the start {held.Divergence:0.000} nats a token"));
        for (int g = 0; g < Math.Min(objective.Groups.Length, held.GroupLosses.Length); g++)
        {
            if (held.GroupLosses[g] is { } loss)
                host.Out.WriteLine(Invariant($"  {(objective.Groups[g].Length == 0 ? "(no group)" : objective.Groups[g])}: loss {loss:0.000}"));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
