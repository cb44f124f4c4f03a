namespace Concordat.Formats.Trl;

/// <summary>Two answers, one preferred; with an implicit prompt (null) both texts hold it.</summary>
public sealed record TrlPreference(TrlText? Prompt, TrlText Chosen, TrlText Rejected) : TrlExample
{
    public override TrlType Type => TrlType.Preference;

    public override ImmutableArray<(string Field, TrlText Text)> Texts => Prompt is null ? [("chosen", Chosen), ("rejected", Rejected)] : [("prompt", Prompt), ("chosen", Chosen), ("rejected", Rejected)];
}
