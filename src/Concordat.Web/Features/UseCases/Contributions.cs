using Concordat.Web.Persistence;

namespace Concordat.Web.Features.UseCases;

/// <summary>The one explicit list of what people give under their seat: a feature that stores something of theirs adds a line here.</summary>
internal static class Contributions
{
    private static readonly ImmutableArray<string> s_statements =
    [
        "DELETE FROM description_answers WHERE seat_id = @seat",
        "DELETE FROM proposal_votes WHERE seat_id = @seat",
        "DELETE FROM wording_ranks WHERE seat_id = @seat",
        "UPDATE wording_critiques SET seat_id = NULL, text = 'Withdrawn with its author.' WHERE seat_id = @seat",
        "UPDATE wordings SET seat_id = NULL WHERE seat_id = @seat",
        // What others answered stays readable: an objection and a proposal lose their author, and those that nobody decided on lose their words.
        "UPDATE objections SET seat_id = NULL, reason = 'Withdrawn with its author.', is_withdrawn = 1 WHERE seat_id = @seat",
        "UPDATE proposals SET state = 'Withdrawn', statement = 'Withdrawn with its author.', reason = '' WHERE seat_id = @seat AND state = 'Open'",
        "UPDATE proposals SET seat_id = NULL WHERE seat_id = @seat",
    ];

    /// <summary>Erases everything that was given under a seat.</summary>
    public static async Task Erase(Session session, string seat)
    {
        foreach (string statement in s_statements)
            await session.Execute(statement, new { seat });
    }
}
