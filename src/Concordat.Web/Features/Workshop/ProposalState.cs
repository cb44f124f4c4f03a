namespace Concordat.Web.Features.Workshop;

/// <summary>Where a proposal stands.</summary>
public enum ProposalState
{
    Open,
    Withdrawn,
    Ratified,
    Rejected,
}
