using Concordat.Models.Collection;
using Concordat.Models.Decoding;
using Concordat.Models.Lm;

namespace Concordat.Cli.Verbs;

/// <summary>What <c>concordat decode</c> was asked for.</summary>
internal sealed record DecodeSettings
{
    public required string Prompts { get; init; }

    public required string? Base { get; init; }

    public string? Expert { get; init; }

    public string? Anti { get; init; }

    public double? Alpha { get; init; }

    public string? Contrast { get; init; }

    public ImmutableArray<(string Name, double Weight)> Objectives { get; init; } = [];

    public double? Limit { get; init; }

    public ImmutableArray<string> Charters { get; init; } = [];

    public string? Experts { get; init; }

    public required ImmutableSortedDictionary<string, string> Context { get; init; }

    public ImmutableArray<string> ContextColumns { get; init; } = [];

    /// <summary>Template of the tuned models; null for each model's own.</summary>
    public PromptTemplate? Template { get; init; }

    public required SamplingOptions Sampling { get; init; }

    public required int MaxTokens { get; init; }

    public required int Samples { get; init; }

    public required ulong Seed { get; init; }

    public string? System { get; init; }

    public string? Out { get; init; }

    public decimal? Budget { get; init; }

    public InDoubtRule InDoubt { get; init; }

    public double FallbackAbove { get; init; }

    public bool IsDryRun { get; init; }

    public bool IsJson { get; init; }
}
