namespace Concordat.Models.Tests.Objectives;

/// <summary>Central differences.</summary>
internal static class Slopes
{
    public static double Of(double[] at, int index, Func<double> value, double step = 1e-5)
    {
        double kept = at[index];
        at[index] = kept + step;
        double above = value();
        at[index] = kept - step;
        double below = value();
        at[index] = kept;
        return (above - below) / (2 * step);
    }
}
