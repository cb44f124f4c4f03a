namespace Concordat.Web.Features.Workshop;

/// <summary>A vote that counts towards opinion groups.</summary>
internal sealed record OpinionVote(string SeatId, string ProposalId, VoteChoice Choice);
