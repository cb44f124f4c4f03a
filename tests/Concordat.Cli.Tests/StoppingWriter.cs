namespace Concordat.Cli.Tests;

/// <summary>Cancels when a line holds a text, as a person does who has seen enough.</summary>
internal sealed class StoppingWriter(CancellationTokenSource? stop, string? at) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (at is not null && value?.Contains(at, StringComparison.Ordinal) == true)
            stop?.Cancel();
    }
}
