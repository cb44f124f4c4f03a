using System.Text.Json;
using Concordat.Runs;
using Concordat.Web.Features.Desk;
using Concordat.Web.Persistence;

namespace Concordat.Web.Tests.Load;

public sealed class KilledAuditTests
{
    private const string Desk = "/use-cases/letters/desk";

    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(3);

    [Theory]
    [Stores]
    public async Task Audit_WhoseServerAndStoreAreKilled_IsTakenOverGoesOnAndEndsOnce(Store store)
    {
        string folder = Directory.CreateTempSubdirectory("concordat-audit-").FullName;
        using PostgresProcess? postgres = store == Store.Postgres ? PostgresProcess.Start(keepsOnDisk: true) : null;
        string? connection = postgres is null ? null : await LoadRun.NewDatabase(postgres);
        // On PostgreSQL another server takes its place; on SQLite the same one comes up again.
        using var first = new ServerProcess(folder, connection, s_lease);
        using var second = new ServerProcess(folder, connection, s_lease);
        await first.Start();
        using var proxy = new RoundRobin([first.Port, second.Port]);
        using Visitor steward = proxy.NewVisitor();
        await steward.Send("/first-steward", "/first-steward", ("token", first.Token), ("name", "steward"), ("password", Visitor.Password));
        await Tale.OpenUseCase(steward);
        await using (Database database = connection is null ? new SqliteDatabase(Path.Combine(folder, "concordat.sqlite")) : new PostgresDatabase(connection))
        {
            await database.Write(DeskTale.Seats, CancellationToken.None);
            await DeskTale.Judge(database);
            HttpResponseMessage asked = await steward.Send(Desk, Desk + "/audits", ("charter", DeskTale.LongCharter), ("system", "new reader 3"), ("date", "2026-05-01"), ("seed", "17"), ("replicates", "10000"));
            Assert.True(asked.Headers.Location is not null, Visitor.Parse(await asked.Content.ReadAsStringAsync()).QuerySelector(".faults")?.TextContent);
            using var end = new CancellationTokenSource();
            Task<List<string>> told = Told(proxy, steward, end.Token);

            AuditJob job = await Until(database, job => job is { State: JobState.Running, StandardsBegun: > 1 });
            Assert.Equal(1, job.Attempts);
            first.Kill();
            await (postgres is null ? first : second).Start();
            job = await Until(database, job => job is { State: JobState.Running, Attempts: 2, StandardsBegun: > 1 });
            if (postgres is not null)
            {
                postgres.Kill();
                postgres.StartAgain();
            }

            job = await Until(database, job => job.State is not (JobState.Running or JobState.Waiting));
            Assert.Equal((JobState.Done, null, 2), (job.State, job.Fault, job.Attempts));
            Assert.Contains("done", (await Again(() => steward.Page(Desk))).QuerySelector($"#job-{job.Id}")!.TextContent, StringComparison.Ordinal);
            ImmutableArray<byte[]> runs = await database.Read(session => session.All<byte[]>("SELECT content FROM audit_runs"), CancellationToken.None);
            Run undisturbed = await AuditWorker.Audit(database, new ServeOptions { Folder = folder, Clock = TimeProvider.System }, job, null, CancellationToken.None);
            Assert.Equal(RunJson.ToBytes(undisturbed), Assert.Single(runs));

            // Whoever looked on was told of the way there, over both servers, and of its end.
            await WaitFor(() => told.Status != TaskStatus.RanToCompletion);
            string[] texts = [.. await told];
            Assert.Equal("done", texts[^1]);
            Assert.Contains(texts, text => text.StartsWith("runs: standard", StringComparison.Ordinal));
            await end.CancelAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task WaitFor(Func<bool> isUnderWay)
    {
        for (int look = 0; isUnderWay() && look < 200; look++)
            await Task.Delay(100);
    }

    // As a browser does: a stream that ends is opened again.
    private static async Task<List<string>> Told(RoundRobin proxy, Visitor steward, CancellationToken end)
    {
        var told = new List<string>();
        using Visitor looking = proxy.NewVisitor();
        foreach (System.Net.Cookie cookie in steward.Cookies.GetCookies(looking.Client.BaseAddress!))
            looking.Cookies.Add(cookie);
        while (told is not [.., "done"])
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Desk + "/live", UriKind.Relative));
                request.Headers.Accept.ParseAdd("text/event-stream");
                using HttpResponseMessage answer = await looking.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end);
                using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(end));
                while (told is not [.., "done"] && await reader.ReadLineAsync(end) is { } line)
                {
                    if (line.StartsWith("data: ", StringComparison.Ordinal))
                        told.AddRange(JsonSerializer.Deserialize<Dictionary<string, string>>(line["data: ".Length..])!.Where(text => text.Key.StartsWith("job-", StringComparison.Ordinal)).Select(text => text.Value));
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException && !end.IsCancellationRequested)
            {
                await Task.Delay(200, end);
            }
        }

        return told;
    }

    private static async Task<AuditJob> Until(Database database, Func<AuditJob, bool> holds)
    {
        AuditJob? job = null;
        for (int look = 0; look < 1800; look++)
        {
            job = await Again(() => database.Read(session => session.One<AuditJob>($"SELECT {AuditJob.Columns} FROM audit_jobs"), CancellationToken.None));
            if (job is not null && holds(job))
                return job;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"it stayed {job}");
    }

    private static async Task<T> Again<T>(Func<Task<T>> work)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception exception) when (attempt < 100 && exception is System.Data.Common.DbException or HttpRequestException or InvalidOperationException)
            {
                await Task.Delay(200);
            }
        }
    }
}
