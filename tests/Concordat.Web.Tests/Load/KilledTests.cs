namespace Concordat.Web.Tests.Load;

public sealed class KilledTests
{
    [Theory]
    [Stores]
    public async Task ServerAndStore_KilledWhilePeopleRate_HoldEveryAcknowledgedJudgementOnce(Store store)
    {
        var options = new LoadOptions(store, 6, TimeSpan.FromSeconds(4), TimeSpan.Zero, KillsServer: true, KillsStore: store == Store.Postgres);
        LoadResult result = await LoadRun.Make(options);
        Assert.True(result.IsComplete, result.ToString(options));
        Assert.True(result.Retries > 0, "nothing was under way when the server was killed");
    }
}
