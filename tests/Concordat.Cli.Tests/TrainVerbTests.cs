using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Concordat.Models.Lm;

namespace Concordat.Cli.Tests;

public sealed partial class TrainVerbTests : IDisposable
{
    private static readonly string[] s_small =
    [
        "--steps", "30", "--batch", "4", "--context", "16", "--vocabulary", "270", "--hidden", "16", "--layers", "1", "--heads", "4", "--key-value-heads", "2",
        "--intermediate", "24", "--learning-rate", ".02", "--checkpoint-every", "7", "--report-every", "5",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-train").FullName;

    public TrainVerbTests() => File.WriteAllText(At("text.txt"), string.Concat(Enumerable.Repeat("the cat sat on the mat and the dog sat on the log. ", 40)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bf16", "bfloat16", 2)]
    [InlineData("f16", "float16", 2)]
    public async Task Run_WithATypeOfNumber_StoresTheWeightsInIt(string type, string name, int bytes)
    {
        (int code, string output, _) = await Run(["train", At("text.txt"), "--out", At("model"), "--dtype", type, "--steps", "1", .. s_small.SkipWhile(word => word != "--batch")]);
        Assert.Equal(0, code);
        Assert.Equal(name, JsonNode.Parse(await File.ReadAllTextAsync(At("model/config.json")))!["torch_dtype"]!.GetValue<string>());
        ModelDirectory read = ModelDirectory.Read(At("model"));
        long length = new FileInfo(At("model/model.safetensors")).Length;
        Assert.InRange(length, bytes * read.Model.Weights.Length, (bytes * read.Model.Weights.Length) + 8192);
        Assert.Contains("parameters", output, StringComparison.Ordinal);
        (code, _, string error) = await Run(["train", At("text.txt"), "--out", At("other"), "--dtype", "f8", .. s_small]);
        Assert.NotEqual(0, code);
        Assert.Contains("f8", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnText_WritesAModelWhoseLossHasFallen()
    {
        (int code, string output, string error) = await Run(["train", At("text.txt"), "--out", At("model"), "--held-out", ".1", "--sample", "the cat", .. s_small]);
        Assert.Equal(ExitCode.Met, code);
        double[] losses = [.. LossLine().Matches(error).Select(match => double.Parse(match.Groups["loss"].Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(6, losses.Length);
        Assert.True(losses[^1] < losses[0] - 1, string.Join(' ', losses));
        Assert.Contains("tokens/s", error, StringComparison.Ordinal);
        Assert.Contains("held out", output, StringComparison.Ordinal);
        Assert.Contains("\nthe cat", output, StringComparison.Ordinal);
        ModelDirectory model = ModelDirectory.Read(At("model"));
        Assert.Equal((16, 2, 270), (model.Model.Config.HiddenSize, model.Model.Config.KeyValueHeads, model.Tokenizer.VocabularySize));
    }

    [Fact]
    public async Task Run_StoppedAndResumedOnOtherThreads_EndsInTheBitsOfARunThatWasNot()
    {
        await Run(["train", At("text.txt"), "--out", At("whole"), "--threads", "1", .. s_small]);
        using var stop = new CancellationTokenSource();
        (int code, _, string error) = await Run(["train", At("text.txt"), "--out", At("parts"), "--threads", "2", .. s_small], stop, "step 10/");
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("stopped after step 10", error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("parts/model.safetensors")));
        (code, _, error) = await Run(["train", At("text.txt"), "--out", At("parts"), "--resume", .. s_small]);
        Assert.Equal(ExitCode.Met, code);
        Assert.Contains("going on after step 10", error, StringComparison.Ordinal);
        foreach (string name in new[] { "model.safetensors", "tokenizer.json", "config.json", "checkpoint.safetensors" })
            Assert.Equal(await File.ReadAllBytesAsync(At("whole/" + name)), await File.ReadAllBytesAsync(At("parts/" + name)));
    }

    [Fact]
    public async Task Run_AsJson_PrintsADocumentOfTheSchema()
    {
        (int code, string output, _) = await Run(["train", At("text.txt"), "--out", At("model"), "--json", .. s_small]);
        Assert.Equal(ExitCode.Met, code);
        JsonNode document = JsonNode.Parse(output)!;
        Assert.Equal(TrainDocument.SchemaText(), await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "train.schema.json")));
        Assert.Empty(SchemaFaults.Of(document, JsonNode.Parse(TrainDocument.SchemaText())!));
        Assert.Equal(30 * 4 * 16, (int)document["tokensSeen"]!);
    }

    [Fact]
    public async Task Run_FromAModelWithAnAdapter_WritesBoth()
    {
        await Run(["train", At("text.txt"), "--out", At("model"), .. s_small]);
        (int code, _, string error) = await Run(
            ["train", At("text.txt"), "--from", At("model"), "--lora", "2", "--out", At("tuned"), "--steps", "2", "--batch", "2", "--context", "8"]);
        Assert.True(code == ExitCode.Met, error);
        Assert.True(File.Exists(At("tuned/adapter_model.safetensors")));
        Assert.NotEqual(ModelDirectory.Read(At("model")).Model.Weights, ModelDirectory.Read(At("tuned")).Model.Weights);
    }

    [Theory]
    [InlineData("--lora needs --from", "--lora", "4")]
    [InlineData("--held-out is 1", "--held-out", "1")]
    [InlineData("--layers is 0", "--layers", "0")]
    [InlineData("Heads is 3", "--heads", "3", "--key-value-heads", "3")]
    [InlineData("--hidden does not go with --from", "--hidden", "32", "--from", "elsewhere")]
    [InlineData("no such file", "--from", "elsewhere")]
    public async Task Run_WhatDoesNotGo_IsAnErrorThatNamesTheOption(string message, params string[] options)
    {
        (int code, _, string error) = await Run(["train", At("text.txt"), "--out", At("model"), .. options]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("model")));
    }

    [Fact]
    public async Task Run_IntoTheFolderOfAnotherRun_IsRefused()
    {
        Directory.CreateDirectory(At("model"));
        await File.WriteAllTextAsync(At("model/model.safetensors"), "kept");
        (int code, _, string error) = await Run(["train", At("text.txt"), "--out", At("model"), .. s_small]);
        Assert.Equal(ExitCode.Error, code);
        Assert.Contains("--resume", error, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(At("model/model.safetensors")));
    }

    private static async Task<(int Code, string Output, string Error)> Run(string[] args, CancellationTokenSource? stop = null, string? at = null)
    {
        using var output = new StringWriter();
        using var error = new StoppingWriter(stop, at);
        int code = await ConcordatCommand.RunAsync(args, new CliHost(output, error, TimeProvider.System, false), stop?.Token ?? CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    private string At(string name) => Path.Combine(_folder, name);

    [GeneratedRegex(@"step \d+/30  loss (?<loss>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LossLine();
}
