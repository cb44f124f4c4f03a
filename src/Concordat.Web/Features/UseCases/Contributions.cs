using System.Text.Json.Serialization;
using Concordat.Web.Features.People;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.UseCases;

/// <summary>The one explicit list of what people give under their seat: a feature that stores something of theirs adds a line to both lists here. A test finds tables that are in neither.</summary>
internal static class Contributions
{
    // What each table holds of someone: use case, kind, a text and when, newest last.
    private static readonly ImmutableArray<string> s_queries =
    [
        "SELECT own.use_case_id, CASE WHEN is_drafted = 1 THEN 'proposal, from a model''s draft' ELSE 'proposal' END AS kind, statement AS text, created_at AS at FROM proposals JOIN own ON own.id = proposals.seat_id",
        "SELECT own.use_case_id, 'objection' AS kind, reason AS text, created_at AS at FROM objections JOIN own ON own.id = objections.seat_id",
        "SELECT own.use_case_id, 'vote' AS kind, proposal_votes.proposal_id || ' ' || choice AS text, at FROM proposal_votes JOIN own ON own.id = proposal_votes.seat_id",
        "SELECT own.use_case_id, CASE WHEN is_drafted = 1 THEN 'wording, from a model''s draft' ELSE 'wording' END AS kind, statement AS text, created_at AS at FROM wordings JOIN own ON own.id = wordings.seat_id",
        "SELECT own.use_case_id, 'critique' AS kind, text, created_at AS at FROM wording_critiques JOIN own ON own.id = wording_critiques.seat_id",
        "SELECT own.use_case_id, 'judgement' AS kind, round_id || ' ' || unit || ' ' || condition || ' ' || answer || ' ' || coalesce(value, '') || ' ' || comment AS text, given_at AS at FROM judgements JOIN judging_tasks ON judging_tasks.id = judgements.task_id JOIN own ON own.id = judgements.seat_id",
        "SELECT own.use_case_id, 'judgement asked for' AS kind, round_id || ' ' || unit || ' ' || condition || ' ' || replicate || ' ' || shown || ' ' || state AS text, assigned_at AS at FROM judging_tasks JOIN own ON own.id = judging_tasks.seat_id",
        "SELECT own.use_case_id, 'judgement taken back' AS kind, judgements_undone.id AS text, at FROM judgements_undone JOIN own ON own.id = judgements_undone.seat_id",
        "SELECT own.use_case_id, 'ranking' AS kind, wording_id || ' ' || rank AS text, CAST(NULL AS bigint) AS at FROM wording_ranks JOIN own ON own.id = wording_ranks.seat_id",
        "SELECT own.use_case_id, 'opinion group' AS kind, CAST(group_number AS TEXT) AS text, CAST(NULL AS bigint) AS at FROM opinion_places JOIN own ON own.id = opinion_places.seat_id",
        "SELECT own.use_case_id, 'vote as the picture of opinions counts it' AS kind, proposal_id || ' ' || choice AS text, CAST(NULL AS bigint) AS at FROM opinion_counted JOIN own ON own.id = opinion_counted.seat_id",
    ];

    private static readonly ImmutableArray<string> s_statements =
    [
        "DELETE FROM description_answers WHERE seat_id = @seat",
        "DELETE FROM proposal_votes WHERE seat_id = @seat",
        "DELETE FROM wording_ranks WHERE seat_id = @seat",
        // The next picture of opinions must still know that somebody is gone; who it was, and what they chose, it need not.
        "UPDATE opinion_places SET seat_id = @Nobody WHERE seat_id = @seat",
        "UPDATE opinion_counted SET seat_id = @Nobody, choice = 'Gone' WHERE seat_id = @seat",
        "DELETE FROM judgements WHERE seat_id = @seat",
        "DELETE FROM judgements_undone WHERE seat_id = @seat",
        "DELETE FROM judging_tasks WHERE seat_id = @seat",
        "UPDATE wording_critiques SET seat_id = NULL, text = 'Withdrawn with its author.' WHERE seat_id = @seat",
        "UPDATE wordings SET seat_id = NULL, statement = 'Withdrawn with its author.' WHERE seat_id = @seat",
        // What was ratified belongs to all and stays, without its author; everything else loses its words, and keeps its place beside what others answered.
        "UPDATE objections SET seat_id = NULL, reason = 'Withdrawn with its author.', is_withdrawn = 1 WHERE seat_id = @seat",
        "UPDATE proposals SET state = CASE WHEN state = 'Open' THEN 'Withdrawn' ELSE state END, statement = 'Withdrawn with its author.', reason = '' WHERE seat_id = @seat AND state <> 'Ratified'",
        "UPDATE proposals SET seat_id = NULL WHERE seat_id = @seat",
    ];

    /// <summary>Everything that a person gave, in all use cases, for their own copy.</summary>
    public static async Task<ImmutableArray<Given>> Of(Session session, string person)
    {
        var all = ImmutableArray.CreateBuilder<Given>();
        foreach (string query in s_queries)
            all.AddRange(await session.All<Given>($"WITH own AS (SELECT id, use_case_id FROM seats WHERE person_id = @person) {query} ORDER BY 4", new { person }));
        return all.ToImmutable();
    }

    /// <summary>Erases everything that was given under a seat.</summary>
    public static async Task Erase(Session session, string seat)
    {
        foreach (string statement in s_statements)
            await session.Execute(statement, new { seat, Nobody = Chance.Id() });
    }

    /// <summary>One thing that someone gave.</summary>
    public sealed record Given(string UseCaseId, string Kind, string Text, [property: JsonConverter(typeof(MomentJson))] long? At);
}
