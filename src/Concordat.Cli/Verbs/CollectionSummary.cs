using System.Globalization;
using Concordat.Models.Collection;

namespace Concordat.Cli.Verbs;

/// <summary>Says before a collection what it can cost, and after it what is there and what is missing.</summary>
internal static class CollectionSummary
{
    private const int Shown = 10;

    public static void WritePlan(TextWriter writer, int total, int done, long cutBytes, ImmutableArray<CollectDocument.SystemPart> systems, decimal spent, decimal? budget)
    {
        if (cutBytes > 0)
            writer.WriteLine($"The last line is torn: {cutBytes} bytes of it do not count, and its request is asked again or named as in doubt.");
        writer.WriteLine($"{done} of {total} are there.");
        foreach (CollectDocument.SystemPart system in systems)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {system.Name}: {system.ToAsk} to ask, about {system.TokensIn} tokens in, at most {system.TokensOutAtMost} out; cost about {system.CostEstimate:0.####}, at most {system.CostAtMost:0.####}"));
        }

        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  so far {spent:0.####}; with what is left at most {spent + systems.Sum(system => system.CostAtMost):0.####}{(budget is { } limit ? $"; budget {limit:0.####}" : "; no budget")}"));
    }

    public static void WriteOutcome(TextWriter writer, string into, CollectionOutcome outcome)
    {
        CollectionProgress state = outcome.Progress;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{state.Done} of {state.Total} in {into}, {state.New} of them new; cost {state.Spent:0.####}."));
        if (outcome.WithoutLogprobs > 0)
            writer.WriteLine($"{outcome.WithoutLogprobs} answers came without the log-probabilities that were asked for; the server may not know them, or not for this kind of request.");
        if (outcome.Stop == CollectionStop.Budget)
            writer.WriteLine("Stopped at the budget: the next request could have exceeded it.");
        if (outcome.Stop == CollectionStop.Stopped)
            writer.WriteLine("Stopped. The same command goes on from here.");
        foreach ((string system, string reason) in outcome.Closed)
            writer.WriteLine($"{system} takes no requests: {reason}");
        List(writer, "Failed; the next run asks again", outcome.Failed);
        List(writer, "In doubt; --in-doubt ask asks again, and may pay again", outcome.LeftInDoubt);
    }

    private static void List(TextWriter writer, string title, ImmutableArray<FailedRequest> requests)
    {
        if (requests.IsEmpty)
            return;
        writer.WriteLine($"{title} ({requests.Length}):");
        foreach (FailedRequest request in requests.Take(Shown))
            writer.WriteLine($"  {request.System} · {request.Item} · {request.Sample}: {request.Reason}");
        if (requests.Length > Shown)
            writer.WriteLine($"  and {requests.Length - Shown} more");
    }
}
