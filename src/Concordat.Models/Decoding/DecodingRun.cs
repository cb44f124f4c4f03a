using Concordat.Models.Collection;
using Concordat.Models.Endpoints;

namespace Concordat.Models.Decoding;

/// <summary>Decodes what is not in the file yet and appends each text as it is done.</summary>
/// <remarks>
/// Killed at any moment, what was decoded is in the file and the same run goes on from there, to the same bytes. Over endpoints a text that was under way is in the journal, and what it
/// may have cost counts against the budget. One process at a time writes.
/// </remarks>
public sealed class DecodingRun(CollectionFile file, CollectionJournal journal, decimal? budget)
{
    public InDoubtRule InDoubt { get; init; }

    public IProgress<CollectionProgress>? Progress { get; init; }

    /// <summary>Runs until all is there, the budget is used up or it is stopped.</summary>
    public async Task<CollectionOutcome> RunAsync(ImmutableArray<DecodingRequest> requests, CancellationToken stop)
    {
        ImmutableDictionary<string, (int Attempts, decimal Bound)> doubts = journal.InDoubt(file.Keys);
        decimal spent = file.Cost + doubts.Values.Sum(doubt => doubt.Bound);
        int done = requests.Count(request => file.Keys.Contains(request.Key)), added = 0;
        var failed = ImmutableArray.CreateBuilder<FailedRequest>();
        var left = ImmutableArray.CreateBuilder<FailedRequest>();
        CollectionProgress State(int underWay) => new(requests.Length, done + added, added, underWay, failed.Count, 0, spent);
        CollectionStop end = CollectionStop.Complete;
        Progress?.Report(State(0));
        foreach (DecodingRequest request in requests.Where(request => !file.Keys.Contains(request.Key)))
        {
            if (stop.IsCancellationRequested)
            {
                end = CollectionStop.Stopped;
                break;
            }

            decimal bound = request.Setup.Decoder is EndpointMixtureDecoder remote ? remote.CostBound(request.Prompt.Text, request.Setup.MaxTokens) : 0;
            if (doubts.ContainsKey(request.Key) && (InDoubt == InDoubtRule.Leave || (InDoubt == InDoubtRule.AskWhereFree && bound > 0)))
            {
                left.Add(Failed(request, "under way before, never finished"));
                continue;
            }

            if (budget is { } most && bound > 0 && spent + bound > most)
            {
                end = CollectionStop.Budget;
                break;
            }

            try
            {
                // Only what an endpoint may bill can be in doubt.
                if (bound > 0)
                    journal.Asked([(request.Key, bound)]);
                DecodedText decoded = await request.Setup.Decoder.DecodeAsync(
                    request.Prompt.Text, request.Setup.Mixture, request.Setup.Sampling, request.Setup.MaxTokens, request.Seed, stop);
                file.Append([request.Key], DecodingRecord.Line(request, decoded), decoded.Cost);
                spent += decoded.Cost;
                added++;
            }
            catch (EndpointException failure)
            {
                spent += bound;
                failed.Add(Failed(request, failure.Message));
                if (failure.Kind == EndpointFailureKind.Closed)
                    break;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                spent += bound;
                end = CollectionStop.Stopped;
                break;
            }

            Progress?.Report(State(0));
        }

        return new CollectionOutcome(end, State(0), failed.ToImmutable(), left.ToImmutable(), ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
    }

    private static FailedRequest Failed(DecodingRequest request, string reason) => new(request.Setup.System, request.Prompt.Id, request.Sample, reason);
}
