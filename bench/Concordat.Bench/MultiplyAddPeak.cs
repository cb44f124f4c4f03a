using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concordat.Bench;

/// <summary>What the processor's multiply-add units do at most: chains in registers alone, as wide as there are, on all cores.</summary>
internal static class MultiplyAddPeak
{
    private const int Steps = 400_000;
    private const int Chains = 16;

    /// <summary>The best of some short tries, in operations a second; a multiply-add is two.</summary>
    public static double OperationsPerSecond(bool ofProcessor)
    {
        double best = 0;
        for (int i = 0; i < 40; i++)
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            Parallel.For(0, Environment.ProcessorCount, thread => Chain(Steps, thread));
            TimeSpan time = ofProcessor ? Environment.CpuUsage.TotalTime - used : Stopwatch.GetElapsedTime(start);
            int width = Vector512.IsHardwareAccelerated ? 16 : 8;
            best = Math.Max(best, 2.0 * Steps * Chains * width * Environment.ProcessorCount / time.TotalSeconds);
        }

        return best;
    }

    private static float Chain(int steps, float start) => Vector512.IsHardwareAccelerated ? Wide(steps, start) : Narrow(steps, start);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Wide(int steps, float start)
    {
        // Each starts elsewhere: equal chains would be computed once.
        Vector512<float> a = Vector512.Create(start), b = Vector512.Create(start + 1), c = Vector512.Create(start + 2), d = Vector512.Create(start + 3);
        Vector512<float> e = Vector512.Create(start + 4), f = Vector512.Create(start + 5), g = Vector512.Create(start + 6), h = Vector512.Create(start + 7);
        Vector512<float> i = Vector512.Create(start + 8), j = Vector512.Create(start + 9), k = Vector512.Create(start + 10), l = Vector512.Create(start + 11);
        Vector512<float> m = Vector512.Create(start + 12), n = Vector512.Create(start + 13), o = Vector512.Create(start + 14), p = Vector512.Create(start + 15);
        Vector512<float> x = Vector512.Create(.999f), y = Vector512.Create(1e-3f);
        for (int step = 0; step < steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y); b = Vector512.FusedMultiplyAdd(b, x, y); c = Vector512.FusedMultiplyAdd(c, x, y); d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y); f = Vector512.FusedMultiplyAdd(f, x, y); g = Vector512.FusedMultiplyAdd(g, x, y); h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y); j = Vector512.FusedMultiplyAdd(j, x, y); k = Vector512.FusedMultiplyAdd(k, x, y); l = Vector512.FusedMultiplyAdd(l, x, y);
            m = Vector512.FusedMultiplyAdd(m, x, y); n = Vector512.FusedMultiplyAdd(n, x, y); o = Vector512.FusedMultiplyAdd(o, x, y); p = Vector512.FusedMultiplyAdd(p, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Narrow(int steps, float start)
    {
        // Twelve chains and two factors fit sixteen registers; four more are counted for by running a third longer.
        Vector256<float> a = Vector256.Create(start), b = Vector256.Create(start + 1), c = Vector256.Create(start + 2), d = Vector256.Create(start + 3);
        Vector256<float> e = Vector256.Create(start + 4), f = Vector256.Create(start + 5), g = Vector256.Create(start + 6), h = Vector256.Create(start + 7);
        Vector256<float> i = Vector256.Create(start + 8), j = Vector256.Create(start + 9), k = Vector256.Create(start + 10), l = Vector256.Create(start + 11);
        Vector256<float> x = Vector256.Create(.999f), y = Vector256.Create(1e-3f);
        for (int step = 0; step < steps * 4 / 3; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y); b = Vector256.FusedMultiplyAdd(b, x, y); c = Vector256.FusedMultiplyAdd(c, x, y); d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y); f = Vector256.FusedMultiplyAdd(f, x, y); g = Vector256.FusedMultiplyAdd(g, x, y); h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y); j = Vector256.FusedMultiplyAdd(j, x, y); k = Vector256.FusedMultiplyAdd(k, x, y); l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
