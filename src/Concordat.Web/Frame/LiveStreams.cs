using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Frame;

/// <summary>Tells pages that are open what changed, as server-sent events: one text, sent again whenever it reads otherwise.</summary>
/// <remarks>
/// Every server looks into the store by itself, so that it does not matter through which replica something changed; all who follow the same thing on one server share a look. A stream ends when its
/// page is left, when the server stops, when whoever follows may not read there any more, and in any case after some looks: the browser then opens it anew.
/// </remarks>
internal sealed class LiveStreams(ServeOptions options, Database database, IHostApplicationLifetime life)
{
    /// <summary>Streams that one person may hold open. Browsers keep six connections to a server; more streams would leave none for pages.</summary>
    public const int MostOfAPerson = 4;

    // Several visitors may share an address.
    private const int MostOfAnAddress = 40;

    private const int LooksBeforeEnd = 60, LooksBetweenChecks = 5;

    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SharedLook> _looks = new(StringComparer.Ordinal);

    /// <summary>How many streams are open here.</summary>
    public int Open => _open.Values.Sum();

    /// <summary>Answers with a stream.</summary>
    /// <param name="context">The request; what its endpoint's rule admits is checked again while the stream lasts.</param>
    /// <param name="name">The event's name; those who follow it in one use case are all told the same.</param>
    /// <param name="look">Reads the text as it is now.</param>
    public IResult Follow(HttpContext context, string name, Func<CancellationToken, Task<string>> look)
    {
        if (!context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal))
            return Results.StatusCode(StatusCodes.Status406NotAcceptable);
        var caller = Caller.Of(context);
        string who = caller.PersonId is { } person ? $"person {person}" : $"address {Sender.Of(context)}";
        if (_open.AddOrUpdate(who, 1, (_, open) => open + 1) > (caller.PersonId is null ? MostOfAnAddress : MostOfAPerson))
        {
            Leave(who);
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        context.Response.RegisterForDispose(new Place(() => Leave(who)));
        SharedLook shared = _looks.GetOrAdd($"{name} {caller.InUseCase.Id}", _ => new SharedLook(options.Clock, options.LiveLook));
        return TypedResults.ServerSentEvents(Events(context, name, shared, look));
    }

    private async IAsyncEnumerable<SseItem<string>> Events(HttpContext context, string name, SharedLook shared, Func<CancellationToken, Task<string>> look)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        string last = "";
        for (int looks = 0; looks < LooksBeforeEnd && !end.IsCancellationRequested; looks++)
        {
            if (looks % LooksBetweenChecks == 0 && !await Admits(context))
                yield break;
            if (await Text(shared, look) is not { } text)
                yield break;
            if (text != last)
                yield return new SseItem<string>(text, name) { ReconnectionInterval = options.LiveLook };
            last = text;
            await Task.Delay(options.LiveLook, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // What is shared does not end with whoever happened to ask first; with the server it does.
    private async Task<string?> Text(SharedLook shared, Func<CancellationToken, Task<string>> look)
    {
        try
        {
            return await shared.Text(look, life.ApplicationStopping);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<bool> Admits(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>() is { } rule && rule.Admits(await Gate.Identify(context, null, database, CancellationToken.None));

    private void Leave(string who)
    {
        // The last of someone's streams takes their line with it.
        if (_open.AddOrUpdate(who, 0, (_, open) => open - 1) <= 0)
            _open.TryRemove(KeyValuePair.Create(who, 0));
    }

    private sealed class Place(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }

    private sealed class SharedLook(TimeProvider clock, TimeSpan every)
    {
        private readonly Lock _lock = new();
        private Task<string>? _last;
        private long _at;

        public Task<string> Text(Func<CancellationToken, Task<string>> look, CancellationToken stopping)
        {
            lock (_lock)
            {
                if (_last is null || (_last.IsCompleted && (!_last.IsCompletedSuccessfully || clock.GetElapsedTime(_at) >= every / 2)))
                {
                    _at = clock.GetTimestamp();
                    _last = look(stopping);
                }

                return _last;
            }
        }
    }
}
