using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Concordat.Web.Persistence;

namespace Concordat.Web.Tests.Load;

/// <summary>What pages cost where a use case is large: medians as a visitor sees them, and the server's processor time and memory.</summary>
internal static partial class DeskCosts
{
    private const int Looks = 7, Watchers = 20;
    private const string UseCase = "/use-cases/letters", Desk = UseCase + "/desk";

    private static readonly TimeSpan s_watched = TimeSpan.FromSeconds(20);

    public static async Task Measure(Store store, int people, int judgements)
    {
        string folder = Directory.CreateTempSubdirectory("concordat-costs-").FullName;
        using PostgresProcess? postgres = store == Store.Postgres ? PostgresProcess.Start(keepsOnDisk: true) : null;
        string? connection = postgres is null ? null : await LoadRun.NewDatabase(postgres);
        try
        {
            using var server = new ServerProcess(folder, connection);
            await server.Start();
            using var steward = new Visitor(server.Address);
            using var voice = new Visitor(server.Address);
            await steward.Send("/first-steward", "/first-steward", ("token", server.Token), ("name", "steward"), ("password", Visitor.Password));
            await Tale.OpenUseCase(steward);
            await Tale.Join(voice, await Tale.Invite(steward, "Participant", "district 00"), "ada");
            await Tale.Consent(voice, "TakePart", "yes");
            string published = await Tale.Publish(steward, RunFiles.Dialects());
            await using (Database database = connection is null ? new SqliteDatabase(Path.Combine(folder, "concordat.sqlite")) : new PostgresDatabase(connection))
                await BigUseCase.Fill(database, people, judgements);
            void Line(string what, double milliseconds, string more = "") => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {store} | {people} | {judgements} | {what} | {milliseconds:0} | {more} |"));

            Line("desk, first after a start", await Time(steward, Desk));
            Line("desk, nothing changed", await Median(steward, Desk));
            string[] rounds = [.. (await voice.Page(JudgingTale.Judge)).QuerySelectorAll("main a[href*='/judge/']").Select(link => link.GetAttribute("href")!)];
            Line("judging, first page of tasks", await Time(voice, rounds[0]), "plans 20 tasks");
            Line("judging, page again", await Median(voice, rounds[0]));
            var answers = new Answers(voice, rounds[0]);
            Line("judging, an answer", await Median(async () => await answers.Give()));
            Line("desk, one answer later", await Median(async () =>
            {
                await answers.Give();
                return await Time(steward, Desk);
            }));
            Line("raters, one answer later", await Median(async () =>
            {
                await answers.Give();
                return await Time(steward, Desk + "/raters");
            }));
            Line("raters, nothing changed", await Median(steward, Desk + "/raters"));
            foreach (string page in new[] { "", "/judge", "/judge-material", "/people", "/workshop", "/workshop/opinions", "/cases", "/claims", "/record" })
                Line(UseCase + page, await Median(steward, UseCase + page));
            Line("case", await Median(steward, published));
            await Watch(server, steward, answers, 0, Line);
            await Watch(server, steward, answers, 1, Line);
            await Watch(server, steward, answers, Watchers, Line);
            long before = server.Memory();
            server.ForgetPeak();
            long started = Stopwatch.GetTimestamp(), bytes;
            await using (Stream archive = await steward.Client.GetStreamAsync(new Uri(Desk + "/evidence.zip", UriKind.Relative)))
                bytes = await Drain(archive);
            Line("export", Stopwatch.GetElapsedTime(started).TotalMilliseconds, string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB; memory at most {(server.PeakMemory() - before) / 1e6:0} MB over {before / 1e6:0} MB"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Watch(ServerProcess server, Visitor steward, Answers answers, int watchers, Action<string, double, string> line)
    {
        using var end = new CancellationTokenSource();
        Task<long>[] streams = [.. Enumerable.Range(0, watchers).Select(_ => Follow(steward, end.Token))];
        await Task.Delay(2000);
        TimeSpan before = server.Processor();
        long started = Stopwatch.GetTimestamp();
        int given = 0;
        // Two answers a second: every look finds something new.
        for (; Stopwatch.GetElapsedTime(started) < s_watched; given++)
        {
            await answers.Give();
            await Task.Delay(500);
        }

        double busy = (server.Processor() - before) / Stopwatch.GetElapsedTime(started);
        await end.CancelAsync();
        long[] told = await Task.WhenAll(streams);
        line($"stream, {watchers} watchers, {given} answers in {s_watched.TotalSeconds:0} s", busy * 1000, $"processor ms a second; {(told.Length == 0 ? 0 : told.Average()):0} messages each");
    }

    private static async Task<long> Follow(Visitor visitor, CancellationToken end)
    {
        long told = 0;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Desk + "/live", UriKind.Relative));
            request.Headers.Accept.ParseAdd("text/event-stream");
            using HttpResponseMessage answer = await visitor.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(end));
            while (await reader.ReadLineAsync(end) is { } read)
                told += read.StartsWith("data: ", StringComparison.Ordinal) ? 1 : 0;
        }
        catch (OperationCanceledException)
        {
            // Looked on for long enough.
        }

        return told;
    }

    private static async Task<long> Drain(Stream stream)
    {
        var block = new byte[81920];
        long bytes = 0;
        for (int read; (read = await stream.ReadAsync(block)) > 0;)
            bytes += read;
        return bytes;
    }

    private static Task<double> Median(Visitor visitor, string path) => Median(() => Time(visitor, path));

    private static async Task<double> Median(Func<Task<double>> work)
    {
        var times = new double[Looks];
        for (int look = 0; look < Looks; look++)
            times[look] = await work();
        Array.Sort(times);
        return times[Looks / 2];
    }

    private static async Task<double> Time(Visitor visitor, string path)
    {
        long started = Stopwatch.GetTimestamp();
        HttpResponseMessage answer = await visitor.Get(path);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Someone who answers one task after the other, as the script does.</summary>
    private sealed partial class Answers(Visitor voice, string round)
    {
        private readonly Queue<string> _tasks = [];
        private string _token = "";

        public async Task<double> Give()
        {
            if (_tasks.Count == 0)
            {
                string page = await voice.Client.GetStringAsync(new Uri(round, UriKind.Relative));
                _token = Token().Match(page).Groups["token"].Value;
                foreach (Match task in TaskId().Matches(page))
                    _tasks.Enqueue(task.Groups["task"].Value);
            }

            long started = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(round + "/answers", UriKind.Relative))
            {
                Content = new FormUrlEncodedContent([new("form-token", _token), new("task", _tasks.Dequeue()), new("id", Chance.Id()), new("say", "NoOpinion"), new("took", "4000")]),
            };
            request.Headers.Accept.ParseAdd("application/json");
            using HttpResponseMessage answer = await voice.Client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        [GeneratedRegex("name=\"form-token\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Token();

        [GeneratedRegex("data-task=\"(?<task>[0-9a-f]{32})\"", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex TaskId();
    }
}
