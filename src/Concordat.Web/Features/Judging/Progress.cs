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

    /// <summary>How long the rest may take, in words that say what it rests on; empty where nothing is to come.</summary>
    public string TimeInWords
    {
        get
        {
            if (AtMost == 0)
                return "";
            if (MedianMilliseconds is not { } median)
                return $"No estimate of the time yet: it takes {FewestForEstimate} of your own answers.";
            // One figure would hide how much answers differ: the quicker and the slower end of their middle half give two.
            ImmutableArray<long> sorted = TookMilliseconds.Sort();
            long least = Minutes(sorted[sorted.Length / 4]), most = Minutes(sorted[sorted.Length - 1 - (sorted.Length / 4)]), seconds = Math.Max(1, (long)Math.Round(median / 1000.0, MidpointRounding.AwayFromZero));
            return $"{(least == most ? "About" : $"Between {least} and")} {most} {(most == 1 ? "minute" : "minutes")} for all of them: an estimate from your own median of {seconds} {(seconds == 1 ? "second" : "seconds")} "
                + $"and the middle half of your last {sorted.Length} answers. Breaks come on top.";
        }
    }

    private long Minutes(long milliseconds) => (long)Math.Ceiling(milliseconds * AtMost / 60_000.0);
}
