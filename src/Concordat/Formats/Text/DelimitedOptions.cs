namespace Concordat.Formats.Text;

/// <summary>How a delimited text file is read and where reading stops.</summary>
/// <param name="Delimiter">What stands between two fields; an ASCII character.</param>
public sealed record DelimitedOptions(char Delimiter = ',')
{
    public static DelimitedOptions Default { get; } = new();

    /// <summary>The longest field, in bytes of UTF-8.</summary>
    public int MaxFieldBytes { get; init; } = 1 << 20;

    /// <summary>The longest row, in bytes of UTF-8; what a hostile line can make the reader hold.</summary>
    public int MaxRowBytes { get; init; } = 8 << 20;

    public int MaxColumns { get; init; } = 100_000;

    /// <summary>Whether an apostrophe that keeps a spreadsheet from taking a field for a formula is taken off: see <see cref="DefusedField"/>.</summary>
    public bool IsDefused { get; init; }

    /// <summary>Told now and then how many bytes of the file have been read.</summary>
    public IProgress<long>? BytesRead { get; init; }
}
