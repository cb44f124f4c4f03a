using System.Text.Json;

namespace Concordat.Web.Features.Workshop;

/// <summary>A round of wordings as stored.</summary>
public sealed record WordingRound(long Number, long Closed, string? Outcome)
{
    public bool IsClosed => Closed == 1;

    public WordingOutcome? Result { get; } = Outcome is null ? null : JsonSerializer.Deserialize<WordingOutcome>(Outcome, WorkshopStore.Format);
}
