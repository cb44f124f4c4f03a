using System.Text.Json;
using Concordat.Formats.Text;

namespace Concordat.Formats.Trl;

/// <summary>Reads datasets in TRL's exact types from JSON Lines: every fault with its place, all of them at once.</summary>
/// <remarks>
/// All rows are of one type and one form; what the first row is, the file is. A prompt ends with a message of the user, of a tool or of the assistant (which is then
/// continued), a completion with one of the assistant: anything else a chat template refuses, or it trains words that nobody wants said.
/// Source: TRL documentation, "Dataset formats and types".
/// </remarks>
public static class TrlReader
{
    /// <summary>Reads one file; .gz and .br are unpacked.</summary>
    /// <exception cref="InputDataException">Faults, all together.</exception>
    public static TrlDataset Read(string file, TrlReaderOptions options, CancellationToken cancellationToken)
    {
        var faults = new FaultList();
        var examples = ImmutableArray.CreateBuilder<TrlExample>();
        TrlLayout? layout = null;
        using (var reader = JsonLinesReader.Open(file, DelimitedOptions.Default, faults))
        {
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                layout ??= TrlLayout.Of(reader, options);
                if (layout is null)
                    faults.ThrowIfAny();
                if (new TrlRow(reader, layout!, options.IsStrict).Read() is { } example)
                    examples.Add(example);
            }
        }

        ImmutableArray<TrlExample> all = examples.ToImmutable();
        return TrlDataset.Of(all, options.Sidecar is null ? [] : TrlSidecar.Read(options.Sidecar, file, all, cancellationToken));
    }

    /// <summary>What kind of value stands there, in words.</summary>
    internal static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => $"the number {value.GetRawText()}",
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };
}
