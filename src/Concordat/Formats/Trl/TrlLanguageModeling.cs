namespace Concordat.Formats.Trl;

/// <summary>A whole text (<c>text</c>) or conversation (<c>messages</c>).</summary>
public sealed record TrlLanguageModeling(TrlText Text) : TrlExample
{
    public override TrlType Type => TrlType.LanguageModeling;

    public override ImmutableArray<(string Field, TrlText Text)> Texts => [(Text.IsConversational ? "messages" : "text", Text)];
}
