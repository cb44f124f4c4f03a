using Concordat.Choice.Policies;
using Concordat.Models.Objectives;
using Concordat.Models.Preferences;

namespace Concordat.Cli.Verbs;

/// <summary>Which objective <c>concordat train</c> was asked for, and on what.</summary>
/// <param name="Name">The objective.</param>
/// <param name="Data">The dataset, in one of TRL's types.</param>
/// <param name="Sidecar">Weight, rater and group of its rows, or null.</param>
internal sealed record ObjectiveSettings(string Name, string Data, string? Sidecar)
{
    public static readonly ImmutableArray<string> Names = ["sft", "dpo", "ipo", "kto", "group-dpo", "group-ipo", "sdpo", "dmpo", "rlhf", "maxmin", "grpo"];

    public double? Beta { get; init; }

    public double? Gamma { get; init; }

    public double? GroupRate { get; init; }

    public double? SizeAdjustment { get; init; }

    public double? DesirableWeight { get; init; }

    public double? UndesirableWeight { get; init; }

    public double? ClipRange { get; init; }

    public bool IsAveraged { get; init; }

    public bool IsDrawn { get; init; }

    public ExampleKind Kind => Name switch
    {
        "sft" => ExampleKind.Answers,
        "kto" => ExampleKind.Unpaired,
        "sdpo" => ExampleKind.Segments,
        "rlhf" or "grpo" => ExampleKind.Rewarded,
        "maxmin" => ExampleKind.GroupRewarded,
        _ => ExampleKind.Pairs,
    };

    /// <summary>Throws where an option was given that the objective does not read.</summary>
    /// <exception cref="ArgumentException">The message names the option and the objectives that read it.</exception>
    public void Validate()
    {
        Require(Beta is null || Name != "sft", "--beta", "all but sft");
        Require(Gamma is null || Name == "dmpo", "--gamma", "dmpo");
        Require(GroupRate is null || Name is "group-dpo" or "group-ipo" or "maxmin", "--group-rate", "group-dpo, group-ipo, maxmin");
        Require(SizeAdjustment is null || Name is "group-dpo" or "group-ipo", "--size-adjustment", "group-dpo, group-ipo");
        Require(DesirableWeight is null || Name == "kto", "--desirable-weight", "kto");
        Require(UndesirableWeight is null || Name == "kto", "--undesirable-weight", "kto");
        Require(ClipRange is null || Name == "grpo", "--clip-range", "grpo");
        Require(!IsAveraged || Name == "ipo", "--averaged", "ipo");
        Require(!IsDrawn || Name is "rlhf" or "maxmin", "--drawn", "rlhf, maxmin");
    }

    /// <summary>The objective for this data.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or the data names no groups.</exception>
    public IObjective Create(PreferenceData data)
    {
        double beta = Beta ?? (Name == "grpo" ? new GroupRelativeObjective().Beta : new DpoObjective().Beta);
        CandidateOrigin origin = IsDrawn ? CandidateOrigin.DrawnFromReference : CandidateOrigin.Listed;
        return Name switch
        {
            "sft" => new SupervisedObjective(),
            "dpo" => new DpoObjective { Beta = beta },
            "ipo" => new IpoObjective { Beta = beta, IsAveraged = IsAveraged },
            "kto" => new KtoObjective { Beta = beta, DesirableWeight = DesirableWeight ?? new KtoObjective().DesirableWeight, UndesirableWeight = UndesirableWeight ?? new KtoObjective().UndesirableWeight },
            "sdpo" => new SegmentDpoObjective { Beta = beta },
            "dmpo" => Gamma is { } gamma ? new DmpoObjective { Beta = beta, Gamma = gamma } : new DmpoObjective { Beta = beta },
            "rlhf" => new RlhfObjective { Beta = beta, Origin = origin },
            "grpo" => new GroupRelativeObjective { Beta = beta, ClipRange = ClipRange ?? new GroupRelativeObjective().ClipRange },
            "maxmin" => GroupRate is { } rate
                ? new MaxMinObjective(data.Groups.Length) { Beta = beta, Origin = origin, GroupRate = rate }
                : new MaxMinObjective(data.Groups.Length) { Beta = beta, Origin = origin },
            _ => GroupRobust(data, beta),
        };
    }

    private GroupRobustObjective GroupRobust(PreferenceData data, double beta)
    {
        if (data.Groups.Length < 2)
            throw new ArgumentException($"--objective {Name} needs pairs of two groups or more; name a group for each row in a sidecar (--sidecar FILE)");
        PreferenceLoss loss = Name == "group-dpo" ? PreferenceLoss.Dpo : PreferenceLoss.Ipo;
        var objective = new GroupRobustObjective(data.GroupSizes) { Beta = beta, Loss = loss };
        return objective with { GroupRate = GroupRate ?? objective.GroupRate, SizeAdjustment = SizeAdjustment ?? objective.SizeAdjustment };
    }

    private void Require(bool holds, string option, string objectives)
    {
        if (!holds)
            throw new ArgumentException($"{option} does not go with --objective {Name}; it is read by {objectives}");
    }
}
