using Concordat.Models.Segments;

namespace Concordat.Cli.Verbs;

/// <summary>What one run of <c>concordat segments</c> is told.</summary>
internal sealed record SegmentsSettings(string Into, string Judge, string Sampler, SegmentOptions Options)
{
    public string? Points { get; init; }

    public required int AgentTurns { get; init; }

    public required int MaxTokens { get; init; }

    public required string Endpoints { get; init; }

    public string? Log { get; init; }

    public string? Trl { get; init; }

    public bool IsOneTurnOnly { get; init; }

    public bool IsDryRun { get; init; }

    public bool IsJson { get; init; }

    public required ulong Seed { get; init; }

    public required int Threads { get; init; }

    public string LogFile => Log ?? (Into.EndsWith(".jsonl", StringComparison.Ordinal) ? Into[..^6] : Into) + ".drops.jsonl";

    public bool IsOracle => Judge == SegmentsParts.Oracle;

    public bool IsPerson => Judge.EndsWith(".jsonl", StringComparison.Ordinal);

    public bool JudgeIsEndpoint => !IsOracle && !IsPerson;

    public bool SamplerIsEndpoint => Sampler != SegmentsParts.Recorded && !Directory.Exists(Sampler);

    public bool AsksAnEndpoint => JudgeIsEndpoint || SamplerIsEndpoint;

    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    public void Validate()
    {
        Options.Validate();
        if (IsOracle != Points is not null)
            throw new ArgumentException(IsOracle ? "--judge oracle needs --points FILE.csv: an oracle goes by declared points alone" : "--points goes with --judge oracle");
        if (IsOneTurnOnly && Trl is null)
            throw new ArgumentException("--trl-one-turn goes with --trl FILE.jsonl");
        string[] files = [.. new[] { Into, LogFile, Trl, IsPerson ? Judge : null }.OfType<string>().Select(Path.GetFullPath)];
        if (files.Distinct(StringComparer.Ordinal).Count() != files.Length)
            throw new ArgumentException("--into, --log, --trl and the file of questions must be different files");
    }
}
