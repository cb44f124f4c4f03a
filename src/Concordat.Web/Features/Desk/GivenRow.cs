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

    // The hour would tell someone's habits; the day is what drift is seen by.
    public string Day => Moment.Time(GivenAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
