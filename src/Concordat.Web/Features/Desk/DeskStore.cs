using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>What the desk reads.</summary>
public static class DeskStore
{
    public static async Task<ImmutableArray<RoundFigures>> Rounds(Session session, UseCaseRow useCase)
    {
        ImmutableArray<RoundEntry> rounds = await session.All<RoundEntry>(
            """
            SELECT id, title, kind, state, scale_kind, levels, per_item, (SELECT count(*) FROM judging_units WHERE round_id = judging_rounds.id) AS units
            FROM judging_rounds WHERE use_case_id = @Id ORDER BY created_at, id
            """, new { useCase.Id });
        var figures = ImmutableArray.CreateBuilder<RoundFigures>();
        foreach (RoundEntry round in rounds)
        {
            ImmutableArray<AnswerRow> rows = await session.All<AnswerRow>(
                """
                SELECT judgements.seat_id AS seat, judging_tasks.unit, judging_tasks.shown, judging_tasks.group_name AS of_group, judging_tasks.is_first AS first, judgements.value, judgements.given_at AS at
                FROM judgements JOIN judging_tasks ON judging_tasks.id = judgements.task_id JOIN seats ON seats.id = judgements.seat_id
                WHERE judging_tasks.round_id = @Id AND seats.takes_part = 1 ORDER BY judgements.given_at
                """, new { round.Id });
            bool isOrdinal = round.Kind == "Rating" && round.ScaleKind == "Ordinal";
            ImmutableArray<string> levels = JsonSerializer.Deserialize<ImmutableArray<string>>(round.Levels);
            ImmutableArray<GivenAnswer> answers = [.. rows.Where(row => row.First == 1 && row.Value is not null).Select(row => new GivenAnswer(row.Seat, row.Unit, Number(round.Kind, levels, row), row.At))];
            (double? alpha, string? why) = RoundFigures.Agreement(answers, isOrdinal, useCase.MinimumCell);
            (double? drift, double? error) = RoundFigures.DriftOf(answers, isOrdinal, useCase.MinimumCell);
            figures.Add(new RoundFigures(
                round.Id, round.Title, round.Kind, round.State, rows.Length, rows.Select(row => row.Seat).Distinct(StringComparer.Ordinal).Count(),
                await Filling(session, round, rows, (int)useCase.MinimumCell), alpha, why, drift, error));
        }

        return figures.ToImmutable();
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

    // A quota wants so many first answers to each unit; what a unit has beyond them fills nothing.
    private static async Task<ImmutableArray<GroupFilling>> Filling(Session session, RoundEntry round, ImmutableArray<AnswerRow> rows, int minimumCell)
    {
        ImmutableArray<(string Group, long PerItem)> quotas = await session.All<(string, long)>("SELECT group_name, per_item FROM judging_quotas WHERE round_id = @Id ORDER BY group_name", new { round.Id });
        if (quotas.IsEmpty)
            quotas = [.. rows.Select(row => row.OfGroup).Append("").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(group => (group, round.PerItem))];
        ILookup<string, AnswerRow> byGroup = rows.Where(row => row.First == 1).ToLookup(row => row.OfGroup, StringComparer.Ordinal);
        long[] people = [.. quotas.Select(quota => (long)byGroup[quota.Group].Select(row => row.Seat).Distinct(StringComparer.Ordinal).Count())];
        long others = byGroup.Where(group => quotas.All(quota => quota.Group != group.Key)).SelectMany(group => group).Select(row => row.Seat).Distinct(StringComparer.Ordinal).Count();
        ImmutableArray<bool> shown = GroupDisclosure.Shown(people, others, minimumCell);
        return [.. quotas.Select((quota, i) => new GroupFilling(
            quota.Group,
            shown[i] || people[i] == 0 ? byGroup[quota.Group].GroupBy(row => row.Unit).Sum(unit => Math.Min(unit.Count(), quota.PerItem)) : null,
            quota.PerItem * round.Units))];
    }

    private static double Number(string kind, ImmutableArray<string> levels, AnswerRow row)
    {
        if (kind == "Rating")
            return levels.IndexOf(row.Value!);
        ImmutableArray<string> shown = JsonSerializer.Deserialize<ImmutableArray<string>>(row.Shown);
        // The same response has the same number, wherever it stood.
        return int.TryParse(row.Value, out int place) && place >= 1 && place <= shown.Length ? shown.Sort(StringComparer.Ordinal).IndexOf(shown[place - 1]) : row.Value is "tie" or "nothing" ? -1 : -2;
    }

    public sealed record RunEntry(string Id, string Sha256, string SystemVersion, string SpeaksFor, long ReceivedAt, long? PublishedAt);

    public sealed record ImportEntry(string Id, string Summary, long At);

    private sealed record RoundEntry(string Id, string Title, string Kind, string State, string ScaleKind, string Levels, long PerItem, long Units);

    private sealed record AnswerRow(string Seat, long Unit, string Shown, string OfGroup, long First, string? Value, long At);
}
