namespace Concordat.Web.Features.Workshop;

/// <summary>A candidate wording as stored.</summary>
public sealed record WordingRow(string Id, long Round, string Statement, string? SeatId, Writer Writer);
