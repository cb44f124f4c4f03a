namespace Concordat.Formats.Trl;

/// <summary>What is asked and how it is to be answered.</summary>
public sealed record TrlPromptCompletion(TrlText Prompt, TrlText Completion) : TrlExample
{
    public override TrlType Type => TrlType.PromptCompletion;

    public override ImmutableArray<(string Field, TrlText Text)> Texts => [("prompt", Prompt), ("completion", Completion)];
}
