namespace Concordat.Web.Features.Workshop;

/// <summary>An objection as stored.</summary>
public sealed record ObjectionRow(string Id, string? SeatId, string Reason, Severity Severity, string Community, string? Answer, long? AnsweredAt, long Withdrawn, long CreatedAt)
{
    /// <summary>The columns; who withdrew their consent to take part has withdrawn their objections with it.</summary>
    public const string Columns =
        """
        id, seat_id, reason, severity, community, answer, answered_at,
        CASE WHEN is_withdrawn = 1 OR NOT EXISTS (SELECT 1 FROM seats WHERE seats.id = objections.seat_id AND seats.takes_part = 1) THEN 1 ELSE 0 END AS withdrawn, created_at
        """;

    public bool IsWithdrawn => Withdrawn == 1;

    /// <summary>Whether it stops ratification.</summary>
    public bool Stops => Severity == Severity.Serious && Answer is null && !IsWithdrawn;
}
