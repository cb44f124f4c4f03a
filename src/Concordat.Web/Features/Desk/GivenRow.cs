using System.Globalization;
using System.Text.Json;
using Concordat.Web.Features.Judging;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>A judgement on its way into an export.</summary>
internal sealed record GivenRow(
    string Round, string Task, string Kind, string Item, string Shown, string Condition, string Seat, long Position, string Answer, string? Value, long? SpanStart, long? SpanEnd, string Comment, long GivenAt)
{
    public ImmutableArray<string> Responses => JsonSerializer.Deserialize<ImmutableArray<string>>(Shown);

    public string Word => Answer == "Pass" ? Judgements.Pass : Answer == "NoOpinion" ? Judgements.NoOpinion : Value!;

    /// <summary>Microseconds of a day.</summary>
    public const long Day = 86_400_000_000;

    /// <summary>The day: the hour would tell someone's habits, the day is what drift is seen by. Null where it is none of those that may be told.</summary>
    public string? DayIn(ImmutableHashSet<long> days) => days.Contains(GivenAt / Day) ? Moment.Time(GivenAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
