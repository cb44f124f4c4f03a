using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Charters.Record;

/// <summary>Links the entries of a record: each holds the hash of the one before, so that none can be changed, dropped, added or moved without changing all that follow.</summary>
/// <remarks>
/// Identity: hᵢ = SHA-256(hᵢ₋₁ ‖ i ‖ at ‖ len·use case ‖ len·kind ‖ (0 | 1 ‖ len·seat) ‖ len·content), numbers as 8 bytes big-endian, h₀ = 32 zero bytes. Every part
/// has its length before it, so that no two entries read as the same bytes. The sealed content is hashed, not what it says: destroying a key leaves the chain as it was.
/// A chain by itself cannot show that its end was cut off: compare its last hash with one that was published.
/// </remarks>
public static class RecordChain
{
    /// <summary>The hash before the first entry.</summary>
    public static string Start { get; } = new('0', SHA256.HashSizeInBytes * 2);

    /// <summary>The entry that follows a hash.</summary>
    public static RecordEntry Append(string previous, long sequence, string useCase, long at, string kind, string? seat, ReadOnlySpan<byte> content) =>
        new(sequence, useCase, at, kind, seat, [.. content], Hash(previous, sequence, useCase, at, kind, seat, content));

    /// <summary>Whether an entry follows a hash.</summary>
    public static bool Follows(RecordEntry entry, string previous) =>
        entry.Hash == Hash(previous, entry.Sequence, entry.UseCase, entry.At, entry.Kind, entry.Seat, entry.Content.AsSpan());

    private static string Hash(string previous, long sequence, string useCase, long at, string kind, string? seat, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(previous));
        AppendNumber(hash, sequence);
        AppendNumber(hash, at);
        AppendBytes(hash, Encoding.UTF8.GetBytes(useCase));
        AppendBytes(hash, Encoding.UTF8.GetBytes(kind));
        hash.AppendData([seat is null ? (byte)0 : (byte)1]);
        if (seat is not null)
            AppendBytes(hash, Encoding.UTF8.GetBytes(seat));
        AppendBytes(hash, content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendBytes(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        AppendNumber(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumber(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
