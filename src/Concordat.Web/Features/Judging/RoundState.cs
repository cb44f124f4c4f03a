namespace Concordat.Web.Features.Judging;

/// <summary>Whether a round is still being declared, takes judgements, or took them.</summary>
public enum RoundState
{
    Draft,
    Open,
    Closed,
}
