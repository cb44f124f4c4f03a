using System.Diagnostics;
using System.Globalization;

namespace Concordat.Bench;

/// <summary>Times a job here or in a Python process that times itself.</summary>
internal static class Stopwatches
{
    /// <summary>A short job runs this long before it counts: a just-in-time compiler needs more than one run of a few milliseconds.</summary>
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(.5);

    /// <param name="job">The job.</param>
    /// <param name="repetitions">Runs timed, after one or half a second of them to warm up.</param>
    /// <param name="ofProcessor">Whether processor time is taken, over all threads, instead of the clock's.</param>
    public static double MedianMilliseconds(Action job, int repetitions, bool ofProcessor)
    {
        long begin = Stopwatch.GetTimestamp();
        do
            job();
        while (Stopwatch.GetElapsedTime(begin) < s_warmUp);
        var times = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            job();
            times[i] = (ofProcessor ? Environment.CpuUsage.TotalTime - used : Stopwatch.GetElapsedTime(start)).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[repetitions / 2];
    }

    /// <summary>Runs a script with the data folder and the number of repetitions; its last line is the median in milliseconds, what stands before it a remark. Null where it fails.</summary>
    public static (double Median, string? Remark)? Python(string script, string folder, int repetitions, bool ofProcessor)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [script, folder, repetitions.ToString(CultureInfo.InvariantCulture), ofProcessor ? "processor" : "clock"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] lines = output.Trim().Split('\n');
        return process.ExitCode == 0 && double.TryParse(lines[^1], CultureInfo.InvariantCulture, out double median)
            ? (median, lines.Length > 1 ? string.Join("; ", lines[..^1]) : null)
            : null;
    }
}
