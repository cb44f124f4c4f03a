namespace Concordat.Models.Objectives;

/// <summary>Options that must be positive.</summary>
internal static class Positive
{
    public static double Of(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "must be positive and finite");

    public static double OrZero(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "must be 0 or positive, and finite");
}
