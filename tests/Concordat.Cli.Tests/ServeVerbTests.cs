using System.Text.Json;
using System.Text.RegularExpressions;
using Concordat.Models.Tests.Collection;

namespace Concordat.Cli.Tests;

/// <summary>The web app as it is served, with a model behind a real endpoint.</summary>
public sealed partial class ServeVerbTests : IDisposable
{
    private const string Secret = "sk-test-5d1f0a9e3c", Sentence = "Dates and sums are read slowly and said twice.";

    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-serve").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task DraftWith_AnEndpoint_IsSentTheTaskAndTheMaterialApartAndSaysWhatItCannot()
    {
        await using var model = new MisbehavingServer((request, connection) => request.Body.Contains("nothing at all", StringComparison.Ordinal)
            ? connection.AnswerAsync(400, """{"error":{"message":"no"}}""")
            : connection.AnswerAsync(200, MisbehavingServer.Chat($"{Sentence}\nThey are missed most often.")));
        string endpoints = Path.Combine(_folder, "endpoints.yaml");
        await File.WriteAllTextAsync(endpoints, $"endpoints:\n  - name: writer\n    url: {model.Url}\n    model: large\n    key: WRITER_KEY\n    attempts: 1\n");
        using var stop = new CancellationTokenSource();
        var error = new StringWriter();
        Task<int> serving = ConcordatCommand.RunAsync(
            ["serve", "--data", Path.Combine(_folder, "data"), "--listen", "http://127.0.0.1:0", "--draft-with", "writer", "--endpoints", endpoints],
            new CliHost(TextWriter.Null, TextWriter.Synchronized(error), TimeProvider.System, false) { Variable = name => name == "WRITER_KEY" ? Secret : null }, stop.Token);
        Match told;
        while (!(told = FirstSteward().Match(error.ToString())).Success)
        {
            if (serving.IsCompleted)
                Assert.Fail($"it ended with {await serving}: {error}");
            await Task.Delay(20);
        }

        using var client = new HttpClient { BaseAddress = new Uri(told.Groups["at"].Value.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)) };
        await Send(client, "/first-steward", "/first-steward", ("token", told.Groups["token"].Value), ("name", "steward"), ("password", "a long enough password"));
        await Send(client, "/new-use-case", "/new-use-case", ("id", "letters"), ("title", "Reading letters aloud"), ("summary", "A person holds a letter before a telephone."));
        const string propose = "/use-cases/letters/workshop/propose", ask = "/use-cases/letters/workshop/drafts/ask";
        string board = await Send(client, propose, ask, ("about", "How dates and sums are read"), ("draft-standard", "slowly"), ("draft-level", "Individual"));
        Assert.Contains("Written by a model: large", board, StringComparison.Ordinal);
        Assert.Contains(Sentence, board, StringComparison.Ordinal);
        string refused = await Send(client, propose, ask, ("about", "Something, or nothing at all"), ("draft-standard", "slowly"), ("draft-level", "Individual"));
        Assert.Contains("large gave no text.", refused, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, board + refused + error, StringComparison.Ordinal);

        JsonElement[] messages = [.. model.Seen.First().Json.GetProperty("messages").EnumerateArray()];
        Assert.Equal(["system", "user"], messages.Select(message => message.GetProperty("role").GetString()));
        Assert.DoesNotContain("How dates and sums are read", messages[0].GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Contains("How dates and sums are read", messages[1].GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal($"Bearer {Secret}", model.Seen.First().Authorization);
        await stop.CancelAsync();
        Assert.Equal(ExitCode.Met, await serving);
    }

    private static async Task<string> Send(HttpClient client, string page, string path, params (string Name, string Value)[] fields)
    {
        string token = Token().Match(await client.GetStringAsync(new Uri(page, UriKind.Relative))).Groups["token"].Value;
        HttpResponseMessage answer = await client.PostAsync(
            new Uri(path, UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create("form-token", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]));
        return System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("open (?<at>http://[^/]+)/first-steward with this token, which works once: (?<token>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstSteward();

    [GeneratedRegex("name=\"form-token\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
