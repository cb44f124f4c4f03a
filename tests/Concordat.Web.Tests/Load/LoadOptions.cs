namespace Concordat.Web.Tests.Load;

/// <summary>How many people rate for how long, and what is killed in the middle.</summary>
/// <param name="Think">How long each thinks before an answer, on average; zero shows the most that a server takes.</param>
internal sealed record LoadOptions(Store Store, int People, TimeSpan Duration, TimeSpan Think, bool KillsServer, bool KillsStore);
