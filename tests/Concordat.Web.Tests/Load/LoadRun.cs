using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Concordat.Numerics.Sampling;
using Concordat.Web.Persistence;
using Dapper;
using Npgsql;

namespace Concordat.Web.Tests.Load;

/// <summary>People who rate at once, each as fast as they are answered; what was acknowledged is looked for in the store afterwards.</summary>
internal static partial class LoadRun
{
    private const int Items = 400;

    public static async Task<LoadResult> Make(LoadOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("concordat-load-").FullName;
        using PostgresProcess? postgres = options.Store == Store.Postgres ? PostgresProcess.Start(keepsOnDisk: true) : null;
        string? connection = postgres is null ? null : await NewDatabase(postgres);
        try
        {
            using var server = new ServerProcess(folder, connection);
            await server.Start();
            using var steward = new Visitor(server.Address);
            await steward.Send("/first-steward", "/first-steward", ("token", server.Token), ("name", "steward"), ("password", Visitor.Password));
            await Tale.OpenUseCase(steward);
            await JudgingTale.Load(steward, JudgingTale.Items(Items), "items");
            string round = await JudgingTale.OpenRound(steward, "Rating", ("per-item", "10000"), ("per-seat", "10000"));
            ImmutableArray<Visitor> people = await People(server, steward, options.People);
            var tally = new Tally();
            var watch = Stopwatch.StartNew();
            Task[] raters = [.. people.Select((person, i) => Rate(person, round, tally, options, Xoshiro.Derive(1, (ulong)i)))];
            await Faults(options, server, postgres, tally);
            tally.IsOver = true;
            await Task.WhenAll(raters);
            double seconds = watch.Elapsed.TotalSeconds;
            await using Database database = connection is null ? new SqliteDatabase(Path.Combine(folder, "concordat.sqlite")) : new PostgresDatabase(connection);
            ImmutableArray<(string Id, string Task)> stored = await database.Read(session => session.All<(string, string)>("SELECT id, task_id FROM judgements"), CancellationToken.None);
            HashSet<string> ids = [.. stored.Select(row => row.Id)];
            foreach (Visitor person in people)
                person.Dispose();
            return new LoadResult(
                [.. tally.Answers.Order()], [.. tally.Pages.Order()], tally.Retries, tally.Acknowledged.Count, tally.Acknowledged.Count(id => !ids.Contains(id)),
                stored.Length - stored.Select(row => row.Task).Distinct(StringComparer.Ordinal).Count(), seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Faults(LoadOptions options, ServerProcess server, PostgresProcess? postgres, Tally tally)
    {
        // By what has been acknowledged as well as by the clock: on a machine with much else to do the clock alone would kill before anything was given.
        await Rated(options, tally);
        if (options.KillsServer)
        {
            server.Kill();
            await server.Start();
            await Rated(options, tally);
        }

        if (options.KillsStore && postgres is not null)
        {
            postgres.Kill();
            postgres.StartAgain();
        }

        await Rated(options, tally);
    }

    private static async Task Rated(LoadOptions options, Tally tally)
    {
        int before = tally.Acknowledged.Count;
        await Task.Delay(options.Duration / (options.KillsServer ? 3 : 2));
        while (tally.Acknowledged.Count < before + options.People)
            await Task.Delay(50);
    }

    /// <summary>How to reach a fresh database of a store that can be killed.</summary>
    public static async Task<string> NewDatabase(PostgresProcess postgres)
    {
        await using var connection = new NpgsqlConnection(postgres.To("postgres"));
        await connection.ExecuteAsync("CREATE DATABASE load");
        await connection.CloseAsync();
        NpgsqlConnection.ClearAllPools();
        return postgres.To("load", 60);
    }

    private static async Task<ImmutableArray<Visitor>> People(ServerProcess server, Visitor steward, int count)
    {
        string link = await Tale.Invite(steward, "Participant", "north", uses: count);
        var people = new ConcurrentBag<Visitor>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var visitor = new Visitor(server.Address);
            await Tale.Join(visitor, link, $"north{i}");
            await Tale.Consent(visitor, "TakePart", "yes");
            people.Add(visitor);
        });
        return [.. people];
    }

    private static async Task Rate(Visitor person, string round, Tally tally, LoadOptions options, Xoshiro random)
    {
        // People do not all come in the same moment.
        await Task.Delay(options.Think * random.NextDouble() * 2);
        while (!tally.IsOver)
        {
            long asked = Stopwatch.GetTimestamp();
            string page = await Until(() => person.Client.GetStringAsync(new Uri(round, UriKind.Relative)), tally);
            tally.Pages.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            string token = Token().Match(page).Groups["token"].Value;
            string[] tasks = [.. TaskId().Matches(page).Select(match => match.Groups["task"].Value)];
            if (tasks.Length == 0)
                return;
            foreach (string task in tasks)
            {
                await Task.Delay(options.Think * (.5 + random.NextDouble()));
                if (tally.IsOver)
                    return;
                await Answer(person, round, token, task, tally);
            }
        }
    }

    private static async Task Answer(Visitor person, string round, string token, string task, Tally tally)
    {
        string id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        double took = 0;
        // A judgement is sent again under its own id until the server says that it has it.
        await Until(async () =>
        {
            long sent = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(round + "/answers", UriKind.Relative))
            {
                Content = new FormUrlEncodedContent([new("form-token", token), new("task", task), new("id", id), new("value", "partly"), new("say", "Value"), new("took", "900")]),
            };
            request.Headers.Accept.ParseAdd("application/json");
            using HttpResponseMessage answer = await person.Client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            took = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            return true;
        }, tally);
        tally.Answers.Add(took);
        tally.Acknowledged.Add(id);
    }

    private static async Task<T> Until<T>(Func<Task<T>> work, Tally tally)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception exception) when (attempt < 300 && exception is HttpRequestException or IOException or TaskCanceledException)
            {
                Interlocked.Increment(ref tally.Retries);
                await Task.Delay(200);
            }
        }
    }

    [GeneratedRegex("name=\"form-token\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("data-task=\"(?<task>[0-9a-f]{32})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TaskId();

    private sealed class Tally
    {
        public long Retries;

        public volatile bool IsOver;

        public ConcurrentBag<double> Answers { get; } = [];

        public ConcurrentBag<double> Pages { get; } = [];

        public ConcurrentBag<string> Acknowledged { get; } = [];
    }
}
