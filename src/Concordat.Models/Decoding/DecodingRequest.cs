using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concordat.Models.Collection;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Decoding;

/// <summary>One text to decode: which sample of which prompt's answers, from which mixture.</summary>
/// <remarks>The key follows from everything that decides the text, so that what is there is known again; the seed follows from seed, item and sample alone, so that mixtures are compared on the same draws.</remarks>
public sealed record DecodingRequest
{
    public DecodingRequest(DecodingSetup setup, Prompt prompt, int sample)
    {
        (Setup, Prompt, Sample) = (setup, prompt, sample);
        string number = sample.ToString(CultureInfo.InvariantCulture);
        Key = Convert.ToHexStringLower(Hash(setup.Identity, prompt.Id, prompt.Text, number).AsSpan(0, 16));
        Seed = Xoshiro.DeriveSeed(setup.Seed, BinaryPrimitives.ReadUInt64LittleEndian(Hash(prompt.Id, number)));
    }

    public DecodingSetup Setup { get; }

    public Prompt Prompt { get; }

    public int Sample { get; }

    /// <summary>32 hexadecimal digits.</summary>
    public string Key { get; }

    /// <summary>Seed of the draws.</summary>
    public ulong Seed { get; }

    /// <summary>One answer to every prompt, then the second, so that a run that stops early is even.</summary>
    /// <param name="prompts">The prompts, each with what it is decoded by.</param>
    /// <param name="samples">Answers to each.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static ImmutableArray<DecodingRequest> Plan(ImmutableArray<(Prompt Prompt, DecodingSetup Setup)> prompts, int samples) => samples is >= 1 and <= 100_000
        ? [.. from sample in Enumerable.Range(0, samples) from one in prompts select new DecodingRequest(one.Setup, one.Prompt, sample)]
        : throw new ArgumentException($"samples is {samples}; it must lie in 1 … 100,000");

    private static byte[] Hash(params ReadOnlySpan<string> parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\0\0", parts)));
}
