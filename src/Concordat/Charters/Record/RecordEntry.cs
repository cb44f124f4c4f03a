namespace Concordat.Charters.Record;

/// <summary>One entry of the append-only record.</summary>
/// <param name="Sequence">Its place in the chain, from 1 without gaps.</param>
/// <param name="UseCase">The use case it belongs to.</param>
/// <param name="At">When it was made, in microseconds since 1970, UTC.</param>
/// <param name="Kind">What it holds: <c>vote</c>, <c>ratification</c>, <c>publication</c> and what else a server records.</param>
/// <param name="Seat">The pseudonym of whoever gave it; null where the content is open to all.</param>
/// <param name="Content">UTF-8 JSON; where there is a seat, sealed by that seat's key (<see cref="RecordSeal"/>).</param>
/// <param name="Hash">SHA-256 over the hash before it and everything above, in lower-case hexadecimal.</param>
public sealed record RecordEntry(long Sequence, string UseCase, long At, string Kind, string? Seat, ImmutableArray<byte> Content, string Hash);
