using System.Security.Cryptography;
using System.Text;

namespace Concordat.Charters.Record;

/// <summary>Seals what one person gave with that person's key. Once the key is destroyed the content is noise, for everyone.</summary>
/// <remarks>
/// AES-256-GCM with a random 96-bit nonce; layout nonce ‖ ciphertext ‖ 128-bit tag. Use case, kind and seat are authenticated with it, so that a sealed content cannot be moved to
/// another entry's head. Randomness: the operating system's, since a nonce must never come twice.
/// Source: NIST SP 800-38D, §8.2.2.
/// </remarks>
public static class RecordSeal
{
    private const int NonceLength = 12, TagLength = 16;

    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    /// <summary>A fresh key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyLength);

    /// <summary>Seals a content.</summary>
    public static byte[] Close(ReadOnlySpan<byte> key, string useCase, string kind, string seat, ReadOnlySpan<byte> content)
    {
        var box = new byte[NonceLength + content.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(box.AsSpan(0, NonceLength), content, box.AsSpan(NonceLength, content.Length), box.AsSpan(NonceLength + content.Length), Head(useCase, kind, seat));
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
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Head(string useCase, string kind, string seat) => Encoding.UTF8.GetBytes($"{useCase}\n{kind}\n{seat}");
}
