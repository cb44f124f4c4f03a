using System.Globalization;

namespace Concordat.Web.Tests.Load;

/// <summary><c>serve</c>: a server in a process of its own. <c>load</c>: people who rate at once, and the server and its store killed in between. <c>costs</c>: what pages cost where a use case is large.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["serve", var folder, var address, var connection, var lease]:
                await ServerProcess.Serve(folder, address, connection, TimeSpan.FromMilliseconds(int.Parse(lease, CultureInfo.InvariantCulture)));
                return 0;
            case ["load", var store, var people, var seconds, var think, .. var faults]:
                var options = new LoadOptions(
                    store == "postgres" ? Store.Postgres : Store.Sqlite, int.Parse(people, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)),
                    TimeSpan.FromSeconds(double.Parse(think, CultureInfo.InvariantCulture)), faults.Contains("kill-server"), faults.Contains("kill-store"));
                LoadResult result = await LoadRun.Make(options);
                Console.WriteLine(result.ToString(options));
                return result.IsComplete ? 0 : 1;
            case ["costs", var store, var people, var judgements]:
                await DeskCosts.Measure(store == "postgres" ? Store.Postgres : Store.Sqlite, int.Parse(people, CultureInfo.InvariantCulture), int.Parse(judgements, CultureInfo.InvariantCulture));
                return 0;
            default:
                await Console.Error.WriteLineAsync("serve FOLDER ADDRESS CONNECTION|- LEASE  or  load sqlite|postgres PEOPLE SECONDS THINKING [kill-server] [kill-store]  or  costs sqlite|postgres PEOPLE JUDGEMENTS");
                return 3;
        }
    }
}
