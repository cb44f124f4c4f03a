namespace Concordat.Web.Features.Workshop;

/// <summary>A vote on a proposal. Passing is an answer.</summary>
public enum VoteChoice
{
    Agree,
    Disagree,
    Pass,
}
