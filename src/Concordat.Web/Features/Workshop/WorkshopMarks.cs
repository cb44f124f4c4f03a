using System.Text;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>What the workshop's pages show, as short marks: a page whose mark has changed shows something else now. Nothing can be read from a mark, and votes on what is undecided are in none.</summary>
internal static class WorkshopMarks
{
    public const string Board = "board", Opinions = "opinions";

    /// <summary>The board's mark and that of each proposal with its objections, amendments and wordings.</summary>
    public static async Task<ImmutableSortedDictionary<string, string>> Of(Session session, string useCase)
    {
        ImmutableArray<(string, string, string?, string)> proposals = await session.All<(string Id, string Standard, string? Amends, string State)>(
            "SELECT id, statement, amends, state FROM proposals WHERE use_case_id = @useCase ORDER BY id", new { useCase });
        var parts = proposals.ToDictionary(proposal => proposal.Item1, proposal => new StringBuilder($"{proposal.Item2} {proposal.Item4}"), StringComparer.Ordinal);
        foreach ((string id, _, string? amends, string state) in proposals)
        {
            if (amends is not null)
                parts[amends].Append($" amended {id} {state}");
        }

        foreach ((string proposal, ObjectionRow objection) in await WorkshopStore.AllObjections(session, useCase))
            parts[proposal].Append($" objection {objection.Id} {objection.AnsweredAt} {objection.Withdrawn}");
        foreach ((string proposal, string wording, string statement) in await session.All<(string, string, string)>(
            "SELECT wordings.proposal_id, wordings.id, wordings.statement FROM wordings JOIN proposals ON proposals.id = wordings.proposal_id WHERE proposals.use_case_id = @useCase ORDER BY wordings.id", new { useCase }))
        {
            parts[proposal].Append($" wording {wording} {statement}");
        }

        foreach ((string proposal, long round, long closed) in await session.All<(string, long, long)>(
            "SELECT wording_rounds.proposal_id, number, is_closed FROM wording_rounds JOIN proposals ON proposals.id = wording_rounds.proposal_id WHERE proposals.use_case_id = @useCase ORDER BY number", new { useCase }))
        {
            parts[proposal].Append($" round {round} {closed}");
        }

        foreach ((string proposal, string critique) in await session.All<(string, string)>(
            """
            SELECT wordings.proposal_id, wording_critiques.id FROM wording_critiques JOIN wordings ON wordings.id = wording_critiques.wording_id
            JOIN proposals ON proposals.id = wordings.proposal_id WHERE proposals.use_case_id = @useCase ORDER BY wording_critiques.id
            """, new { useCase }))
        {
            parts[proposal].Append($" critique {critique}");
        }

        var board = new StringBuilder();
        board.AppendJoin('\n', proposals.Select(proposal => parts[proposal.Item1]));
        board.Append($" rule {await WorkshopStore.Rule(session, useCase)}");
        board.AppendJoin('\n', (await WorkshopStore.Communities(session, useCase)).Select(community => $"{community.Name} {community.IsMissing}"));
        return parts.ToImmutableSortedDictionary(part => part.Key, part => Mark(part.Value), StringComparer.Ordinal).Add(Board, Mark(board));
    }

    /// <summary>The mark of the picture of opinions that was drawn at a moment.</summary>
    public static string OfPicture(long drawnAt) => drawnAt.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Mark(StringBuilder text) => Chance.Digest(text.ToString())[..16];
}
