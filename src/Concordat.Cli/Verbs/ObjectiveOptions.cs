using System.CommandLine;

namespace Concordat.Cli.Verbs;

/// <summary>The options of <c>concordat train</c> that choose an objective.</summary>
internal sealed class ObjectiveOptions
{
    private readonly Option<string?> _objective = new("--objective") { Description = "Learn from examples in place of text: sft, dpo, ipo, kto, group-dpo, group-ipo, sdpo, dmpo, rlhf, maxmin or grpo. Needs --from and --data.", HelpName = "NAME" };
    private readonly Option<string?> _data = new("--data") { Description = "The examples: JSON Lines in one of TRL's types, plain or conversational, also packed; for sdpo also the pairs that `segments` writes.", HelpName = "FILE" };
    private readonly Option<string?> _sidecar = new("--sidecar") { Description = "Weight, rater and group of each row of --data. A weight of 2 counts as two rows, 0 as none.", HelpName = "FILE" };
    private readonly Option<double?> _beta = new("--beta") { Description = "How strongly the model is held to what it was: .1 unless stated, .04 for grpo." };
    private readonly Option<double?> _gamma = new("--gamma") { Description = "dmpo: how much less each later turn counts, .7 unless stated." };
    private readonly Option<double?> _groupRate = new("--group-rate") { Description = "group-dpo, group-ipo, maxmin: how fast weight moves to the group that is worst off." };
    private readonly Option<double?> _sizeAdjustment = new("--size-adjustment") { Description = "group-dpo, group-ipo: C, how much more a small group counts, by C/√n; 0 unless stated." };
    private readonly Option<double?> _desirable = new("--desirable-weight") { Description = "kto: λ_D, what a wanted answer counts, 1 unless stated." };
    private readonly Option<double?> _undesirable = new("--undesirable-weight") { Description = "kto: λ_U, what an unwanted answer counts, 1 unless stated." };
    private readonly Option<double?> _clipRange = new("--clip-range") { Description = "grpo: ε, how far the ratio to the model that drew the answers may go from 1, .2 unless stated." };
    private readonly Option<bool> _averaged = new("--averaged") { Description = "ipo: average log-probabilities over tokens, not sum them." };
    private readonly Option<bool> _drawn = new("--drawn") { Description = "rlhf, maxmin: the answers were drawn from the model in --from, not all that can be said." };

    public IEnumerable<Option> All => [_objective, _data, _sidecar, _beta, _gamma, _groupRate, _sizeAdjustment, _desirable, _undesirable, _clipRange, _averaged, _drawn];

    /// <summary>What was asked for, or null where no objective was.</summary>
    /// <exception cref="ArgumentException">Options do not go together.</exception>
    public ObjectiveSettings? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_objective) is not { } name)
        {
            return All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } stray
                ? throw new ArgumentException($"{stray.Name} needs --objective")
                : null;
        }

        if (!ObjectiveSettings.Names.Contains(name))
            throw new ArgumentException($"--objective is '{name}'; expected {string.Join(", ", ObjectiveSettings.Names)}");
        var settings = new ObjectiveSettings(name, parsed.GetValue(_data) ?? throw new ArgumentException("--objective needs --data, the examples to learn from"), parsed.GetValue(_sidecar))
        {
            Beta = parsed.GetValue(_beta),
            Gamma = parsed.GetValue(_gamma),
            GroupRate = parsed.GetValue(_groupRate),
            SizeAdjustment = parsed.GetValue(_sizeAdjustment),
            DesirableWeight = parsed.GetValue(_desirable),
            UndesirableWeight = parsed.GetValue(_undesirable),
            ClipRange = parsed.GetValue(_clipRange),
            IsAveraged = parsed.GetValue(_averaged),
            IsDrawn = parsed.GetValue(_drawn),
        };
        settings.Validate();
        return settings;
    }
}
