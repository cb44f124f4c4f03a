using System.Security.Cryptography;

namespace Concordat.Web.Persistence;

/// <summary>Ids and tokens that nobody can guess. They carry no time and no order, so that a pseudonym tells nothing about when its person came.</summary>
public static class Chance
{
    /// <summary>128 bits in lower-case hexadecimal.</summary>
    public static string Id() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    // Read out and typed without being taken for one another: 31 of them, 4.95 bits each.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>158 bits in letters that can be read out and typed.</summary>
    public static string Token() => RandomNumberGenerator.GetString(Letters, 32);

    /// <summary>138 bits in such letters, for someone to keep on paper.</summary>
    public static string Code() => RandomNumberGenerator.GetString(Letters, 28);

    /// <summary>What is stored of a token: it cannot be turned back, and the token has too many bits to be tried.</summary>
    public static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
}
