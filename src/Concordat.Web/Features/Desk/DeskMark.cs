using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>What tells whether a use case's figures may have changed; equal marks mean equal figures.</summary>
/// <param name="Arrived">When a judgement arrived last, in any use case.</param>
/// <param name="Undone">When one was taken back last.</param>
/// <param name="Present">Seats that take part, and all seats.</param>
/// <param name="Rounds">Rounds that were declared, opened and closed.</param>
internal sealed record DeskMark(long Arrived, long Undone, (long TakePart, long All) Present, (long Declared, long Opened, long Closed) Rounds, long MinimumCell)
{
    public static async Task<DeskMark> Read(Session session, UseCaseRow useCase) => new(
        await session.Count("SELECT coalesce(max(received_at), 0) FROM judgements"),
        await session.Count("SELECT coalesce(max(at), 0) FROM judgements_undone"),
        await session.One<(long, long)>("SELECT count(CASE WHEN takes_part = 1 THEN 1 END), count(*) FROM seats WHERE use_case_id = @Id", new { useCase.Id }),
        await session.One<(long, long, long)>("SELECT count(*), count(opened_at), count(closed_at) FROM judging_rounds WHERE use_case_id = @Id", new { useCase.Id }),
        useCase.MinimumCell);
}
