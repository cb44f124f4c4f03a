namespace Concordat.Models.Objectives;

/// <summary>What the answers of an example are to its prompt.</summary>
public enum CandidateOrigin
{
    /// <summary>All that can be said: the policy is taken among them, π/Σπ.</summary>
    Listed,

    /// <summary>Draws from the reference: each stands for others, so that expectations weigh them by π/π_ref.</summary>
    DrawnFromReference,
}
