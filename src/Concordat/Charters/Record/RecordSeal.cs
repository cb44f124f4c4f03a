using System.Security.Cryptography;
using System.Text;

namespace Concordat.Charters.Record;

/// <summary>Seals what one person gave with that person's key. Once the key is destroyed the content is noise, for everyone.</summary>
/// <remarks>
/// AES-256-GCM with a random 96-bit nonce; layout nonce ‖ ciphertext ‖ 128-bit tag. Use case, kind and seat are authenticated with it, so that a sealed content cannot be moved to
/// another entry's head. A cipher hides what was said and not how long it is, and "agree" is shorter than "disagree": the content is followed by a byte 0x80 and by zeros up to a
/// multiple of <see cref="Block"/>. Randomness: the operating system's, since a nonce must never come twice.
/// Source: NIST SP 800-38D, §8.2.2; ISO/IEC 7816-4 for the filling.
/// </remarks>
public static class RecordSeal
{
    private const int NonceLength = 12, TagLength = 16;

    /// <summary>Contents are filled up to a multiple of so many bytes: every vote, and every ranking of as many wordings as a round takes, fits into one.</summary>
    public const int Block = 1536;

    private const byte EndMark = 0x80;

    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    /// <summary>A fresh key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyLength);

    /// <summary>Seals a content.</summary>
    public static byte[] Close(ReadOnlySpan<byte> key, string useCase, string kind, string seat, ReadOnlySpan<byte> content)
    {
        var filled = new byte[(content.Length / Block * Block) + Block];
        content.CopyTo(filled);
        filled[content.Length] = EndMark;
        var box = new byte[NonceLength + filled.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(box.AsSpan(0, NonceLength), filled, box.AsSpan(NonceLength, filled.Length), box.AsSpan(NonceLength + filled.Length), Head(useCase, kind, seat));
        return box;
    }

    /// <summary>Opens an entry's content; null where the key is not the one it was sealed by.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> key, RecordEntry entry)
    {
        ReadOnlySpan<byte> box = entry.Content.AsSpan();
        if (entry.Seat is null || box.Length < NonceLength + TagLength || key.Length != KeyLength)
            return null;
        var content = new byte[box.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], content, Head(entry.UseCase, entry.Kind, entry.Seat));
            int end = content.AsSpan().LastIndexOfAnyExcept((byte)0);
            return end >= 0 && content[end] == EndMark ? content[..end] : null;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Head(string useCase, string kind, string seat) => Encoding.UTF8.GetBytes($"{useCase}\n{kind}\n{seat}");
}
