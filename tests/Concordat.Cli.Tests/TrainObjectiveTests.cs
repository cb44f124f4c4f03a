using System.Globalization;
using System.Text.Json.Nodes;
using Concordat.Models.Lm;
using Concordat.Models.Segments;

namespace Concordat.Cli.Tests;

/// <summary><c>concordat train --objective</c> on datasets in TRL's types.</summary>
public sealed class TrainObjectiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-objective").FullName;

    public TrainObjectiveTests() => File.WriteAllText(At("text.txt"), string.Concat(Enumerable.Repeat("the cat sat on the mat and the dog sat on the log. user: assistant: ", 40)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sft", "Pairs")]
    [InlineData("dpo", "Pairs")]
    [InlineData("ipo", "Pairs", "--averaged")]
    [InlineData("kto", "Pairs")]
    [InlineData("kto", "Pairs", "--desirable-weight", "2", "--undesirable-weight", ".5")]
    [InlineData("sdpo", "Conversations")]
    [InlineData("dmpo", "Conversations", "--gamma", ".5")]
    [InlineData("rlhf", "Rewards", "--drawn")]
    [InlineData("grpo", "Rewards", "--lora", "2", "--clip-range", ".5")]
    [InlineData("maxmin", "GroupRewards")]
    [InlineData("group-dpo", "Groups", "--beta", ".3", "--size-adjustment", "1")]
    public async Task Run_ByEachObjective_LowersItsLossAndWritesAModel(string objective, string data, params string[] options)
    {
        await Start();
        (int code, string output, string error) = await Run(["train", "--objective", objective, .. Data(data), "--from", At("model"), "--out", At("tuned"), "--json", .. Steps(12), .. options]);
        Assert.True(code == ExitCode.Met, error);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(TrainDocument.SchemaText())!));
        Assert.Equal(objective, (string)document["objective"]!["name"]!);
        JsonArray losses = document["losses"]!.AsArray(), steps = document["objective"]!["steps"]!.AsArray();
        Assert.Equal(3, steps.Count);
        // By maxmin the loss itself changes, since weight goes to the group that is worst off: at first west, whose rewards are half of east's.
        if (objective == "maxmin")
            Assert.True((double)steps[0]!["groupWeights"]![1]! > .5);
        else
            Assert.True((double)losses[^1]!["loss"]! < (double)losses[0]!["loss"]!, losses.ToJsonString());
        Assert.True((double)steps[^1]!["divergence"]! > 0);
        Assert.True((int)document["objective"]!["heldOutExamples"]! > 0);
        if (objective is "group-dpo" or "maxmin")
            Assert.Equal(["east", "west"], document["objective"]!["groups"]!.AsArray().Select(name => (string)name!));
        Assert.NotEqual(ModelDirectory.Read(At("model")).Model.Weights, ModelDirectory.Read(At("tuned")).Model.Weights);
        Assert.Equal(options.Contains("--lora"), File.Exists(At("tuned/adapter_model.safetensors")));
    }

    [Fact]
    public async Task Run_StoppedAndResumedOnOtherThreads_EndsInTheBitsOfARunThatWasNot()
    {
        await Start();
        string[] args = ["train", "--objective", "group-dpo", .. Data("Groups"), "--from", At("model"), .. Steps(12)];
        await Run([.. args, "--out", At("whole"), "--threads", "1"]);
        using var stop = new CancellationTokenSource();
        (int code, _, string error) = await Run([.. args, "--out", At("parts"), "--threads", "2"], stop, "step 4/");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("stopped after step 4", error, StringComparison.Ordinal);
        (code, _, error) = await Run([.. args, "--out", At("parts"), "--resume"]);
        Assert.True(code == ExitCode.Met, error);
        Assert.Contains("going on after step 4", error, StringComparison.Ordinal);
        foreach (string name in new[] { "model.safetensors", "checkpoint.safetensors" })
            Assert.Equal(await File.ReadAllBytesAsync(At("whole/" + name)), await File.ReadAllBytesAsync(At("parts/" + name)));
    }

    [Fact]
    public async Task Run_WithWeightsInASidecar_IsTheRunOnTheRowsThatHaveAny()
    {
        await Start();
        string[] rows = [.. await File.ReadAllLinesAsync(Data("Pairs")[1])];
        await File.WriteAllLinesAsync(At("few.jsonl"), rows[..6]);
        await Run(["train", "--objective", "dpo", "--data", At("few.jsonl"), "--from", At("model"), "--out", At("few"), .. Steps(4), "--held-out", "0"]);
        string[] data = Data("Pairs");
        Sidecar(data[1], row => row < 6 ? 1 : 0, _ => "all");
        (int code, _, string error) = await Run(
            ["train", "--objective", "dpo", .. data, "--sidecar", data[1] + ".sidecar", "--from", At("model"), "--out", At("weighed"), .. Steps(4), "--held-out", "0"]);
        Assert.True(code == ExitCode.Met, error);
        Assert.Contains("14 without weight", error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(At("few/model.safetensors")), await File.ReadAllBytesAsync(At("weighed/model.safetensors")));
    }

    [Theory]
    [InlineData("--objective needs --data", "--objective", "dpo")]
    [InlineData("--objective is 'ppo'", "--objective", "ppo", "--data", "x")]
    [InlineData("--objective needs --from", "--objective", "dpo", "--data", "x")]
    [InlineData("--beta needs --objective", "--beta", ".2")]
    [InlineData("--gamma does not go with --objective dpo", "--objective", "dpo", "--data", "x", "--gamma", ".5")]
    [InlineData("--clip-range does not go with --objective dpo", "--objective", "dpo", "--data", "x", "--clip-range", ".1")]
    [InlineData("--size-adjustment does not go with --objective kto", "--objective", "kto", "--data", "x", "--size-adjustment", ".1")]
    [InlineData("--desirable-weight does not go with --objective sft", "--objective", "sft", "--data", "x", "--desirable-weight", "2")]
    [InlineData("TEXT is missing")]
    public async Task Run_WhatDoesNotGo_IsAnErrorThatNamesTheOption(string message, params string[] options)
    {
        (int code, _, string error) = await Run(["train", "--out", At("tuned"), .. options]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    /// <summary>At the start π is π_ref, so that ρ and z₀ are 0 and every loss is λ/2: with ten wanted and ten unwanted answers λ_D = 3, λ_U = 1 makes 1.</summary>
    [Fact]
    public async Task Run_KtoWithWeightsOfItsOwn_StartsAtTheMeanOfTheirHalves()
    {
        await Start();
        await File.WriteAllLinesAsync(At("u.jsonl"), Lines(i => $$"""{"prompt": "the {{Word(i)}}", "completion": " {{(i % 2 == 0 ? "cat" : "dog")}}", "label": {{(i % 2 == 0 ? "true" : "false")}}}"""));
        (int code, string output, string error) = await Run(
            ["train", "--objective", "kto", "--data", At("u.jsonl"), "--from", At("model"), "--out", At("tuned"), "--steps", "1", "--batch", "20", "--report-every", "1", "--held-out", "0", "--json", "--desirable-weight", "3"]);
        Assert.True(code == ExitCode.Met, error);
        Assert.Equal(1, (double)JsonNode.Parse(output)!["losses"]![0]!["loss"]!, 9);
    }

    /// <summary>The file of segments itself, with a weight of 0 for a pair, trains as TRL's form of the other pairs does.</summary>
    [Fact]
    public async Task Run_OnPairsOfSegmentsAsTheyWereWritten_IsTheRunOnTheirTrlFormWithTheirWeights()
    {
        await Start();
        SegmentPair Pair(int i) => new(
            $"c{i}", $"c{i}", "agent", "points", 3, 1, 1, 1, 0, "other", i < 14 ? 1 : 0, [new("partner", "the " + Word(i))], [new("agent", "cat"), new("partner", "on"), new("agent", "mat")],
            [new("agent", "dog"), new("partner", "on"), new("agent", "log")]);
        SegmentFile.Write(At("pairs.jsonl"), [.. Enumerable.Range(0, 20).Select(Pair)]);
        SegmentFile.WriteTrl(At("trl.jsonl"), [.. Enumerable.Range(0, 14).Select(Pair)], isOneTurnOnly: false);
        string[] rest = ["--from", At("model"), .. Steps(4), "--held-out", "0"];
        (int code, _, string error) = await Run(["train", "--objective", "sdpo", "--data", At("pairs.jsonl"), "--out", At("own"), .. rest]);
        Assert.True(code == ExitCode.Met, error);
        Assert.Contains("6 without weight", error, StringComparison.Ordinal);
        await Run(["train", "--objective", "sdpo", "--data", At("trl.jsonl"), "--out", At("trl"), .. rest]);
        Assert.Equal(await File.ReadAllBytesAsync(At("own/model.safetensors")), await File.ReadAllBytesAsync(At("trl/model.safetensors")));
        (code, _, error) = await Run(["train", "--objective", "dpo", "--data", At("pairs.jsonl"), "--out", At("no"), .. rest]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("--trl FILE", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnDataOfAnotherKind_SaysWhatIsNeeded()
    {
        await Start();
        (int code, _, string error) = await Run(["train", "--objective", "group-dpo", .. Data("Pairs"), "--from", At("model"), "--out", At("tuned")]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("needs pairs of two groups", error, StringComparison.Ordinal);
        (code, _, error) = await Run(["train", "--objective", "rlhf", .. Data("Pairs"), "--from", At("model"), "--out", At("tuned")]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("'reward'", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("tuned")));
    }

    private static string[] Steps(int steps) =>
        ["--steps", steps.ToString(CultureInfo.InvariantCulture), "--batch", "4", "--learning-rate", ".01", "--report-every", "4", "--checkpoint-every", "3"];

    private async Task Start() => await Run(
    [
        "train", At("text.txt"), "--out", At("model"), "--steps", "2", "--batch", "4", "--context", "64", "--vocabulary", "270", "--hidden", "16", "--layers", "1",
        "--heads", "4", "--key-value-heads", "2", "--intermediate", "24",
    ]);

    private string[] Data(string kind)
    {
        string file = At(kind + ".jsonl");
        string Message(string role, string words) => $$"""{"role": "{{role}}", "content": "{{words}}"}""";
        (string[] rows, bool hasGroups) = kind switch
        {
            "Conversations" => (
                Lines(i => $$"""{"prompt": [{{Message("user", "the " + Word(i))}}], "chosen": [{{Message("assistant", "cat")}}, {{Message("user", "on")}}, {{Message("assistant", "mat")}}], "rejected": [{{Message("assistant", "cat")}}, {{Message("user", "on")}}, {{Message("assistant", "log")}}]}"""), false),
            "Rewards" => (Lines(i => $$"""{"prompt": "the {{Word(i / 2)}}", "completion": " {{(i % 2 == 0 ? "cat" : "dog")}}", "reward": {{1 - (i % 2)}}}"""), false),
            "GroupRewards" => (Lines(i => $$$"""{"prompt": "the {{{Word(i / 2)}}}", "completion": " {{{(i % 2 == 0 ? "cat" : "dog")}}}", "rewards": {"west": {{{i % 2}}}, "east": {{{2 - (2 * (i % 2))}}}}}"""), false),
            _ => (Lines(i => $$"""{"prompt": "the {{Word(i)}}", "chosen": " cat", "rejected": " dog"}"""), kind == "Groups"),
        };
        File.WriteAllLines(file, rows);
        if (!hasGroups)
            return ["--data", file];
        Sidecar(file, row => 1 + (row % 2), row => row % 3 == 0 ? "west" : "east");
        return ["--data", file, "--sidecar", file + ".sidecar"];
    }

    private static void Sidecar(string file, Func<int, double> weight, Func<int, string> whose)
    {
        Concordat.Formats.Trl.TrlDataset data = Concordat.Formats.Trl.TrlReader.Read(file, Concordat.Formats.Trl.TrlReaderOptions.Default, CancellationToken.None);
        Concordat.Formats.Trl.TrlSidecar.Write(
            file + ".sidecar",
            Concordat.Formats.Trl.TrlDataset.Of(data.Examples, [.. data.Examples.Select((_, row) => new Concordat.Formats.Trl.TrlNote(weight(row), "r" + row.ToString(CultureInfo.InvariantCulture), whose(row)))]));
    }

    private static string[] Lines(Func<int, string> line) => [.. Enumerable.Range(0, 20).Select(line)];

    private static string Word(int i) => $"{(char)('a' + i)} mat";

    private static async Task<(int Code, string Output, string Error)> Run(string[] args, CancellationTokenSource? stop = null, string? at = null)
    {
        using var output = new StringWriter();
        using var error = new StoppingWriter(stop, at);
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false), stop?.Token ?? CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    private string At(string name) => Path.Combine(_folder, name);
}
