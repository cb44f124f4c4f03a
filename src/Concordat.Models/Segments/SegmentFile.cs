using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Formats.Text;
using Concordat.Formats.Trl;

namespace Concordat.Models.Segments;

/// <summary>Segment pairs and drops as JSON Lines; <c>docs/schemas/segment-pair.schema.json</c> describes a pair's.</summary>
public static class SegmentFile
{
    /// <summary>How a line is laid out.</summary>
    public static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Writes pairs, the file whole.</summary>
    public static void Write(string path, ImmutableArray<SegmentPair> pairs) => Lines(path, pairs.Select(pair => JsonSerializer.SerializeToUtf8Bytes(pair, Format)));

    /// <summary>Writes drops, each with its rule, the file whole.</summary>
    public static void WriteDrops(string path, ImmutableArray<SegmentDrop> drops) => Lines(path, drops.Select(drop => JsonSerializer.SerializeToUtf8Bytes(
        new { conversation = drop.Conversation, agent = drop.Agent, rule = JsonNamingPolicy.KebabCaseLower.ConvertName(drop.Rule.ToString()), detail = drop.Detail }, Format)));

    /// <summary>Writes pairs as TRL's conversational preference type: <c>prompt</c>, <c>chosen</c> and <c>rejected</c> are lists of messages, the agent is the assistant.</summary>
    /// <remarks>
    /// A segment of several turns stays a list of several messages, the partner's among them. TRL's trainer for pairs then counts the partner's tokens too; one turn of the agent,
    /// or a trainer that masks what the assistant did not say, has no such difference.
    /// Source: TRL documentation, Dataset formats and types, conversational preference with explicit prompt.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="isOneTurnOnly">Whether pairs of several turns are left out instead.</param>
    /// <returns>How many were left out.</returns>
    public static int WriteTrl(string path, ImmutableArray<SegmentPair> pairs, bool isOneTurnOnly)
    {
        ImmutableArray<SegmentPair> kept = [.. pairs.Where(pair => !isOneTurnOnly || pair.Chosen.Length == 1)];
        if (kept.IsEmpty)
            Lines(path, []);
        else
            TrlWriter.Write(path, Dataset(kept), isStrict: true);
        return pairs.Length - kept.Length;
    }

    /// <summary>Pairs as a dataset to learn from: their messages, and the weight and agent of each.</summary>
    /// <param name="pairs">At least one.</param>
    public static TrlDataset Dataset(ImmutableArray<SegmentPair> pairs) => TrlDataset.Of(
        [.. pairs.Select(pair => (TrlExample)new TrlPreference(Messages(pair.Prefix), Messages(pair.Chosen), Messages(pair.Rejected)))],
        [.. pairs.Select(pair => new TrlNote(pair.Weight, pair.Agent, null))]);

    /// <summary>Whether a file's first line is a pair as <c>concordat segments</c> writes it, with its prefix in place of TRL's prompt.</summary>
    public static bool IsOne(string path)
    {
        try
        {
            using JsonLinesReader reader = JsonLinesReader.Open(path, DelimitedOptions.Default, new FaultList());
            return reader.Read() && reader.Root.TryGetProperty("prefix", out _) && reader.Root.TryGetProperty("errorTurn", out _);
        }
        catch (InputDataException)
        {
            // What is wrong with the file is for its reader to say.
            return false;
        }
    }

    /// <summary>Reads pairs.</summary>
    /// <exception cref="InputDataException">The file has faults: all of them, each with its line.</exception>
    public static ImmutableArray<SegmentPair> Read(string path)
    {
        var faults = new FaultList();
        var pairs = ImmutableArray.CreateBuilder<SegmentPair>();
        using JsonLinesReader reader = JsonLinesReader.Open(path, DelimitedOptions.Default, faults);
        while (reader.Read())
        {
            try
            {
                SegmentPair pair = reader.Root.Deserialize<SegmentPair>(Format)!;
                if (Fault(pair) is { } fault)
                    faults.Add(path, reader.Line, 0, fault, "segments of equally many turns, the agent's first and last, sides alternating, after at least one turn");
                else
                    pairs.Add(pair);
            }
            catch (JsonException exception)
            {
                faults.Add(path, reader.Line, 0, exception.Path is { } at ? $"something else at {at}" : "something else", "a pair as `concordat segments` writes it");
            }
        }

        faults.ThrowIfAny();
        return pairs.ToImmutable();
    }

    private static string? Fault(SegmentPair pair) =>
        pair.Prefix.IsDefaultOrEmpty || pair.Chosen.IsDefaultOrEmpty || pair.Rejected.IsDefaultOrEmpty ? "an empty prefix or segment"
        : pair.Chosen.Length != pair.Rejected.Length ? $"segments of {pair.Chosen.Length} and {pair.Rejected.Length} turns"
        : pair.Chosen.Length % 2 == 0 ? $"segments of {pair.Chosen.Length} turns"
        : !Alternates(pair.Chosen) || !Alternates(pair.Rejected) ? "sides that do not alternate, or other roles"
        : pair.Prefix.Any(said => said.Role is not (SegmentPair.Said.AgentRole or SegmentPair.Said.PartnerRole)) ? "other roles"
        : !(pair.Weight >= 0 && double.IsFinite(pair.Weight)) ? $"the weight {pair.Weight}"
        : null;

    private static bool Alternates(ImmutableArray<SegmentPair.Said> turns)
    {
        for (int i = 0; i < turns.Length; i++)
        {
            if (turns[i].Role != (i % 2 == 0 ? SegmentPair.Said.AgentRole : SegmentPair.Said.PartnerRole))
                return false;
        }

        return true;
    }

    private static TrlText Messages(ImmutableArray<SegmentPair.Said> turns) => TrlText.Of([.. turns.Select(turn => new TrlMessage(turn.IsAgent ? TrlMessage.Assistant : TrlMessage.User, turn.Text))]);

    private static void Lines(string path, IEnumerable<byte[]> lines)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        WholeFile.Write(path, stream =>
        {
            foreach (byte[] line in lines)
            {
                stream.Write(line);
                stream.Write("\n"u8);
            }
        });
    }
}
