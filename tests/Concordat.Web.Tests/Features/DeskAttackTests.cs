using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using Concordat.Evidence.Store;
using Concordat.Formats.Text;
using Concordat.Web.Features.Desk;
using Concordat.Web.Persistence;

namespace Concordat.Web.Tests.Features;

/// <summary>What stewards type and upload, made to run in someone's browser, spreadsheet, shell or memory.</summary>
public sealed class DeskAttackTests
{
    private const string Desk = "/use-cases/letters/desk", Material = JudgingTale.Material;
    private const string Hostile = "\"'><script>document.title='owned'</script><img src=x onerror=alert(1)>{{7*7}}</textarea></title>";

    [Theory]
    [Stores]
    public async Task EveryField_WithMarkup_IsShownAsItWasTypedAndRunsNowhere(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string link = await Tale.Invite(steward, "Participant", Hostile[..60], uses: 5);
        Visitor[] voices = [.. Enumerable.Range(0, 5).Select(_ => server.NewVisitor())];
        for (int i = 0; i < voices.Length; i++)
        {
            await Tale.Join(voices[i], link, $"voice{i}");
            await Tale.Consent(voices[i], "TakePart", "yes");
        }

        string cell = Hostile.Replace("\"", "\"\"", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await JudgingTale.Load(steward, $"system,item,prompt,text,warning\n\"=a{cell}\",\"@{cell}\",\"{cell}\",\"-{cell}\",\"{cell}\"\n\"+b\",\"@{cell}\",\"{cell}\",\"b\",\n")).StatusCode);
        string rating = await JudgingTale.OpenRound(steward, "Rating", ("title", Hostile), ("levels", $"{Hostile[..70]}\n=1+1"), ("frames", "q: " + Hostile), ("support", Hostile), ("group-attribute", "community"), ("quotas", $"{Hostile[..60]}: 5\n=2+3: 4"), ("ordered", ""));
        string pairs = await JudgingTale.OpenRound(steward, "Pairwise", ("title", Hostile + "2"), ("criterion", "better")), spans = await JudgingTale.OpenRound(steward, "Span", ("title", Hostile + "3"), ("criterion", "wrong"));
        foreach (Visitor voice in voices)
        {
            Assert.True(await JudgingTale.Give(voice, rating, Hostile[..70]));
            Assert.True(await JudgingTale.Give(voice, pairs, "1"));
            Assert.True(await JudgingTale.Give(voice, spans, "marked", "Value", ("start", "0"), ("end", "1"), ("comment", "=HYPERLINK(\"http://evil.example\")" + Hostile)));
        }

        HttpResponseMessage reflected = await steward.Send(Desk, Desk + "/audits", ("charter", Hostile + Hostile), ("system", Hostile + new string('x', 200)), ("date", Hostile), ("seed", Hostile), ("replicates", Hostile));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reflected.StatusCode);
        Harmless(Visitor.Parse(await reflected.Content.ReadAsStringAsync()));
        await server.Database.Write(session => session.Execute(
            """
            INSERT INTO audit_jobs (id, use_case_id, charter, system_version, speaks_for, seed, replicates, state, standards, standards_begun, holder, lease_until, fault, asked_at)
            VALUES (@Id, 'letters', @Hostile, @Hostile, '2026-05-01', 1, 1000, 'Failed', 8, 3, 'another', 1, @Hostile, 1)
            """, new { Id = Chance.Id(), Hostile }), CancellationToken.None);
        Assert.Equal(HttpStatusCode.Found, (await Send(steward, Folder("<img src=x onerror=alert(1)>.csv"))).StatusCode);
        foreach ((Visitor who, string path) in new[] { (steward, Desk), (steward, Desk + "/raters"), (steward, Material), (steward, "/use-cases/letters/judge"), (voices[0], JudgingTale.Judge), (voices[0], rating), (voices[0], pairs), (voices[0], spans) })
            Harmless(await who.Page(path));
        Assert.Contains(Hostile, (await steward.Page(Desk)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("<img src=x onerror=alert(1)>.csv", (await steward.Page(Desk)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        // In the export nothing opens as a formula, and everything comes back as it was typed.
        string folder = Directory.CreateTempSubdirectory("concordat-attack-").FullName;
        using (var archive = new ZipArchive(await (await steward.Get(Desk + "/evidence.zip")).Content.ReadAsStreamAsync()))
            archive.ExtractToDirectory(folder);
        foreach (string file in Directory.GetFiles(folder, "*.csv"))
        {
            using DelimitedReader reader = DelimitedReader.Open(file, DelimitedOptions.Default);
            while (reader.Read())
            {
                for (int field = 0; field < reader.FieldCount; field++)
                    Assert.False(reader.Text(field) is ['=' or '+' or '-' or '@' or '\t' or '\r', ..], $"{file}: {reader.Text(field)}");
            }
        }

        byte[] exported = await (await steward.Get(Desk + "/evidence.zip")).Content.ReadAsByteArrayAsync();
        string work = Directory.CreateTempSubdirectory("concordat-attack-").FullName;
        StoredEvidence stored = EvidenceStore.Open(EvidenceUpload.Read(new MemoryStream(exported), work).Make(CancellationToken.None), CancellationToken.None);
        Assert.Contains("@" + Hostile, stored.Evidence.Items.Keys.Ids);
        Assert.Contains("=a" + Hostile, stored.Evidence.Alternatives.Keys.Ids);
        Directory.Delete(folder, recursive: true);
        Directory.Delete(work, recursive: true);
    }

    [Fact]
    public async Task Commands_OfAnExport_RunNothingThatSomeoneTyped()
    {
        await using TestServer server = await TestServer.Start();
        (Visitor steward, _) = await DeskTale.Begin(server);
        const string system = "x'; touch owned; echo '$(touch owned)`touch owned`";
        HttpResponseMessage broken = await steward.Send(Desk, Desk + "/audits", ("charter", DeskTale.Charter), ("system", "a\ntouch owned"), ("date", "2026-05-01"), ("seed", "1"), ("replicates", "200"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        await server.Database.Write(session => session.Execute(
            "INSERT INTO audit_jobs (id, use_case_id, charter, system_version, speaks_for, seed, replicates, state, standards, asked_at) VALUES (@Id, 'letters', 'c', @system, '2026-05-01', 1, 1000, 'Done', 1, 1)",
            new { Id = Chance.Id(), system }), CancellationToken.None);
        string folder = Directory.CreateTempSubdirectory("concordat-attack-").FullName;
        using (var archive = new ZipArchive(await (await steward.Get(Desk + "/evidence.zip")).Content.ReadAsStreamAsync()))
            archive.ExtractToDirectory(folder);
        string[] commands = [.. (await File.ReadAllLinesAsync(Path.Combine(folder, "README.md"))).Where(line => line.StartsWith("concordat ", StringComparison.Ordinal))];
        Assert.Equal(5, commands.Length);
        // A shell runs them with a program of that name that prints what it is given, an argument a line.
        await File.WriteAllTextAsync(Path.Combine(folder, "all.sh"), "concordat() { for given; do printf '%s\\n' \"$given\"; done; }\n" + string.Join('\n', commands) + "\n");
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["all.sh"]) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        string[] given = (await shell.StandardOutput.ReadToEndAsync()).Split('\n');
        await shell.WaitForExitAsync();
        Assert.Contains(system, given);
        Assert.False(File.Exists(Path.Combine(folder, "owned")));
        Directory.Delete(folder, recursive: true);
    }

    public static TheoryData<string> Archives =>
    [
        "parent", "parent inside", "backslash", "drive", "parent of an import", "not of ASCII", "link", "sixty thousand", "ratio", "zip in zip", "deep list", "deep manifest", "endless number", "names of columns", "lying array", "no files"
    ];

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Import_OfAnArchiveMadeToHarm_IsRefusedSoonAndLeavesNothing(string kind)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string id = new('a', 32), deep = new string('[', 200_000) + new string(']', 200_000);
        byte[] archive = kind switch
        {
            "parent" => Zip(("../outside.csv", "x")),
            "parent inside" => Zip(("a/../../outside.csv", "x")),
            "backslash" => Zip(("..\\outside.csv", "x")),
            "drive" => Zip(("C:\\outside.csv", "x")),
            "parent of an import" => Zip(($"imports/{id}/../../../outside.json", "{}")),
            "not of ASCII" => Zip(("．．／outside.csv", "x"), ("imports/\u0430aaa/manifest.json", "{}"), ("a\0.csv", "x"), ("items.csv ", "x"), ("CON.csv/", "")),
            "link" => Link("items.csv", "/etc/passwd"),
            "sixty thousand" => Zip([.. Enumerable.Range(0, 60_000).Select(i => ($"f{i}.csv", ""))]),
            "ratio" => Zip([.. Enumerable.Range(0, 10).Select(i => ($"big{i}.csv", new string('0', 20 << 20)))]),
            "zip in zip" => Zip(("evidence.zip", "PK"), ("imports.zip", "PK")),
            "deep list" => Zip(("imports.json", deep)),
            "deep manifest" => Zip(($"imports/{id}/manifest.json", deep)),
            "endless number" => Zip(($"imports/{id}/manifest.json", $$"""{"id":"{{id}}","columns":[{"name":"a","type":"int32","length":{{new string('9', 1_000_000)}},"constant":0},{"name":"b","type":"int32","length":1e400,"constant":0}]}""")),
            "names of columns" => Zip(($"imports/{id}/manifest.json", $$"""{"id":"{{id}}","columns":[{{string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""{"name":"c{{i}}","type":"int32","length":1,"constant":0}"""))}}]}""")),
            "lying array" => Folder("ratings.csv", LieAboutShapes),
            _ => Zip(),
        };
        HttpResponseMessage answer = await Send(steward, archive);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        IDocument page = Visitor.Parse(await answer.Content.ReadAsStringAsync());
        Assert.NotNull(page.QuerySelector(".faults"));
        Harmless(page);
        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM evidence_imports"), CancellationToken.None));
        string folder = Path.GetDirectoryName(typeof(DeskAttackTests).Assembly.Location)!;
        Assert.False(File.Exists(Path.Combine(folder, "outside.csv")));
    }

    public static TheoryData<string> Charters => ["aliases", "deep list", "deep map", "tag", "endless number", "many keys", "long key", "control", "merge"];

    [Theory]
    [MemberData(nameof(Charters))]
    public async Task Audit_UnderACharterMadeToHarm_IsRefusedSoon(string kind)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        string charter = kind switch
        {
            "aliases" => "a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 25).Select(i => $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i - 1)}", 9))}]\n")),
            "deep list" => "charter: " + new string('[', 30_000) + new string(']', 30_000),
            "deep map" => string.Concat(Enumerable.Range(0, 600).Select(i => new string(' ', i) + "a:\n")),
            "tag" => "charter: !!python/object/apply:os.system [touch owned]\n",
            "endless number" => DeskTale.Charter.Replace("bound: 0.1", "bound: " + new string('9', 100_000), StringComparison.Ordinal),
            "many keys" => string.Concat(Enumerable.Range(0, 10_000).Select(i => $"k{i}: {i}\n")),
            "long key" => "? " + new string('k', 150_000) + "\n: v\n",
            "control" => DeskTale.Charter.Replace("Reading letters aloud", "\"\\0\\x07\\u202Edoula\"", StringComparison.Ordinal).Replace("bound: 0.1", "bound: .nan", StringComparison.Ordinal),
            _ => "base: &b {a: 1}\ncharter:\n  <<: *b\n",
        };
        long started = Stopwatch.GetTimestamp();
        HttpResponseMessage answer = await steward.Send(Desk, Desk + "/audits", ("charter", charter), ("system", "s"), ("date", "2026-05-01"), ("seed", "1"), ("replicates", "200"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Harmless(Visitor.Parse(await answer.Content.ReadAsStringAsync()));
        Assert.Equal(0, await server.Database.Read(session => session.Count("SELECT count(*) FROM audit_jobs"), CancellationToken.None));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "it hangs");
    }

    public static TheoryData<string> Materials => ["lines", "columns", "quotes", "deep", "number", "duplicate keys", "not UTF-8", "one line"];

    [Theory]
    [MemberData(nameof(Materials))]
    public async Task Load_OfAFileMadeToHarm_IsRefusedSoon(string kind)
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        (string content, string name) = kind switch
        {
            "lines" => (new string('\n', 8 << 20), "a.csv"),
            "columns" => (new string(',', 4 << 20) + "\n", "a.csv"),
            "quotes" => ("item,text\n\"" + new string('"', 8 << 20), "a.csv"),
            "deep" => ("{\"item\":" + new string('[', 1 << 20) + "\n", "a.jsonl"),
            "number" => ("{\"item\":" + new string('9', 8 << 20) + ",\"text\":\"t\"}\n", "a.jsonl"),
            "duplicate keys" => ("{" + string.Join(',', Enumerable.Repeat("\"item\":1", 500_000)) + "}\n", "a.jsonl"),
            "not UTF-8" => ("item,text\n\udc00\ud800,x\n\u0000,\u0000\n", "a.csv"),
            _ => ("{\"item\":\"" + new string('x', 8 << 20) + "\n", "a.jsonl"),
        };
        HttpResponseMessage answer = await JudgingTale.Load(steward, content, "items", name);
        Assert.True(answer.StatusCode is HttpStatusCode.UnprocessableEntity || kind == "not UTF-8", $"{answer.StatusCode}");
        string page = await answer.Content.ReadAsStringAsync();
        // What is wrong is said in few words, not by repeating megabytes.
        Assert.True(page.Length < 200_000, $"{page.Length}");
        Harmless(Visitor.Parse(page));
    }

    private static void Harmless(IDocument page)
    {
        Assert.Empty(page.QuerySelectorAll("script:not([src]), script[src^='http'], script[src^='//'], iframe, object, embed, base, [style]"));
        Assert.All(page.All, element => Assert.DoesNotContain(element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)));
        Assert.Single(page.QuerySelectorAll("title"));
        Assert.Empty(page.QuerySelectorAll("img[src='x']"));
    }

    // The evidence folder that the command line makes of a small file of that name.
    private static byte[] Folder(string name, Action<string>? change = null)
    {
        string folder = Directory.CreateTempSubdirectory("concordat-attack-").FullName, file = Path.Combine(folder, name), evidence = Path.Combine(folder, "evidence");
        File.WriteAllText(file, "rater,item,criterion,value\nr1,i1,c,yes\nr2,i1,c,no\n");
        EvidenceStore.Import(evidence, Catalog.Importers.Single(importer => importer.Description.Id == "ratings-csv"), new Formats.ImportRequest([file], Audits.MeasureOptions.Empty.With("scale", "nominal:yes|no")), false, CancellationToken.None);
        change?.Invoke(Assert.Single(Directory.GetDirectories(Path.Combine(evidence, "imports"))));
        using var stream = new MemoryStream();
        ZipFile.CreateFromDirectory(evidence, stream);
        Directory.Delete(folder, recursive: true);
        return stream.ToArray();
    }

    // Headers that promise two thousand million rows, in as many bytes as before.
    private static void LieAboutShapes(string import)
    {
        string[] arrays = Directory.GetFiles(import, "*.npy");
        Assert.NotEmpty(arrays);
        foreach (string array in arrays)
        {
            byte[] bytes = File.ReadAllBytes(array);
            string text = Encoding.Latin1.GetString(bytes);
            int from = text.IndexOf("'shape': (", StringComparison.Ordinal), end = text.IndexOf('\n', from);
            string lie = text[..from] + "'shape': (2000000000,), }".PadRight(end - from) + text[end..];
            File.WriteAllBytes(array, Encoding.Latin1.GetBytes(lie));
        }
    }

    private static byte[] Link(string name, string target)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            ZipArchiveEntry entry = archive.CreateEntry(name);
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using (Stream content = entry.Open())
                content.Write(Encoding.UTF8.GetBytes(target));
            using Stream list = archive.CreateEntry("imports.json").Open();
            list.Write("""{"schema":"concordat.web-export/1","imports":[{"format":"ratings-csv","file":"items.csv","settings":[]}]}"""u8);
        }

        return stream.ToArray();
    }

    internal static byte[] Zip(params ReadOnlySpan<(string Name, string Text)> files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }

    private static Task<HttpResponseMessage> Send(Visitor steward, byte[] archive) => steward.SendFile(Desk, Desk + "/imports", "archive", archive, "<img src=x onerror=alert(1)>.zip");
}
