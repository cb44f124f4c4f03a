using System.Globalization;

namespace Concordat.Web.Tests.Load;

/// <summary>What came of a load: times of what was acknowledged, and what the store holds afterwards.</summary>
/// <param name="AnswerMilliseconds">From sending a judgement to its acknowledgement, without retries, sorted.</param>
/// <param name="PageMilliseconds">From asking for a page of tasks to having it, sorted.</param>
/// <param name="Retries">Sendings that were not acknowledged and made again.</param>
/// <param name="Acknowledged">Judgements acknowledged.</param>
/// <param name="Missing">Of them, those that the store does not hold.</param>
/// <param name="Twice">Judgements that stand in the store more than once for their task.</param>
/// <param name="Seconds">How long the load ran.</param>
internal sealed record LoadResult(double[] AnswerMilliseconds, double[] PageMilliseconds, long Retries, long Acknowledged, long Missing, long Twice, double Seconds)
{
    public bool IsComplete => Missing == 0 && Twice == 0 && Acknowledged > 0;

    public string ToString(LoadOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {options.Store} | {options.People} | {options.Duration.TotalSeconds:0} s | {options.Think.TotalSeconds:0.#} s | {(options.KillsServer ? "server " : "")}{(options.KillsStore ? "store" : "")} | {Acknowledged / Seconds:0} | {At(AnswerMilliseconds, .5):0} | {At(AnswerMilliseconds, .99):0} | {At(PageMilliseconds, .99):0} | {Acknowledged} | {Retries} | {Missing} | {Twice} |");

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
