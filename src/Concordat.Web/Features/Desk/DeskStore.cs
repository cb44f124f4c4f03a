using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>What the desk reads.</summary>
public static class DeskStore
{
    /// <summary>The figures of every round, from judgements of those who are not absent.</summary>
    internal static async Task<ImmutableArray<RoundFigures>> Rounds(Session session, UseCaseRow useCase, DeskLedger ledger, bool[] absent)
    {
        ImmutableArray<RoundEntry> rounds = await session.All<RoundEntry>(
            """
            SELECT id, title, kind, state, scale_kind, per_item, (SELECT count(*) FROM judging_units WHERE round_id = judging_rounds.id) AS units
            FROM judging_rounds WHERE use_case_id = @Id ORDER BY created_at, id
            """, new { useCase.Id });
        ILookup<string, (string Group, long PerItem)> quotas = (await session.All<(string Round, string Group, long PerItem)>(
            "SELECT round_id, group_name, judging_quotas.per_item FROM judging_quotas JOIN judging_rounds ON judging_rounds.id = round_id WHERE use_case_id = @Id ORDER BY group_name", new { useCase.Id }))
            .ToLookup(quota => quota.Round, quota => (quota.Group, quota.PerItem), StringComparer.Ordinal);
        int[] places = ledger.Seats.Places();
        return [.. rounds.Select(round => Figures(round, [.. quotas[round.Id]], ledger, places, absent, useCase.MinimumCell))];
    }

    public static Task<ImmutableArray<AuditJob>> Jobs(Session session, string useCase) =>
        session.All<AuditJob>($"SELECT {AuditJob.Columns} FROM audit_jobs WHERE use_case_id = @useCase ORDER BY asked_at DESC, id LIMIT 30", new { useCase });

    /// <summary>One of them; null where there is none.</summary>
    public static Task<AuditJob?> Job(Session session, string useCase, string id) =>
        session.One<AuditJob>($"SELECT {AuditJob.Columns} FROM audit_jobs WHERE use_case_id = @useCase AND id = @id", new { useCase, id });

    public static Task<ImmutableArray<RunEntry>> Runs(Session session, string useCase) =>
        session.All<RunEntry>("SELECT id, sha256, system_version, speaks_for, received_at, published_at FROM audit_runs WHERE use_case_id = @useCase ORDER BY received_at DESC, id", new { useCase });

    public static Task<ImmutableArray<ImportEntry>> Imports(Session session, string useCase) =>
        session.All<ImportEntry>("SELECT id, summary, at FROM evidence_imports WHERE use_case_id = @useCase ORDER BY at, id", new { useCase });

    /// <summary>Where a job stands, in words.</summary>
    public static string Text(AuditJob job) => job.State switch
    {
        JobState.Waiting => "waits for its turn",
        JobState.Running => $"runs: standard {Math.Max(1, job.StandardsBegun)} of {job.Standards}",
        JobState.Done => "done",
        _ => $"failed: {job.Fault}",
    };

    private static RoundFigures Figures(RoundEntry round, ImmutableArray<(string Group, long PerItem)> quotas, DeskLedger ledger, int[] places, bool[] absent, long minimumCell)
    {
        bool isOrdinal = round.Kind == "Rating" && round.ScaleKind == "Ordinal";
        var present = new bool[ledger.Seats.Count];
        var filling = new QuotaFilling((int)round.Units, ledger.Groups.Count, ledger.Seats.Count);
        var first = new List<GivenAnswer>();
        long judgements = 0;
        foreach (JudgedAnswer answer in ledger.Round(round.Id) is { } judged ? judged.Answers : [])
        {
            if (absent[answer.Seat])
                continue;
            judgements++;
            present[answer.Seat] = true;
            if (!answer.IsFirst)
                continue;
            filling.Add(answer.Seat, answer.Group, answer.Unit);
            if (answer.HasValue)
                first.Add(new GivenAnswer(places[answer.Seat], answer.Unit, answer.Value, answer.At));
        }

        ReadOnlySpan<GivenAnswer> answers = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(first);
        (double? alpha, string? why) = RoundFigures.Agreement(answers, isOrdinal, minimumCell);
        (double? drift, double? error) = RoundFigures.DriftOf(answers, isOrdinal, minimumCell);
        return new RoundFigures(
            round.Id, round.Title, round.Kind, round.State, judgements, present.Count(isThere => isThere), filling.Of(quotas, round.PerItem, ledger.Groups, (int)minimumCell), alpha, why, drift, error);
    }

    public sealed record RunEntry(string Id, string Sha256, string SystemVersion, string SpeaksFor, long ReceivedAt, long? PublishedAt);

    public sealed record ImportEntry(string Id, string Summary, long At);

    private sealed record RoundEntry(string Id, string Title, string Kind, string State, string ScaleKind, long PerItem, long Units);
}
