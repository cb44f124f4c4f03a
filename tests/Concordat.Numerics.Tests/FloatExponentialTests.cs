using System.Runtime.Intrinsics;
using Concordat.Numerics.LinearAlgebra;

namespace Concordat.Numerics.Tests;

public sealed class FloatExponentialTests
{
    [Fact]
    public void Of_TheWholeRange_IsTheExponentialInDoubleToSingleRounding()
    {
        double worst = 0;
        for (float x = -87.29f; x < 88; x += .00137f)
        {
            double exact = Math.Exp(x);
            worst = Math.Max(worst, Math.Abs(Exp(x) - exact) / exact);
        }

        Assert.InRange(worst, 0, 2e-7);
        Assert.Equal(1f, Exp(0));
        Assert.Equal(1f, Exp(-0f));
    }

    [Fact]
    public void Of_ExtremesAndWhatIsNoNumber_HasItsLimits()
    {
        Assert.Equal(0f, Exp(-88));
        Assert.Equal(0f, Exp(-3e38f));
        Assert.Equal(0f, Exp(float.NegativeInfinity));
        Assert.Equal(float.PositiveInfinity, Exp(89));
        Assert.Equal(float.PositiveInfinity, Exp(float.PositiveInfinity));
        Assert.True(float.IsNaN(Exp(float.NaN)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(45)]
    public void Replace_AnyLength_ScalesShiftsAndSums(int length)
    {
        float[] values = [.. Enumerable.Range(0, length).Select(i => (i % 7) - 3f)];
        double[] exact = [.. values.Select(x => Math.Exp((.5 * x) - 1))];
        float sum = FloatExponential.Replace(values, .5f, 1);
        Assert.Equal(exact.Sum(), sum, 1e-6 * exact.Sum());
        for (int i = 0; i < length; i++)
            Assert.Equal(exact[i], values[i], 3e-7 * exact[i]);
    }

    private static float Exp(float x) => FloatExponential.Of(Vector512.Create(x)).ToScalar();
}
