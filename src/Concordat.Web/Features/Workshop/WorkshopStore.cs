using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>What several pages of the workshop read.</summary>
internal static class WorkshopStore
{
    /// <summary>Why nothing can be done any more to a proposal that is there.</summary>
    public const string OffTheTable = "This proposal is not on the table any more, or it is a draft that nobody has taken up.";

    public static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    public static Task<ImmutableArray<ProposalRow>> Proposals(Session session, string useCase) =>
        session.All<ProposalRow>($"SELECT {ProposalRow.Columns} FROM proposals WHERE use_case_id = @useCase ORDER BY created_at, id", new { useCase });

    public static Task<ProposalRow?> Proposal(Session session, string useCase, string id) =>
        session.One<ProposalRow>($"SELECT {ProposalRow.Columns} FROM proposals WHERE use_case_id = @useCase AND id = @id", new { useCase, id });

    /// <summary>What to answer where nothing could be done to a proposal: it is not here, or it is off the table.</summary>
    public static async Task<Outcome<T>> WhyNot<T>(Session session, string useCase, string proposal) =>
        await Proposal(session, useCase, proposal) is null ? Outcome<T>.NotThere : Outcome<T>.Refused(OffTheTable);

    public static Task<int> Insert(Session session, string useCase, ProposalRow row) => session.Execute(
        """
        INSERT INTO proposals (id, use_case_id, standard, level, statement, reason, removes, community, seat_id, writer, amends, state, created_at, measure, options, bound, direction, owner, model, is_drafted)
        VALUES (@Id, @useCase, @Standard, @Level, @Statement, @Reason, @Removes, @Community, @SeatId, @Writer, @Amends, @State, @CreatedAt, @Measure, @Options, @Bound, @Direction, @Owner, @Model, @Drafted)
        """,
        new
        {
            row.Id,
            useCase,
            row.Standard,
            Level = row.Level.ToString(),
            row.Statement,
            row.Reason,
            row.Removes,
            row.Community,
            row.SeatId,
            Writer = row.Writer.ToString(),
            row.Amends,
            State = row.State.ToString(),
            row.CreatedAt,
            row.Measure,
            row.Options,
            row.Bound,
            row.Direction,
            row.Owner,
            row.Model,
            row.Drafted,
        });

    /// <summary>Holds a proposal to the end of the transaction: who else wants it waits.</summary>
    /// <returns>Whether it is on the table.</returns>
    public static async Task<bool> Hold(Session session, string useCase, string proposal) =>
        await session.Execute("UPDATE proposals SET state = state WHERE id = @proposal AND use_case_id = @useCase AND state = 'Open' AND writer = 'Person'", new { proposal, useCase }) == 1;

    public static Task<ImmutableArray<ObjectionRow>> Objections(Session session, string proposal) =>
        session.All<ObjectionRow>($"SELECT {ObjectionRow.Columns} FROM objections WHERE proposal_id = @proposal ORDER BY created_at, id", new { proposal });

    /// <summary>Every objection of a use case, with the proposal it is to.</summary>
    public static async Task<ImmutableArray<(string ProposalId, ObjectionRow Objection)>> AllObjections(Session session, string useCase)
    {
        const string within = "proposal_id IN (SELECT id FROM proposals WHERE use_case_id = @useCase)";
        ImmutableDictionary<string, string> proposals =
            (await session.All<(string Id, string Proposal)>($"SELECT id, proposal_id FROM objections WHERE {within}", new { useCase })).ToImmutableDictionary(row => row.Id, row => row.Proposal, StringComparer.Ordinal);
        return
        [
            .. (await session.All<ObjectionRow>($"SELECT {ObjectionRow.Columns} FROM objections WHERE {within} ORDER BY created_at, id", new { useCase }))
                .Where(row => proposals.ContainsKey(row.Id)).Select(row => (proposals[row.Id], row)),
        ];
    }

    /// <summary>Whether fewer people than the smallest cell take part for the caller's community.</summary>
    public static async Task<bool> IsOfFew(Session session, Caller caller) => await session.Count(
        "SELECT count(*) FROM seats WHERE use_case_id = @Id AND community = @Community AND takes_part = 1", new { caller.InUseCase.Id, caller.InSeat.Community }) < caller.InUseCase.MinimumCell;

    public static Task<RuleRow?> Rule(Session session, string useCase) =>
        session.One<RuleRow>("SELECT threshold_percent, democracy FROM charter_rules WHERE use_case_id = @useCase", new { useCase });

    /// <summary>Every version, oldest first.</summary>
    public static async Task<ImmutableArray<CharterVersion>> Versions(Session session, string useCase)
    {
        ImmutableArray<(long, string, long)> rows = await session.All<(long, string, long)>("SELECT number, standards, at FROM charter_versions WHERE use_case_id = @useCase ORDER BY number", new { useCase });
        return [.. rows.Select(row => new CharterVersion(row.Item1, JsonSerializer.Deserialize<ImmutableArray<CharterStandard>>(row.Item2, Format), row.Item3))];
    }

    /// <summary>Communities that were declared and have nobody who takes part.</summary>
    public static Task<ImmutableArray<CommunityRow>> Communities(Session session, string useCase) => session.All<CommunityRow>(
        """
        SELECT communities.name, communities.standing, communities.why_affected,
            (SELECT count(*) FROM seats WHERE seats.use_case_id = communities.use_case_id AND seats.community = communities.name AND seats.takes_part = 1) AS seated
        FROM communities WHERE communities.use_case_id = @useCase ORDER BY communities.name
        """, new { useCase });
}
