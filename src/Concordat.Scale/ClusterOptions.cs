namespace Concordat.Scale;

/// <summary>How patient to be with a cluster.</summary>
public sealed record ClusterOptions
{
    /// <summary>How often something is tried whose failure may pass, at least once.</summary>
    public int Attempts
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Attempts), value, "must be at least 1");
    } = 6;

    /// <summary>The wait before the second try; it doubles from try to try.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest that one statement may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Rows in a batch of a push; a push that is resumed keeps its own.</summary>
    public int BatchRows
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BatchRows), value, "must be at least 1");
    } = 200_000;
}
