using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Judging;

/// <summary>Judgements as they were given. As evidence they leave through the desk's export.</summary>
public static class Judgements
{
    /// <summary>What stands in evidence for the two answers that take no position: different words, and both abstentions.</summary>
    public const string Pass = "pass", NoOpinion = "no opinion";

    /// <summary>The judgements of those who take part, of one round, in the order in which they were given.</summary>
    public static Task<ImmutableArray<JudgementRow>> Of(Session session, string round) => session.All<JudgementRow>(
        """
        SELECT judgements.id, judging_tasks.id AS task, judgements.seat_id AS rater, item_id AS item, shown, condition, replicate, position, answer, value, span_start, span_end, comment, given_at
        FROM judgements JOIN judging_tasks ON judging_tasks.id = task_id JOIN judging_units ON judging_units.round_id = judging_tasks.round_id AND number = unit
        JOIN seats ON seats.id = judgements.seat_id WHERE judging_tasks.round_id = @round AND takes_part = 1 ORDER BY given_at, judgements.id
        """, new { round });
}
