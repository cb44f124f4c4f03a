using Concordat.Scale;
using Spectre.Console;

namespace Concordat.Cli.Verbs;

/// <summary>Shows on a terminal how much of a push has arrived.</summary>
internal static class PushTerminal
{
    public static PushSummary Show(CliHost host, Func<IProgress<PushProgress>?, PushSummary> push)
    {
        if (!host.ShowsProgress)
            return push(null);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(host.Error) });
        return console.Progress().AutoClear(true).HideCompleted(true).Start(context => push(new Bar(context.AddTask("pushing"))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<PushProgress>
    {
        public void Report(PushProgress value)
        {
            task.MaxValue = Math.Max(1, value.AllBatches);
            task.Value = value.Batches;
            task.Description = $"pushing, {value.Rows:N0} of {value.AllRows:N0} rows";
        }
    }
}
