using System.Security.Cryptography;

namespace Concordat.Web.Persistence;

/// <summary>Ids and tokens that nobody can guess. They carry no time and no order, so that a pseudonym tells nothing about when its person came.</summary>
public static class Chance
{
    /// <summary>128 bits in lower-case hexadecimal.</summary>
    public static string Id() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>160 bits in letters that can be read out and typed.</summary>
    public static string Token() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 32);

    /// <summary>What is stored of a token: it cannot be turned back, and the token has too many bits to be tried.</summary>
    public static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
}
