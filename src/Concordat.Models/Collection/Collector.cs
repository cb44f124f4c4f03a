using System.Collections.Concurrent;
using Concordat.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Collection;

/// <summary>Asks what has not been answered yet and appends each answer to the file as it comes.</summary>
/// <remarks>
/// Each endpoint has as many requests under way as its concurrency, at its rates. Killed at any moment, what was answered is in the file; what was under way is in the journal and
/// handled by <see cref="InDoubtRule"/>. Stopped by the token, requests under way are waited for. Randomness: jitter from the keys of requests; it changes waiting times only.
/// </remarks>
public sealed class Collector(CollectionFile file, CollectionJournal journal, decimal? budget, TimeProvider clock)
{
    public RetryRules Retries { get; init; } = RetryRules.Default;

    public InDoubtRule InDoubt { get; init; }

    public IProgress<CollectionProgress>? Progress { get; init; }

    /// <summary>Runs until all is answered or refused, the budget is used up or <paramref name="stop"/> says so.</summary>
    /// <param name="requests">The plan.</param>
    /// <param name="clients">A client for each system's name.</param>
    /// <param name="stop">Stops asking; answers under way are still taken.</param>
    /// <param name="abandon">Gives up what is under way too.</param>
    public async Task<CollectionOutcome> RunAsync(
        ImmutableArray<CollectionRequest> requests, IReadOnlyDictionary<string, IChatClient> clients, CancellationToken stop, CancellationToken abandon = default)
    {
        ImmutableDictionary<string, (int Attempts, decimal Bound)> doubts = journal.InDoubt(file.Keys);
        var run = new Run(this, requests, doubts, clients, stop, abandon);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop, abandon);
        return await run.WorkAsync(all);
    }

    private sealed class Run
    {
        private readonly Collector _of;
        private readonly IReadOnlyDictionary<string, IChatClient> _clients;
        private readonly CancellationToken _stop, _abandon;
        private readonly Spending _spending;
        private readonly Asking _asking;
        private readonly ImmutableArray<FailedRequest> _left;
        private readonly Dictionary<string, (Lane Lane, ConcurrentQueue<CollectionRequest> Queue)> _lanes = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<FailedRequest> _failed = new();
        private readonly int _total, _before;
        private int _new, _withoutLogprobs;
        private volatile bool _isOverBudget;

        public Run(
            Collector of, ImmutableArray<CollectionRequest> requests, ImmutableDictionary<string, (int Attempts, decimal Bound)> doubts,
            IReadOnlyDictionary<string, IChatClient> clients, CancellationToken stop, CancellationToken abandon)
        {
            (_of, _clients, _stop, _abandon) = (of, clients, stop, abandon);
            _spending = new Spending(budget: of.Budget, of.File.Cost + doubts.Values.Sum(doubt => doubt.Bound));
            _asking = new Asking(of.Journal, _spending, of.Retries, of.Clock);
            var left = ImmutableArray.CreateBuilder<FailedRequest>();
            foreach (CollectionRequest request in requests)
            {
                if (of.File.Keys.Contains(request.Key))
                {
                    _before++;
                    continue;
                }

                if (doubts.ContainsKey(request.Key) && !of.AsksAgain(request.Endpoint))
                {
                    left.Add(Failed(request, "asked before, never heard of"));
                    continue;
                }

                if (!_lanes.TryGetValue(request.Endpoint.Name, out (Lane Lane, ConcurrentQueue<CollectionRequest> Queue) lane))
                    _lanes.Add(request.Endpoint.Name, lane = (new Lane(request.Endpoint, of.Clock), new ConcurrentQueue<CollectionRequest>()));
                lane.Queue.Enqueue(request);
            }

            (_total, _left) = (requests.Length, left.ToImmutable());
        }

        public async Task<CollectionOutcome> WorkAsync(CancellationTokenSource all)
        {
            Report();
            await Task.WhenAll(_lanes.Values.SelectMany(lane => Enumerable.Range(0, Math.Min(lane.Lane.Endpoint.Concurrency, lane.Queue.Count)).Select(_ => AskAsync(lane.Lane, lane.Queue, all))));
            return new CollectionOutcome(
                _isOverBudget ? CollectionStop.Budget : _stop.IsCancellationRequested || _abandon.IsCancellationRequested ? CollectionStop.Stopped : CollectionStop.Complete,
                State(),
                [.. _failed.OrderBy(failed => failed.System, StringComparer.Ordinal).ThenBy(failed => failed.Item, StringComparer.Ordinal).ThenBy(failed => failed.Sample)],
                _left,
                _lanes.Values.Where(lane => lane.Lane.Closed is not null).ToImmutableSortedDictionary(lane => lane.Lane.Endpoint.Name, lane => lane.Lane.Closed!, StringComparer.Ordinal))
            {
                WithoutLogprobs = _withoutLogprobs,
            };
        }

        private async Task AskAsync(Lane lane, ConcurrentQueue<CollectionRequest> queue, CancellationTokenSource all)
        {
            try
            {
                await AskInTurnAsync(lane, queue, all);
            }
            catch
            {
                // What cannot be written down must not be asked for any more.
                await all.CancelAsync();
                throw;
            }
        }

        private async Task AskInTurnAsync(Lane lane, ConcurrentQueue<CollectionRequest> queue, CancellationTokenSource all)
        {
            IChatClient client = _clients[lane.Endpoint.Name];
            while (!all.IsCancellationRequested && lane.Closed is null && queue.TryDequeue(out CollectionRequest? request))
            {
                Asked<ChatResponse> asked = await _asking.RunAsync(
                    lane, [(request.Key, request.CostBound)], request.InputTokenEstimate + lane.Endpoint.MaxTokens, request.Stream,
                    cancellation => client.GetResponseAsync(request.Messages, request.Options(), cancellation), all.Token, _abandon);
                if (asked.Answer is not null)
                    Keep(request, asked);
                else if (asked.Failure is not null)
                    _failed.Enqueue(Failed(request, asked.Failure));
                if (asked.IsOverBudget)
                {
                    _isOverBudget = true;
                    await all.CancelAsync();
                }

                Report();
            }
        }

        private void Keep(CollectionRequest request, Asked<ChatResponse> asked)
        {
            (decimal cost, bool isStated) = CollectedAnswer.Cost(request, asked.Answer!.Usage);
            _of.File.Append([request.Key], CollectedAnswer.Line(request, asked, cost, isStated, _of.Clock.GetUtcNow()), cost);
            _spending.Settle(request.CostBound, cost);
            Interlocked.Increment(ref _new);
            if (request.Endpoint.TopLogprobs is not null && asked.Answer.AdditionalProperties?.ContainsKey(TokenLogprob.PropertyName) != true)
                Interlocked.Increment(ref _withoutLogprobs);
        }

        private void Report() => _of.Progress?.Report(State());

        private CollectionProgress State() => new(_total, _before + _new, _new, _asking.UnderWay, _failed.Count, _asking.Retried, _spending.Spent);

        private static FailedRequest Failed(CollectionRequest request, string reason) => new(request.Endpoint.Name, request.Prompt.Id, request.Sample, reason);
    }

    private CollectionFile File => file;

    private CollectionJournal Journal => journal;

    private TimeProvider Clock => clock;

    private decimal? Budget => budget;

    private bool AsksAgain(EndpointDescription endpoint) => InDoubt switch
    {
        InDoubtRule.Ask => true,
        InDoubtRule.Leave => false,
        _ => endpoint.Price.IsFree || endpoint.Idempotent,
    };
}
