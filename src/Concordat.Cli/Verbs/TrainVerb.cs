using System.CommandLine;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Weights;
using Concordat.Models.Training;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat train</c>: a small language model from text, or by an objective from examples, in process.</summary>
internal static class TrainVerb
{
    public static Command Create(CliHost host)
    {
        var texts = new Argument<string[]>("TEXT") { Description = "Text files (.txt, also packed as .gz or .br) and folders of them.", Arity = ArgumentArity.ZeroOrMore };
        var folder = new Option<string>("--out") { Description = "The folder for the model, its tokenizer and the checkpoint.", Required = true, HelpName = "DIR" };
        var from = new Option<string?>("--from") { Description = "Start from this model's weights and tokens, a folder in Hugging Face's form, not from a fresh one.", HelpName = "DIR" };
        var lora = new Option<int?>("--lora") { Description = "Train an adapter of this rank on all linear layers and leave the model as it is; needs --from.", HelpName = "RANK" };
        Option<int> steps = Whole("--steps", 200, "Optimiser steps."), batch = Whole("--batch", 8, "Sequences, or examples, in a step.");
        Option<int> context = Whole("--context", 256, "Tokens in a sequence; also the longest text that a fresh model can read. With --objective longer examples are left out; the model's longest unless stated.");
        Option<int> vocabulary = Whole("--vocabulary", 4096, "Tokens to learn from the text."), hidden = Whole("--hidden", 256, "Width of the model.");
        Option<int> layers = Whole("--layers", 6, "Layers."), heads = Whole("--heads", 8, "Attention heads; they divide the width.");
        Option<int> keyHeads = Whole("--key-value-heads", 8, "Heads of keys and values; they divide the heads."), wide = Whole("--intermediate", 704, "Width of the feed-forward part.");
        var untied = new Option<bool>("--untied") { Description = "Give the output a matrix of its own instead of the embedding's." };
        var rate = new Option<double?>("--learning-rate") { Description = "Learning rate at its height; it falls to a tenth along a cosine. .001 unless stated, .0001 with --objective." };
        var warmUp = new Option<int?>("--warm-up") { Description = "Steps in which the rate rises; a tenth of the steps, at most 100, unless stated." };
        var decay = new Option<double>("--weight-decay") { Description = "Decay of matrices.", DefaultValueFactory = _ => .1 };
        var clip = new Option<double>("--clip") { Description = "The longest gradient.", DefaultValueFactory = _ => 1 };
        var heldOut = new Option<double?>("--held-out") { Description = "Share of each text, at its end, that is only tested on, .02 unless stated; with --objective of the prompts, the last ones, .1." };
        Option<int> checkpoint = Whole("--checkpoint-every", 50, "Steps between checkpoints."), report = Whole("--report-every", 10, "Steps between lines of progress.");
        var resume = new Option<bool>("--resume") { Description = "Go on from the checkpoint in --out, with the options of that run; without one, start." };
        var sample = new Option<string?>("--sample") { Description = "Print how the trained model continues this text.", HelpName = "TEXT" };
        var type = new Option<string>("--dtype") { Description = "How the weights are stored: f32, f16 or bf16; training and its checkpoint are in single precision.", HelpName = "TYPE", DefaultValueFactory = _ => "f32" };
        type.AcceptOnlyFromAmong("f32", "f16", "bf16");
        Option<int> threads = CliOptions.Threads();
        Option<ulong> seed = CliOptions.Seed();
        Option<bool> json = CliOptions.Json("Print one JSON document (concordat.train/1).");
        var objectives = new ObjectiveOptions();
        Option<int>[] shape = [vocabulary, hidden, layers, heads, keyHeads, wide];
        var command = new Command("train",
            """
            Train a small language model on text, or by an objective on examples, in process, on the processor alone.

            The model is a Llama-style decoder; without options it has 5.9 million parameters and vocabulary 4,096. --out becomes a folder in Hugging Face's
            form: config.json, tokenizer.json, model.safetensors. Progress goes to standard error with the loss in nats a token (log of the vocabulary, 8.3,
            is knowing nothing) and tokens a second. The same seed gives the same model, bit for bit, on any number of threads; a run that was
            stopped goes on with --resume and ends in the same bits as one that was not.

            With --objective the model in --from learns from --data, JSON Lines in TRL's types: prompt, chosen, rejected (dpo, ipo, group-dpo, group-ipo, sdpo, dmpo);
            prompt, completion, label (kto); prompt, completion or messages (sft); prompt, completion and reward, several rows to a prompt (rlhf, grpo), or rewards by
            group (maxmin). Weights and groups come from --sidecar.

            Examples:
              concordat train corpus --out models/small
              concordat train corpus --out models/small --steps 2000 --sample 'The people'
              concordat train corpus --out models/small --steps 2000 --resume
              concordat train speeches.txt.gz --out models/tiny --hidden 64 --layers 2 --heads 4 --key-value-heads 2 --intermediate 176 --vocabulary 1024
              concordat train letters.txt --from models/small --lora 8 --out models/letters --learning-rate .002
              concordat train --objective dpo --data pairs.jsonl --from models/small --out models/preferred
              concordat train --objective group-dpo --data pairs.jsonl --sidecar pairs.sidecar.jsonl --from models/small --out models/robust --lora 8
            """)
        {
            texts, folder, from, lora, steps, batch, context, vocabulary, hidden, layers, heads, keyHeads, wide, untied,
            rate, warmUp, decay, clip, heldOut, checkpoint, report, resume, sample, type, seed, threads, json,
        };
        foreach (Option option in objectives.All)
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            ObjectiveSettings? objective = objectives.Read(parsed);
            string[] given = parsed.GetValue(texts) ?? [];
            if (objective is null && given.Length == 0)
                throw new ArgumentException("TEXT is missing: files to train on; or give --objective with --data");
            if (objective is not null && given.Length > 0)
                throw new ArgumentException($"TEXT {given[0]} does not go with --objective, which learns from --data");
            if (objective is not null && parsed.GetValue(from) is null)
                throw new ArgumentException("--objective needs --from: it changes a model that is there");
            if (parsed.GetValue(from) is null && parsed.GetValue(lora) is not null)
                throw new ArgumentException("--lora needs --from: an adapter changes a model that is there");
            if (parsed.GetValue(from) is not null && shape.Append<Option>(untied).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } stated)
                throw new ArgumentException($"{stated.Name} does not go with --from, which states the model's shape");
            double held = parsed.GetValue(heldOut) ?? (objective is null ? .02 : .1), height = parsed.GetValue(rate) ?? (objective is null ? 1e-3 : 1e-4);
            if (held is not (>= 0 and < 1))
                throw new ArgumentException($"--held-out is {held}; it must lie in [0, 1)");
            int all = parsed.GetValue(steps);
            var options = new TrainingOptions
            {
                Steps = all,
                BatchSize = parsed.GetValue(batch),
                // Longer examples than the model can read are left out by its own limit.
                ContextLength = objective is not null && parsed.GetResult(context) is not { Implicit: false } ? 1 << 20 : parsed.GetValue(context),
                LearningRate = height,
                FinalLearningRate = height / 10,
                WarmUpSteps = parsed.GetValue(warmUp) ?? Math.Min(100, all / 10),
                WeightDecay = parsed.GetValue(decay),
                ClipNorm = parsed.GetValue(clip),
                Seed = parsed.GetValue(seed),
            };
            options.Validate();
            var model = new LlamaConfig
            {
                VocabularySize = parsed.GetValue(vocabulary),
                HiddenSize = parsed.GetValue(hidden),
                IntermediateSize = parsed.GetValue(wide),
                Layers = parsed.GetValue(layers),
                Heads = parsed.GetValue(heads),
                KeyValueHeads = parsed.GetValue(keyHeads),
                MaxPositions = parsed.GetValue(context),
                TiesEmbeddings = !parsed.GetValue(untied),
            };
            model.Validate();
            var settings = new TrainSettings(
                given, parsed.GetValue(folder)!, model, options, parsed.GetValue(from), parsed.GetValue(lora) is { } rank ? new LoraOptions { Rank = rank, Alpha = 2 * rank } : null)
            {
                HeldOutShare = held,
                CheckpointEvery = parsed.GetValue(checkpoint),
                ReportEvery = parsed.GetValue(report),
                Resumes = parsed.GetValue(resume),
                Sample = parsed.GetValue(sample),
                WeightType = Enum.Parse<WeightType>(parsed.GetValue(type)!, ignoreCase: true),
                IsJson = parsed.GetValue(json),
                Threads = parsed.GetValue(threads),
            };
            return Task.FromResult(objective is null ? TrainRun.Execute(host, settings, cancellationToken) : ObjectiveRun.Execute(host, settings, objective, cancellationToken));
        });
        return command;
    }

    private static Option<int> Whole(string name, int value, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} is {result.GetValueOrDefault<int>()}; it must be positive.");
        });
        return option;
    }
}
