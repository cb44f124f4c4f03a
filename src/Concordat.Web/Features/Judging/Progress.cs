namespace Concordat.Web.Features.Judging;

/// <summary>How far someone is in a round.</summary>
/// <param name="Answered">What they answered.</param>
/// <param name="AtMost">What may still come, at most: less where others fill the plan first.</param>
/// <param name="TookMilliseconds">How long their last answers took.</param>
public sealed record Progress(long Answered, long AtMost, ImmutableArray<long> TookMilliseconds)
{
    /// <summary>Nothing is said of the time before this many answers.</summary>
    public const int FewestForEstimate = 5;

    /// <summary>Their own median, in milliseconds; null before there are enough answers.</summary>
    public long? MedianMilliseconds => TookMilliseconds.Length < FewestForEstimate
        ? null
        : TookMilliseconds.Sort() is var sorted && sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    /// <summary>How long the rest may take, in words that say what it rests on.</summary>
    public string TimeInWords
    {
        get
        {
            if (MedianMilliseconds is not { } median)
                return $"No estimate of the time yet: it takes {FewestForEstimate} of your own answers.";
            long minutes = (long)Math.Ceiling(median * AtMost / 60_000.0), seconds = Math.Max(1, (long)Math.Round(median / 1000.0));
            return $"About {minutes} {(minutes == 1 ? "minute" : "minutes")} for all of them: an estimate from your own median of {seconds} {(seconds == 1 ? "second" : "seconds")}.";
        }
    }
}
