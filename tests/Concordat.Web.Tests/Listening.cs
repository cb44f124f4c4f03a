using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Concordat.Web.Tests;

/// <summary>Keeps everything that a server logs.</summary>
internal sealed class Listening(ConcurrentQueue<string> logged) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        logged.Enqueue(state.ToString() ?? "");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logged.Enqueue(formatter(state, exception) + exception);

    public void Dispose()
    {
    }
}
