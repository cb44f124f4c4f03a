using Concordat.Web.Features.Workshop;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Reading;

/// <summary>What stands in the workshop beside a standard: objections that were not withdrawn, and how each community voted on it.</summary>
public sealed record Dissent(ImmutableArray<Dissent.Objection> Objections, ImmutableArray<Dissent.Decision> Decisions)
{
    public static Dissent None { get; } = new([], []);

    /// <summary>By the standard's id.</summary>
    public static async Task<ImmutableDictionary<string, Dissent>> Read(Session session, string useCase)
    {
        ImmutableArray<Objection> objections = await session.All<Objection>(
            """
            SELECT proposals.standard, proposals.id AS proposal, proposals.state, objections.reason, objections.severity, objections.community, objections.answer
            FROM objections JOIN proposals ON proposals.id = objections.proposal_id
            WHERE proposals.use_case_id = @useCase AND proposals.state IN ('Open', 'Ratified') AND objections.is_withdrawn = 0
                AND EXISTS (SELECT 1 FROM seats WHERE seats.id = objections.seat_id AND seats.takes_part = 1) ORDER BY objections.created_at, objections.id
            """, new { useCase });
        ImmutableArray<Decision> decisions = await session.All<Decision>(
            """
            SELECT proposals.standard, proposals.id AS proposal, ratifications.is_accepted AS accepted, ratifications.tally, ratifications.at
            FROM ratifications JOIN proposals ON proposals.id = ratifications.proposal_id WHERE proposals.use_case_id = @useCase ORDER BY ratifications.at DESC, proposals.id
            """, new { useCase });
        return objections.Select(objection => objection.Standard).Concat(decisions.Select(decision => decision.Standard)).Distinct(StringComparer.Ordinal).ToImmutableDictionary(
            standard => standard,
            standard => new Dissent([.. objections.Where(objection => objection.Standard == standard)], [.. decisions.Where(decision => decision.Standard == standard)]),
            StringComparer.Ordinal);
    }

    /// <summary>One objection.</summary>
    public sealed record Objection(string Standard, string Proposal, ProposalState State, string Reason, Severity Severity, string Community, string? Answer);

    /// <summary>One decision by the declared rule, with what may be shown of its votes.</summary>
    public sealed record Decision(string Standard, string Proposal, long Accepted, string Tally, long At)
    {
        public ImmutableArray<TallyLine> Lines { get; } = System.Text.Json.JsonSerializer.Deserialize<ImmutableArray<TallyLine>>(Tally, WorkshopStore.Format);
    }
}
