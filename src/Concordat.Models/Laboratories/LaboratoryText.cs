using System.Globalization;

namespace Concordat.Models.Laboratories;

/// <summary>Estimates within the sentences of an answer; of one that could not be made, resting on nothing, the sentence says so.</summary>
internal static class LaboratoryText
{
    private const string None = "not estimated";

    /// <summary>A difference of shares, <c>+9.5 points (+8.7 to +10.7)</c>.</summary>
    public static string Points(Estimate estimate) => estimate.Count == 0 ? None : $"{Signed(100 * estimate.Value)} points ({Signed(100 * estimate.Lower)} to {Signed(100 * estimate.Upper)})";

    /// <summary>A share, <c>26.4% (20.3 to 32.5)</c>.</summary>
    public static string Share(Estimate estimate) => estimate.Count == 0 ? None : Invariant($"{100 * estimate.Value:0.0}% ({100 * estimate.Lower:0.0} to {100 * estimate.Upper:0.0})");

    /// <summary>A plain number, <c>.40 (.38 to .42)</c>, with two decimals.</summary>
    public static string Number(Estimate estimate) => estimate.Count == 0 ? None : $"{Plain(estimate.Value)} ({Plain(estimate.Lower)} to {Plain(estimate.Upper)})";

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Signed(double value) => Minus(value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture));

    private static string Plain(double value) => Minus(value.ToString("0.00", CultureInfo.InvariantCulture));

    private static string Minus(string digits) => digits.Replace('-', '−');
}
