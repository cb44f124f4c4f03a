namespace Concordat.Scale.Tests;

/// <summary>Does something whenever a push tells how far it is, on the pushing thread.</summary>
internal sealed class Told(Action<PushProgress> act) : IProgress<PushProgress>
{
    public void Report(PushProgress value) => act(value);
}
