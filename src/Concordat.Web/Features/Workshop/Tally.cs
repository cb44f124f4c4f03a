using Concordat.Charters;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>Votes on a proposal by community: whole for the rule, and reduced to what may be shown.</summary>
public sealed record Tally(ImmutableArray<RatificationTally> ByCommunity, ImmutableArray<TallyLine> Shown)
{
    /// <summary>What people who belong to no community are counted under.</summary>
    public const string NoCommunity = "without a community";

    /// <summary>Counts the votes of those who take part. Nobody else has a vote, and a model has no seat to vote from.</summary>
    public static async Task<Tally> Of(Session session, string proposal, long minimumCell)
    {
        ImmutableArray<(string Community, VoteChoice Choice, long Votes)> counts = await session.All<(string, VoteChoice, long)>(
            """
            SELECT seats.community, proposal_votes.choice, count(*) FROM proposal_votes JOIN seats ON seats.id = proposal_votes.seat_id
            WHERE proposal_votes.proposal_id = @proposal AND seats.takes_part = 1 GROUP BY seats.community, proposal_votes.choice
            """, new { proposal });
        return Of(
        [
            .. counts.GroupBy(count => count.Community, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new RatificationTally(
                group.Key.Length == 0 ? NoCommunity : group.Key,
                (int)group.Where(count => count.Choice == VoteChoice.Agree).Sum(count => count.Votes),
                (int)group.Where(count => count.Choice == VoteChoice.Disagree).Sum(count => count.Votes),
                (int)group.Where(count => count.Choice == VoteChoice.Pass).Sum(count => count.Votes))),
        ], minimumCell, await OpinionPictures.ChangedSinceShown(session, proposal));
    }

    /// <summary>Reduces a tally to what may be shown: no community under the minimum, and none that could be told from the others by subtraction.</summary>
    /// <param name="byCommunity">The votes.</param>
    /// <param name="minimumCell">Fewest people that may be shown.</param>
    /// <param name="changedSinceShown">
    /// People whose votes are other than in the figures that the picture of opinions showed. Those are of everyone, so that the sum of all communities beside them would tell what these few chose: one
    /// community is then kept back.
    /// </param>
    public static Tally Of(ImmutableArray<RatificationTally> byCommunity, long minimumCell, long changedSinceShown = 0)
    {
        long[] people = [.. byCommunity.Select(line => (long)line.Agree + line.Disagree + line.Pass)];
        ImmutableArray<bool> shown = GroupDisclosure.Shown(people, 0, (int)minimumCell);
        if (changedSinceShown < minimumCell && shown.All(isShown => isShown))
            shown = GroupDisclosure.Shown(people, changedSinceShown, (int)minimumCell);
        return new Tally(byCommunity, [.. byCommunity.Select((line, i) => shown[i] ? new TallyLine(line.Group, line.Agree, line.Disagree, line.Pass) : new TallyLine(line.Group, null, null, null))]);
    }
}
