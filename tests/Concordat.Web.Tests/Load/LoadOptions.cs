namespace Concordat.Web.Tests.Load;

/// <summary>How many people rate for how long, and what is killed in the middle.</summary>
internal sealed record LoadOptions(Store Store, int People, TimeSpan Duration, bool KillsServer, bool KillsStore);
