namespace Concordat.Formats.Trl;

/// <summary>What is asked, to be answered in training.</summary>
public sealed record TrlPromptOnly(TrlText Prompt) : TrlExample
{
    public override TrlType Type => TrlType.PromptOnly;

    public override ImmutableArray<(string Field, TrlText Text)> Texts => [("prompt", Prompt)];
}
