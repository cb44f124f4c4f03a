using System.Diagnostics;
using System.Globalization;

namespace Concordat.Web.Tests.Load;

/// <summary>Takes times of a server: as a visitor sees them, and the processor time that the server spends, which a machine with much else to do leaves as it is.</summary>
/// <param name="row">How every line begins.</param>
internal sealed class Costs(ServerProcess server, string row)
{
    private const int Looks = 7;

    /// <summary>Takes the median time and the mean processor time of a request; what comes before each is not counted.</summary>
    public async Task Take(string what, Func<Task> request, Func<Task>? before = null, int looks = Looks)
    {
        var times = new double[looks];
        double busy = 0;
        for (int look = 0; look < looks; look++)
        {
            if (before is not null)
                await before();
            long started = Stopwatch.GetTimestamp();
            busy += await Busy(request);
            times[look] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        Line(what, times[looks / 2], busy / looks);
    }

    /// <summary>The export: its time and the most memory that the server held meanwhile.</summary>
    public async Task Export(Visitor steward)
    {
        long before = server.Memory(), bytes = 0, started = Stopwatch.GetTimestamp();
        server.ForgetPeak();
        double busy = await Busy(async () =>
        {
            await using Stream archive = await steward.Client.GetStreamAsync(new Uri("/use-cases/letters/desk/evidence.zip", UriKind.Relative));
            var block = new byte[81920];
            for (int read; (read = await archive.ReadAsync(block)) > 0;)
                bytes += read;
        });
        Line("export", Stopwatch.GetElapsedTime(started).TotalMilliseconds, busy, string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB packed; held {server.PeakMemory() / 1e6:0} MB at most, {before / 1e6:0} MB before"));
    }

    /// <summary>Milliseconds of processor time that the server spends while something is done.</summary>
    public async Task<double> Busy(Func<Task> work)
    {
        TimeSpan before = server.Processor();
        await work();
        return (server.Processor() - before).TotalMilliseconds;
    }

    public void Line(string what, double? milliseconds, double processor, string more = "") =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row} | {what} | {milliseconds:0} | {processor:0} | {more} |"));
}
