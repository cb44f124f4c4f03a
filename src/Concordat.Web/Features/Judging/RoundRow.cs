using System.Text.Json;
using Concordat.Evidence;

namespace Concordat.Web.Features.Judging;

/// <summary>A round as stored: one kind of judgement, asked about every unit.</summary>
/// <param name="PerItem">First askings wanted of each unit from each group; a quota takes its place for its group.</param>
/// <param name="PerSeat">The most that one person is asked.</param>
/// <param name="AgainPercent">Share of what someone is asked that they were asked before, in the same frame or in another.</param>
/// <param name="AgainAfter">Tasks that lie between, at least.</param>
/// <param name="GroupAttribute">Whose groups the quotas are of: empty for nobody's, <c>community</c>, or an attribute of self-description.</param>
public sealed record RoundRow(
    string Id, string UseCaseId, string Title, JudgementKind Kind, string Criterion, ScaleKind ScaleKind, string Levels, long Choices, long PerItem, long PerSeat, long AgainPercent, long AgainAfter,
    string GroupAttribute, string Support, long Seed, RoundState State, long? OpenedAt, long? ClosedAt)
{
    /// <summary>The columns, under the names that the record's constructor expects.</summary>
    public const string Columns =
        "judging_rounds.id, judging_rounds.use_case_id, judging_rounds.title, judging_rounds.kind, judging_rounds.criterion, judging_rounds.scale_kind, judging_rounds.levels, judging_rounds.choices, "
        + "judging_rounds.per_item, judging_rounds.per_seat, judging_rounds.again_percent, judging_rounds.again_after, judging_rounds.group_attribute, judging_rounds.support, judging_rounds.seed, "
        + "judging_rounds.state, judging_rounds.opened_at, judging_rounds.closed_at";

    public const string Tie = "tie", Neither = "neither", Marked = "marked", Nothing = "nothing";

    /// <summary>The answers of the scale, from the least where they are ordered.</summary>
    public ImmutableArray<string> LevelNames { get; } = JsonSerializer.Deserialize<ImmutableArray<string>>(Levels);

    /// <summary>What may stand as a value: levels, places among what is shown, or whether something was marked.</summary>
    public ImmutableArray<string> Values => Kind switch
    {
        JudgementKind.Rating => LevelNames,
        JudgementKind.Pairwise => ["1", "2", Tie, Neither],
        JudgementKind.BestOf => [.. Enumerable.Range(1, (int)Choices).Select(place => $"{place}")],
        _ => [Marked, Nothing],
    };
}
