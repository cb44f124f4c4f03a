using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Segments.Samplers;

/// <summary>A seed of a text's own, so that a session's draws do not depend on which others there are.</summary>
internal static class TextSeed
{
    public static ulong Of(string text, ulong seed) => Xoshiro.DeriveSeed(seed, BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
}
