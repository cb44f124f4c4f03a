namespace Concordat.Models.Laboratories.Sdpo;

/// <summary>What the agent can answer.</summary>
internal enum BargainAct
{
    Share,
    Trade,
    Insist,
    Apologise,
    Close,
    Thank,
    Nonsense,
}
