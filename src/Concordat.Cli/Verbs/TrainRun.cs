using System.Globalization;
using System.Text.Json;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;
using Concordat.Models.Training;

namespace Concordat.Cli.Verbs;

/// <summary>One run of <c>concordat train</c>: reads the text, trains, writes checkpoints and the model.</summary>
internal static class TrainRun
{
    private const string CheckpointName = "checkpoint.safetensors";
    private const string EndOfText = "<|endoftext|>";
    private const int HeldOutWindows = 64;
    private const int SampleTokens = 80;

    /// <exception cref="ArgumentException">The folder holds another run, or an option is out of range.</exception>
    /// <exception cref="InputDataException">Text, model or checkpoint cannot be read.</exception>
    public static int Execute(CliHost host, TrainSettings settings, CancellationToken cancellationToken)
    {
        string checkpoint = Path.Combine(settings.Folder, CheckpointName);
        if (!settings.Resumes && (File.Exists(checkpoint) || File.Exists(Path.Combine(settings.Folder, ModelDirectory.WeightsName))))
            throw new ArgumentException($"--out {settings.Folder} holds a model already; --resume goes on with its training, another folder starts anew");
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
        Directory.CreateDirectory(settings.Folder);
        if (settings.Resumes && File.Exists(checkpoint))
            trainer.Resume(checkpoint);
        else
            trainer.Save(checkpoint);
        if (settings.Resumes)
            host.Error.WriteLine(trainer.StepsDone == 0 ? "starting: there was no checkpoint after the first step" : Invariant($"going on after step {trainer.StepsDone}"));
        if (Train(host, settings, trainer, checkpoint, cancellationToken) is not { } losses)
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

    /// <returns>The losses that were reported, or null where the run was stopped.</returns>
    private static ImmutableArray<TrainDocument.LossPart>? Train(CliHost host, TrainSettings settings, Trainer trainer, string checkpoint, CancellationToken cancellationToken)
    {
        TrainingOptions options = settings.Options;
        var losses = ImmutableArray.CreateBuilder<TrainDocument.LossPart>();
        long started = host.Clock.GetTimestamp();
        double loss = 0;
        int since = 0, skipped = 0;
        while (trainer.StepsDone < options.Steps)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                trainer.Save(checkpoint);
                host.Error.WriteLine(Invariant($"stopped after step {trainer.StepsDone}; the same command with --resume goes on from there"));
                return null;
            }

            TrainingStep step = trainer.Step();
            loss += step.Loss;
            since++;
            skipped += step.IsSkipped ? 1 : 0;
            if (step.Step % settings.CheckpointEvery == 0 || step.Step == options.Steps)
                trainer.Save(checkpoint);
            if (step.Step % settings.ReportEvery != 0 && step.Step != options.Steps)
                continue;
            double seconds = Math.Max(1e-9, host.Clock.GetElapsedTime(started).TotalSeconds);
            host.Error.WriteLine(Invariant(
                $"step {step.Step}/{options.Steps}  loss {loss / since:0.000}  rate {step.LearningRate:0.0e-0}  gradient {step.GradientNorm:0.00}  {(double)since * options.BatchSize * options.ContextLength / seconds:N0} tokens/s{(skipped > 0 ? $"  {skipped} steps skipped: their gradients were not finite" : "")}"));
            losses.Add(new TrainDocument.LossPart(step.Step, loss / since));
            (started, loss, since, skipped) = (host.Clock.GetTimestamp(), 0, 0, 0);
        }

        return losses.ToImmutable();
    }

    private static TrainDocument Result(
        TrainSettings settings, Trainer trainer, ModelDirectory trained, ImmutableArray<TrainDocument.LossPart> losses, CancellationToken cancellationToken)
    {
        var sampling = new SamplingOptions { Temperature = .8, TopP = .95 };
        return new TrainDocument(
            TrainDocument.SchemaId, settings.Folder, trained.Model.Layout.Length, trainer.Slots.Sum(slot => (long)slot.Length), trainer.StepsDone,
            (long)trainer.StepsDone * settings.Options.BatchSize * settings.Options.ContextLength, losses,
            trainer.HeldOutLoss(HeldOutWindows, cancellationToken),
            settings.Sample is { Length: > 0 } prompt
                ? prompt + TextGeneration.Continue(trained, prompt, SampleTokens, sampling, settings.Options.Seed, settings.Threads, cancellationToken)
                : null);
    }

    private static void Tell(CliHost host, TrainSettings settings, TrainDocument result)
    {
        if (settings.IsJson)
        {
            host.Out.WriteLine(JsonSerializer.Serialize(result, DocumentFormat.CamelCase));
            return;
        }

        host.Out.WriteLine($"model       {result.Folder}");
        host.Out.WriteLine(Invariant($"parameters  {result.Parameters:N0}, trained {result.TrainedParameters:N0}"));
        host.Out.WriteLine(Invariant($"seen        {result.TokensSeen:N0} tokens in {result.Steps:N0} steps"));
        if (result.HeldOutLoss is { } held)
            host.Out.WriteLine(Invariant($"held out    {held:0.000} nats a token, perplexity {Math.Exp(held):0.0}"));
        if (result.Sample is { } sample)
            host.Out.WriteLine("\n" + sample);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
