using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Concordat.Web.Persistence;

namespace Concordat.Web.Tests.Load;

/// <summary>What pages cost where a use case is large: medians as a visitor sees them, and the server's processor time and memory.</summary>
internal static partial class DeskCosts
{
    private const int Watchers = 20;
    private const string UseCase = "/use-cases/letters", Desk = UseCase + "/desk", Material = UseCase + "/judge-material";

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
            ImmutableArray<Visitor> auditors = [.. Enumerable.Range(0, Watchers).Select(_ => new Visitor(server.Address))];
            string link = await Tale.Invite(steward, "Auditor", uses: Watchers);
            for (int auditor = 0; auditor < Watchers; auditor++)
                await Tale.Join(auditors[auditor], link, $"auditor{auditor}");
            string published = await Tale.Publish(steward, RunFiles.Dialects());
            await using (Database database = connection is null ? new SqliteDatabase(Path.Combine(folder, "concordat.sqlite")) : new PostgresDatabase(connection))
                await BigUseCase.Fill(database, people, judgements);
            var costs = new Costs(server, $"| {store} | {people} | {judgements}");
            await costs.Take("desk, first after a start", () => steward.Page(Desk), looks: 1);
            await costs.Take("desk, nothing changed", () => steward.Page(Desk));
            string[] rounds = [.. (await voice.Page(JudgingTale.Judge)).QuerySelectorAll("main a[href*='/judge/']").Select(link => link.GetAttribute("href")!)];
            await costs.Take("judging, first tasks of a round with quotas", () => voice.Get(rounds[0]), looks: 1);
            await costs.Take("judging, first tasks of a round without", () => voice.Get(rounds[1]), looks: 1);
            await costs.Take("judging, page again", () => voice.Get(rounds[0]));
            var answers = new Answers(voice, rounds[0]);
            await answers.Give();
            await costs.Take("judging, an answer", answers.Give);
            await costs.Take("desk, one answer later", () => steward.Get(Desk), answers.Give);
            await costs.Take("raters, one answer later", () => steward.Get(Desk + "/raters"), answers.Give);
            await costs.Take("raters, nothing changed", () => steward.Get(Desk + "/raters"));
            foreach (string page in new[] { UseCase, UseCase + "/judge", Material, UseCase + "/people", UseCase + "/workshop", UseCase + "/workshop/opinions", UseCase + "/cases", published, UseCase + "/claims", UseCase + "/record" })
                await costs.Take(page == published ? "a case" : page, () => steward.Get(page));
            foreach (int watchers in new[] { 0, 1, Watchers })
                await Watch(costs, auditors, answers, watchers);
            await costs.Export(steward);
            foreach (Visitor auditor in auditors)
                auditor.Dispose();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Watch(Costs costs, ImmutableArray<Visitor> auditors, Answers answers, int watchers)
    {
        using var end = new CancellationTokenSource();
        Task<long>[] streams = [.. auditors.Take(watchers).Select(auditor => Follow(auditor, end.Token))];
        await Task.Delay(3000);
        int given = 0;
        long started = Stopwatch.GetTimestamp();
        double busy = await costs.Busy(async () =>
        {
            // Two answers a second: every look finds something new.
            for (; Stopwatch.GetElapsedTime(started) < s_watched; given++)
            {
                await answers.Give();
                await Task.Delay(500);
            }
        });
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await end.CancelAsync();
        long[] told = await Task.WhenAll(streams);
        costs.Line($"{watchers} watchers of the desk, a second", null, busy / seconds, string.Create(CultureInfo.InvariantCulture, $"{given / seconds:0.0} answers and {(told.Length == 0 ? 0 : told.Average() / seconds):0.0} messages to each in a second"));
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

    /// <summary>Someone who answers one task after the other, as the script does.</summary>
    private sealed partial class Answers(Visitor voice, string round)
    {
        private readonly Queue<string> _tasks = [];
        private string _token = "";

        public async Task Give()
        {
            if (_tasks.Count == 0)
            {
                string page = await voice.Client.GetStringAsync(new Uri(round, UriKind.Relative));
                _token = Token().Match(page).Groups["token"].Value;
                foreach (Match task in TaskId().Matches(page))
                    _tasks.Enqueue(task.Groups["task"].Value);
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(round + "/answers", UriKind.Relative))
            {
                Content = new FormUrlEncodedContent([new("form-token", _token), new("task", _tasks.Dequeue()), new("id", Chance.Id()), new("say", "NoOpinion"), new("took", "4000")]),
            };
            request.Headers.Accept.ParseAdd("application/json");
            using HttpResponseMessage answer = await voice.Client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }

        [GeneratedRegex("name=\"form-token\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Token();

        [GeneratedRegex("data-task=\"(?<task>[0-9a-f]{32})\"", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex TaskId();
    }
}
