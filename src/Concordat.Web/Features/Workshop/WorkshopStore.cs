using System.Text.Json;
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

    public static Task<ImmutableArray<ObjectionRow>> Objections(Session session, string proposal) =>
        session.All<ObjectionRow>($"SELECT {ObjectionRow.Columns} FROM objections WHERE proposal_id = @proposal ORDER BY created_at, id", new { proposal });

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
