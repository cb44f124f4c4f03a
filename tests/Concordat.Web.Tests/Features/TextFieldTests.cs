using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Concordat.Claims;

namespace Concordat.Web.Tests.Features;

/// <summary>Script in every text field: the fields are found by walking through all pages as each role, each is posted with a text that would run, and every page is then read again by everyone.</summary>
public sealed partial class TextFieldTests
{
    private const int LongestPath = 200, Alike = 4;

    // Forms whose fields have a form of their own; every other text is free.
    private static readonly Dictionary<string, string> s_fitting = new(StringComparer.Ordinal)
    {
        ["standard"] = "a-short-name",
        ["criterion"] = "a-criterion",
        ["levels"] = "one\ntwo",
        ["frames"] = "How well is it read?",
        ["quotas"] = "",
        ["measure"] = "agreement.krippendorff-alpha-overall",
        ["options"] = "criterion = understood",
        ["bound"] = "0.1",
        ["charter"] = DeskTale.Charter,
        ["system"] = "reader 3",
        ["start"] = "0",
        ["end"] = "1",
        ["date"] = "2026-05-01",
        ["current"] = "not the password at all",
        ["password"] = Visitor.Password,
        ["group"] = "callers",
    };

    [Fact]
    public async Task EveryTextField_OfEveryForm_WithScriptInIt_RunsNowhere()
    {
        await using TestServer server = await TestServer.Start();
        Gallery gallery = await Gallery.Hang(server);
        Dictionary<string, Visitor> people = new(StringComparer.Ordinal) { ["visitor"] = server.NewVisitor() };
        foreach (string name in new[] { "steward", "ada", "north0", "south0", "auditor" })
        {
            people[name] = server.NewVisitor();
            await people[name].Send("/sign-in", "/sign-in", ("name", name), ("password", Visitor.Password));
        }

        await Files(people["steward"]);
        await Decide(people["steward"], gallery);
        var tried = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string who, Visitor visitor) in people)
        {
            foreach ((string page, IDocument document) in await Walk(visitor, gallery))
            {
                foreach (IHtmlFormElement form in document.Forms.Where(form => form.Method == "post"))
                    await TryFields(visitor, page, form, tried);
            }

            HttpStatusCode still = (await visitor.Get("/account")).StatusCode;
            Assert.True(still == (who == "visitor" ? HttpStatusCode.Found : HttpStatusCode.OK), $"{who} was signed in or out by a text: {still}; {string.Join("; ", tried)}");
        }

        Assert.True(tried.Count >= 95, $"{tried.Count} fields: {string.Join("; ", tried)}");
        // A text that is refused is shown again; what matters most is what is kept.
        foreach (string kept in new[]
        {
            "/new-use-case title", "settings summary", "questions wording", "questions why", "communities name", "communities why", "propose statement", "propose reason", "propose owner", "drafts statement",
            "object objection", "object group", "answer answer-*", "wordings statement", "critique critique-*", "rounds title", "rounds frames", "rounds support", "answers comment", "audits system", "relations reason",
        })
            Assert.Contains(tried, field => field.Key.EndsWith(kept, StringComparison.Ordinal) && field.Value == "Found");
        var shown = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((string who, Visitor visitor) in people)
        {
            foreach ((string page, IDocument document) in await Walk(visitor, gallery))
            {
                SecurityTests.AssertNothingRuns(document, $"{page} as {who}");
                if (document.DocumentElement.TextContent.Contains(Mark, StringComparison.Ordinal) || document.DocumentElement.OuterHtml.Contains("&lt;" + Mark, StringComparison.Ordinal))
                    shown.Add(Pattern(page));
            }

            await NoneInFiles(visitor, gallery);
        }

        Assert.True(shown.Count >= 16, $"the texts came back on {string.Join(", ", shown)} only");
        foreach (Visitor visitor in people.Values)
            visitor.Dispose();
    }

    private const string Mark = "xss-mark";

    // Ends whatever it may stand in: an attribute in either quotes, a text area, a title, a script, a comment, a style; in one line, and short enough for short fields first.
    private static string Payload(int most)
    {
        const string brief = $"'\"><{Mark} onfocus=x()>", whole = $"{brief}</textarea></title></script></style>--><script>x()</script><img src=x onerror=x()>${{7*7}}`";
        return most >= whole.Length ? whole : brief[..Math.Min(most, brief.Length)];
    }

    private static async Task TryFields(Visitor visitor, string page, IHtmlFormElement form, SortedDictionary<string, string> tried)
    {
        string path = form.GetAttribute("action")!;
        // They take credentials of an authenticator, nothing that anyone types, or a password that would be somebody's from then on.
        if (path.StartsWith("/passkeys", StringComparison.Ordinal) || path.StartsWith("/recover/", StringComparison.Ordinal) || path is "/sign-out")
            return;
        foreach (IElement control in form.Elements.Where(control => control.GetAttribute("name") is { Length: > 0 } name && name != "form-token" && control.GetAttribute("type") != "file"))
        {
            string name = control.GetAttribute("name")!, field = $"{Pattern(path)} {Pattern(name)}";
            if (tried.ContainsKey(field))
                continue;
            int most = int.TryParse(control.GetAttribute("maxlength"), out int length) ? length : LongestPath;
            List<(string, string)> sent = [.. Fitting(form).Where(pair => pair.Name != name), (name, Payload(most))];
            sent.Add(("form-token", Visitor.TokenOf(form.Owner!)));
            using HttpContent content = form.Enctype == "multipart/form-data" ? Parts(sent) : new FormUrlEncodedContent(sent.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
            using HttpResponseMessage answer = await visitor.Client.PostAsync(new Uri(path, UriKind.Relative), content);
            Assert.True((int)answer.StatusCode < 500, $"{field} on {page}: {answer.StatusCode}");
            tried[field] = answer.StatusCode.ToString();
            await AssertAnswer(answer, field);
        }
    }

    /// <summary>What someone would send who fills in the form as it asks to be.</summary>
    private static List<(string Name, string Value)> Fitting(IHtmlFormElement form)
    {
        var fields = new List<(string, string)>();
        foreach (IElement control in form.Elements)
        {
            string name = control.GetAttribute("name") ?? "";
            if (name.Length == 0 || name == "form-token")
                continue;
            string? value = control switch
            {
                IHtmlSelectElement or IHtmlTextAreaElement when s_fitting.TryGetValue(name, out string? fitting) => fitting,
                IHtmlSelectElement select => select.Options.FirstOrDefault(option => option.Value.Length > 0)?.Value,
                IHtmlInputElement { Type: "radio" or "checkbox" } choice => fields.Exists(field => field.Item1 == name) || !(choice.IsChecked || choice.Type == "radio") ? null : choice.Value,
                IHtmlInputElement { Type: "file" } => null,
                IHtmlInputElement { Type: "hidden" } hidden => hidden.Value,
                IHtmlButtonElement button => fields.Exists(field => field.Item1 == name) ? null : button.Value,
                IHtmlInputElement input when input.Value.Length > 0 => input.Value,
                _ => s_fitting.GetValueOrDefault(name, "A text that is long enough."),
            };
            if (value is not null)
                fields.Add((name, value));
        }

        // Ids of new things are new each time.
        return [.. fields.Select(field => field.Item1 is "id" or "attribute" && form.QuerySelector($"input[name={field.Item1}][type=hidden]") is null ? (field.Item1, "n" + Guid.NewGuid().ToString("N")) : field)];
    }

    // Everything that someone can reach by links, and what the gallery knows of; one page of each kind of address.
    private static async Task<Dictionary<string, IDocument>> Walk(Visitor visitor, Gallery gallery)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var pages = new Dictionary<string, IDocument>(StringComparer.Ordinal);
        var next = new Queue<string>(["/", "/sign-in?then=/account", "/first-steward", "/account", .. gallery.Pages.Select(page => page.Path)]);
        while (next.TryDequeue(out string? path))
        {
            // Of what there is much of, some are read: new ones stand beside old ones.
            string pattern = Pattern(path);
            if (pages.ContainsKey(path) || seen.GetValueOrDefault(pattern) >= Alike)
                continue;
            using HttpResponseMessage answer = await visitor.Get(path);
            Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
            if (answer.Content.Headers.ContentType?.MediaType != "text/html" || answer.Content.Headers.ContentDisposition is not null)
                continue;
            string text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain($"<{Mark}", text, StringComparison.OrdinalIgnoreCase);
            if (!answer.IsSuccessStatusCode)
                continue;
            seen[pattern] = seen.GetValueOrDefault(pattern) + 1;
            IDocument document = pages[path] = Visitor.Parse(text);
            foreach (IElement link in document.QuerySelectorAll("a[href^='/']:not([download])"))
                next.Enqueue(link.GetAttribute("href")!.Split('#')[0]);
        }

        return pages;
    }

    // Files are no pages: whatever stands in them, a browser keeps them as what they are.
    private static async Task NoneInFiles(Visitor visitor, Gallery gallery)
    {
        string run = gallery.Pages.First(page => page.Path.Contains("/cases/", StringComparison.Ordinal) && !page.Path.Contains("compare", StringComparison.Ordinal)).Path;
        string claim = gallery.Pages.First(page => page.Path.Contains("/claims/", StringComparison.Ordinal)).Path;
        foreach (string path in new[] { "/account/export", "/use-cases/letters/record.jsonl", "/use-cases/letters/workshop/charter.yaml", "/use-cases/letters/desk/evidence.zip", run + "/run.json", run + "/report.html", claim + "/claim.md" })
        {
            using HttpResponseMessage answer = await visitor.Get(path);
            if (answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
                continue;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await AssertAnswer(answer, path);
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
            Assert.Matches("^[A-Za-z0-9._-]+$", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        }
    }

    private static async Task AssertAnswer(HttpResponseMessage answer, string what)
    {
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Headers.SelectMany(header => header.Value), value => value.Contains($"<{Mark}", StringComparison.Ordinal));
        MediaTypeHeaderValue? type = answer.Content.Headers.ContentType;
        if (type?.MediaType == "text/html" && answer.Content.Headers.ContentDisposition is null)
        {
            string text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain($"<{Mark}", text, StringComparison.OrdinalIgnoreCase);
            SecurityTests.AssertNothingRuns(Visitor.Parse(text), what);
        }
    }

    // What comes in as a file holds texts too: items and responses, a claim.
    private static async Task Files(Visitor steward)
    {
        string payload = Payload(LongestPath), cell = payload.Replace("\"", "\"\"", StringComparison.Ordinal);
        HttpResponseMessage loaded = await JudgingTale.Load(steward, $"system,item,prompt,text,warning\n\"{cell}\",\"item {cell}\",\"{cell}\",\"{cell}\",\"{cell}\"\n");
        Assert.Equal(HttpStatusCode.Found, loaded.StatusCode);
        byte[] run = RunFiles.Dialects();
        Claim claim = ClaimsFromRun.Make(RunFiles.Read(run), "run.json", run)[0] with
        {
            Id = "hostile",
            Type = ClaimType.Observation,
            Domain = payload,
            Description = payload,
            ConfidenceRule = payload,
            Source = payload,
            Limitations = [payload],
            Evidence = [],
            Relations = [],
            Body = payload,
        };
        HttpResponseMessage added = await steward.SendFile("/use-cases/letters/claims", "/use-cases/letters/claims", "claim", Encoding.UTF8.GetBytes(ClaimFile.Write(claim)), "<img src=x onerror=x()>.claim.md");
        Assert.True(added.StatusCode == HttpStatusCode.Found, Visitor.Parse(await added.Content.ReadAsStringAsync()).QuerySelector(".fault")?.TextContent);
    }

    // What only stands somewhere once it is decided or published.
    private static async Task Decide(Visitor steward, Gallery gallery)
    {
        string proposal = await Tale.Propose(gallery.Voices[0], "hostile", $"{Payload(LongestPath)}\n    bound: 0\n  - id: forged\n");
        foreach (Visitor voice in gallery.Voices)
            await Tale.Vote(voice, proposal, "Agree");
        await steward.Send(proposal, proposal + "/ratify");
        string charter = await (await steward.Get("/use-cases/letters/workshop/charter.yaml")).Content.ReadAsStringAsync();
        string[] lines = charter.Split('\n');
        // However a statement reads, it is one scalar on one line: it opens no key and no standard of its own.
        Assert.Equal(["  - id: hostile", "  - id: understood"], lines.Where(line => line.StartsWith("  - id: ", StringComparison.Ordinal) && !line.Contains('"', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(lines.Where(line => line.TrimStart().StartsWith("statement: ", StringComparison.Ordinal)), line => Assert.NotNull(JsonSerializer.Deserialize<string>(line.Split(": ", 2)[1])));
        const string inquiries = "/use-cases/letters/inquiries";
        Assert.Equal(HttpStatusCode.Found, (await steward.Send(inquiries, inquiries + "/publish", ("question", Payload(LongestPath)))).StatusCode);
        string run = Encoding.UTF8.GetString(RunFiles.Dialects()), marked = SystemVersion().Replace(run, $"\"systemVersion\": {JsonSerializer.Serialize(Payload(LongestPath))}");
        Assert.NotEqual(run, marked);
        await Tale.Publish(steward, Encoding.UTF8.GetBytes(marked));
    }

    [GeneratedRegex("\"systemVersion\": ?\"[^\"]*\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SystemVersion();

    private static MultipartFormDataContent Parts(List<(string Name, string Value)> fields)
    {
        var content = new MultipartFormDataContent();
        foreach ((string name, string value) in fields)
            content.Add(new StringContent(value), name);
        return content;
    }

    /// <summary>An address or a name without the ids in it.</summary>
    private static string Pattern(string path) => Ids().Replace(path, "*");

    [GeneratedRegex("[0-9a-f]{32}|(?<=/join/)[a-z0-9]{32}|(?<=/claims/)[^/?]+|(?<=[?&](from|to)=)[^&]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ids();
}
