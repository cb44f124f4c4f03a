namespace Concordat.Formats.Trl;

/// <summary>One answer that is wanted (true) or not (false).</summary>
public sealed record TrlUnpairedPreference(TrlText Prompt, TrlText Completion, bool Label) : TrlExample
{
    public override TrlType Type => TrlType.UnpairedPreference;

    public override ImmutableArray<(string Field, TrlText Text)> Texts => [("prompt", Prompt), ("completion", Completion)];
}
