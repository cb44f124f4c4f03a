namespace Concordat.Web.Persistence;

/// <summary>Times as they are stored: microseconds since 1970, UTC.</summary>
public static class Moment
{
    public static long Of(TimeProvider clock) => Of(clock.GetUtcNow());

    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Time(long moment) => DateTimeOffset.UnixEpoch.AddTicks(moment * TimeSpan.TicksPerMicrosecond);
}
