using System.Buffers;
using System.Text;

namespace Concordat.Formats.Text;

/// <summary>Fields that a spreadsheet would take for a formula, written with an apostrophe before them and read back without it.</summary>
/// <remarks>
/// What opens with <c>= + - @</c>, with one of these in full width, with a tab or a line end, after any number of apostrophes, gets one more; so that taking one off always gives back what was there.
/// Numbers are no formulas and stay as they are. Randomness: none. Source: OWASP, CSV Injection.
/// </remarks>
public static class DefusedField
{
    /// <summary>The field as it is written.</summary>
    public static string Of(string text) => IsFormula(text.AsSpan().TrimStart('\'')) && !IsNumber(text) ? "'" + text : text;

    /// <summary>The field as it was, from UTF-8.</summary>
    public static ReadOnlySpan<byte> Restored(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty || field[0] != (byte)'\'')
            return field;
        ReadOnlySpan<byte> body = field.TrimStart((byte)'\'');
        return Rune.DecodeFromUtf8(body, out Rune first, out _) == OperationStatus.Done && Opens(first.Value) ? field[1..] : field;
    }

    private static bool IsFormula(ReadOnlySpan<char> text) => !text.IsEmpty && Opens(text[0]);

    private static bool Opens(int letter) => letter is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';

    private static bool IsNumber(string text) => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);
}
