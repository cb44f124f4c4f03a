using System.Net;
using System.Text;
using AngleSharp.Dom;
using Concordat.Claims;
using Concordat.Runs;
using Concordat.Web.Features.Reading;

namespace Concordat.Web.Tests.Features;

/// <summary>Claims, the graph between them, inquiries, and comparisons of runs.</summary>
public sealed class ClaimTests
{
    private const string Claims = "/use-cases/letters/claims", Inquiries = "/use-cases/letters/inquiries";

    [Theory]
    [Stores]
    public async Task Claims_OfALaterRunOfTheSameVersion_ReplaceTheEarlier(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.Publish(steward, RunFiles.Dialects());
        // Published after, but older: it is the one that is replaced.
        await Tale.Publish(steward, RunFiles.Dialects(date: "2026-10-01"));
        await Tale.Publish(steward, RunFiles.Dialects(system: "Mistral-SFT"));
        int verdicts = RunFiles.Read(RunFiles.Dialects()).Standards.Sum(result => result.Verdicts.Length);
        IDocument page = await steward.Page(Claims);
        IElement gone = page.QuerySelector("main details")!;
        Assert.Equal(verdicts, gone.QuerySelectorAll("li").Length);
        Assert.Equal(2 * verdicts, page.QuerySelectorAll("main ul.entries > li").Length - verdicts);
        IDocument old = await steward.Page(gone.QuerySelector("a")!.GetAttribute("href")!);
        IElement by = old.QuerySelectorAll(".neighbours li").First(item => item.TextContent.Contains("Is replaced by", StringComparison.Ordinal));
        IDocument current = await steward.Page(by.QuerySelector("a")!.GetAttribute("href")!);
        Assert.Contains("15 November 2026", current.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        // Each of the neighbours listed is drawn, as a link to the same place.
        Assert.Equal(current.QuerySelectorAll(".neighbours li > p:first-child a").Select(link => link.GetAttribute("href")), current.QuerySelectorAll("svg.claims a").Select(link => link.GetAttribute("href")));
        Assert.Contains(current.QuerySelectorAll(".neighbours strong"), told => told.TextContent.StartsWith("Alike, 0.", StringComparison.Ordinal));
    }

    [Theory]
    [Stores]
    public async Task Claim_ByAPerson_IsAddedOnlyWithWhatARunSays(Store store)
    {
        await using TestServer server = await TestServer.Start(store);
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        byte[] run = RunFiles.Dialects();
        await Tale.Publish(steward, run);
        Claim verdict = ClaimsFromRun.Make(RunFiles.Read(run), "run.json", run)[0];
        Claim reading = verdict with { Id = "why-lagos", Type = ClaimType.Interpretation, Description = "The words of the game are better known in one country.", Relations = [new ClaimRelation(ClaimRelationKind.Qualifies, verdict.Id)] };
        ClaimEvidence quoted = verdict.Evidence[0];
        async Task<string> Try(Claim claim)
        {
            HttpResponseMessage answer = await steward.SendFile(Claims, Claims, "claim", Encoding.UTF8.GetBytes(ClaimFile.Write(claim)), "../../why.claim.md");
            return answer.StatusCode == HttpStatusCode.Found ? "added" : Visitor.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector(".faults")!.TextContent;
        }

        Assert.Contains("published runs alone", await Try(verdict with { Id = "forged" }), StringComparison.Ordinal);
        Assert.Contains("no run that is published here", await Try(reading with { Evidence = [quoted with { RunSha256 = new string('0', 64) }] }), StringComparison.Ordinal);
        Assert.Contains("does not say what the run says", await Try(reading with { Evidence = [quoted with { Estimate = quoted.Estimate! with { Value = .99 } }] }), StringComparison.Ordinal);
        Assert.Contains("one that is not here", await Try(reading with { Relations = [new ClaimRelation(ClaimRelationKind.Supports, "nowhere")] }), StringComparison.Ordinal);
        Assert.Equal("added", await Try(reading));
        Assert.Contains("already", await Try(reading), StringComparison.Ordinal);
        Assert.Equal(ClaimFile.Write(reading), await (await steward.Get($"{Claims}/why-lagos/claim.md")).Content.ReadAsStringAsync());
        Assert.Contains("Is qualified by", (await steward.Page($"{Claims}/{verdict.Id}")).QuerySelector(".neighbours")!.TextContent, StringComparison.Ordinal);

        HttpResponseMessage related = await steward.Send($"{Claims}/why-lagos", $"{Claims}/why-lagos/relations", ("kind", "Contradicts"), ("other", verdict.Id), ("reason", "It says otherwise."));
        Assert.Equal(HttpStatusCode.Found, related.StatusCode);
        foreach ((string other, string kind) in new[] { (verdict.Id, "Contradicts"), ("nowhere", "Supports"), ("why-lagos", "Supports"), (verdict.Id, "Invents") })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Send($"{Claims}/why-lagos", $"{Claims}/why-lagos/relations", ("kind", kind), ("other", other), ("reason", "It says otherwise."))).StatusCode);
        Assert.Equal(["publication", "claim", "relation"], (await RecordEntries.Read(server.Database)).Select(entry => entry.Kind));
    }

    [Theory]
    [Stores]
    public async Task Inquiry_Published_KeepsCitationsAndMarksWhatAModelWrote(Store store)
    {
        var asked = new List<string>();
        var drafter = new InquiryDrafter("a test model", (question, statements, _) =>
        {
            asked.Add($"{question} {statements.Length}");
            return Task.FromResult<string?>("Speakers of Nigerian English are understood less often [1].");
        });
        await using TestServer server = await TestServer.Start(store, change: options => options with { Drafter = drafter });
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        await Tale.Publish(steward, RunFiles.Dialects());
        using Visitor ada = server.NewVisitor();
        await Tale.Join(ada, await Tale.Invite(steward, "Participant"), "ada");
        const string question = "Are speakers of Nigerian English understood on crackling telephones?";

        IDocument own = Visitor.Parse(await (await ada.Send(Inquiries, Inquiries, ("question", question), ("draft", "yes"))).Content.ReadAsStringAsync());
        Assert.NotEmpty(own.QuerySelectorAll("ol.cited li"));
        Assert.Contains("nigerian-english", own.QuerySelector("ol.cited li")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("“crackling”, “telephones”", own.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty((await ada.Page(Inquiries)).QuerySelectorAll("ul.rows li"));
        Assert.Empty(asked);

        HttpResponseMessage published = await steward.Send(Inquiries, Inquiries + "/publish", ("question", question), ("draft", "yes"));
        IDocument kept = await ada.Page(published.Headers.Location!.OriginalString);
        Assert.Equal(own.QuerySelectorAll("ol.cited a").Select(link => link.GetAttribute("href")), kept.QuerySelectorAll("ol.cited a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Written by a model", kept.QuerySelector("section.draft .tag")!.TextContent);
        Assert.Contains("understood less often [1]", kept.QuerySelector("section.draft")!.TextContent, StringComparison.Ordinal);
        Assert.Single(asked);
        // Nothing is derived from the draft: no claim says it.
        Assert.DoesNotContain("less often", (await ada.Page(Claims)).Body!.TextContent, StringComparison.Ordinal);
        // What replaces a cited claim is told where it was cited.
        await Tale.Publish(steward, RunFiles.Dialects(date: "2026-11-20"));
        Assert.Contains("No longer stands", (await ada.Page(published.Headers.Location!.OriginalString)).QuerySelector("ol.cited")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await ada.Send(Inquiries, Inquiries + "/publish", ("question", question))).StatusCode);
    }

    [Fact]
    public void InquiryAnswer_ToAQuestionNobodySpokeOf_CitesNothingAndSaysSo()
    {
        InquiryAnswer answer = InquiryAnswer.To("What do glaciers weigh?", [Entry("a", "Letters are read aloud to everyone.")]);
        Assert.Empty(answer.Cited);
        Assert.Equal<string>(["glaciers", "weigh"], answer.NotCovered);
    }

    [Fact]
    public void InquiryAnswer_WithARareWordAndACommonOne_PutsTheRareFirstAndLeavesOutWhatNoLongerStands()
    {
        ImmutableArray<ClaimEntry> claims =
        [
            Entry("a", "Letters are read to callers in the north."), Entry("b", "Letters are read to callers with names of places."), Entry("c", "Letters are read slowly."),
            Entry("d", "Names of places were read wrongly.") with { IsReplaced = true },
        ];
        InquiryAnswer answer = InquiryAnswer.To("Are letters with names read?", claims);
        // “letters” and “read” are in a, b and c; “names” in b and d alone. ln(5/5)+1 = 1 for read, ln(5/4)+1 for letters, ln(5/3)+1 for names.
        Assert.Equal(["b", "a", "c"], answer.Cited.Select(citation => citation.Claim));
        Assert.Equal(1, answer.Cited[0].Share);
        Assert.Equal((1 + 1 + Math.Log(1.25)) / (3 + Math.Log(1.25) + Math.Log(5.0 / 3)), answer.Cited[1].Share, 12);
        Assert.Equal(["d"], answer.NoLongerStanding.Select(citation => citation.Claim));
        Assert.Empty(answer.NotCovered);
    }

    [Theory]
    [InlineData(.10, .20, .30, .36, .40, .45, Comparison.Change.Higher)]
    [InlineData(.10, .20, .30, .20, .25, .40, Comparison.Change.NoneShown)]
    [InlineData(.50, .60, .70, .10, .20, .40, Comparison.Change.Lower)]
    [InlineData(.50, .60, .70, .50, .60, .70, Comparison.Change.NoneShown)]
    public void Comparison_OfTwoIntervals_FollowsTheirOverlap(double lower, double value, double upper, double laterLower, double laterValue, double laterUpper, Comparison.Change expected)
    {
        Run run = RunFiles.Read(RunFiles.Dialects());
        Comparison comparison = Comparison.Of(With(run, new Estimate(value, lower, upper, .95, 100, IntervalMethod.Wilson)), With(run, new Estimate(laterValue, laterLower, laterUpper, .95, 100, IntervalMethod.Wilson)));
        Assert.All(comparison.Lines, line => Assert.Equal(expected, line.Change));
    }

    [Fact]
    public void Comparison_OfManyStandards_AsksMoreOfEach()
    {
        Run run = RunFiles.Read(RunFiles.Dialects());
        Run before = With(run, new Estimate(.20, .10, .30, .95, 100, IntervalMethod.Wilson)), after = With(run, new Estimate(.35, .31, .40, .95, 100, IntervalMethod.Wilson));
        // z(.995) / z(.975) = 2.5758 / 1.9600 = 1.3142 for five standards: .20 + .1314 = .3314 and .35 − .0526 = .2974 overlap.
        Assert.All(Comparison.Of(before, after).Lines, line => Assert.Equal(Comparison.Change.NoneShown, line.Change));
        Comparison one = Comparison.Of(before, after with { Standards = [after.Standards[0]] });
        Assert.Equal(3, one.Compared);
        Assert.All(one.Lines.Take(3), line => Assert.Equal(Comparison.Change.Higher, line.Change));
        // Where each interval holds alone, three populations are three values: z(1 − .05 / 6) = 2.3940, 1.2214 times as wide; .3221 and .3011 overlap.
        Run alone = before with { Charter = before.Charter with { Multiplicity = Concordat.Audits.MultiplicityRule.None } };
        Assert.All(Comparison.Of(alone, after with { Standards = [after.Standards[0]] }).Lines.Take(3), line => Assert.Equal(Comparison.Change.NoneShown, line.Change));
    }

    [Theory]
    [InlineData("Is there a contrast?", "The contract was signed.", false)]
    [InlineData("Who is this person?", "A Persian carpet.", false)]
    [InlineData("Were 1000 letters read?", "Nothing but 10000 envelopes.", false)]
    [InlineData("Who answered?", "Three answers came.", true)]
    [InlineData("Speakers in Nigeria?", "A Nigerian speaker was heard.", true)]
    [InlineData("हिन्दी में?", "It speaks हिन्दी too.", true)]
    [InlineData("العربية أيضا؟", "It reads العربية aloud.", true)]
    public void InquiryAnswer_ToWordsAlikeInWriting_CitesWhatHasThemAndNothingElse(string question, string claim, bool isCited) =>
        Assert.Equal(isCited, !InquiryAnswer.To(question, [Entry("a", claim)]).Cited.IsEmpty);

    [Fact]
    public async Task Inquiry_OfWordsThatAreInEveryText_SaysThatNothingWasLookedFor()
    {
        await using TestServer server = await TestServer.Start();
        using Visitor steward = await server.NewSteward();
        await Tale.OpenUseCase(steward);
        HttpResponseMessage answer = await steward.Send("/use-cases/letters/inquiries", "/use-cases/letters/inquiries", ("question", "Is it so, and why?"));
        string text = Visitor.Parse(await answer.Content.ReadAsStringAsync()).Body!.TextContent;
        Assert.Contains("no word by which claims could be looked for", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Every word of the question is in a claim", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_OfWhatIsNotAlike_ComparesNothing()
    {
        Run run = RunFiles.Read(RunFiles.Dialects());
        var estimate = new Estimate(.5, .4, .6, .95, 100, IntervalMethod.Wilson);
        Run other = With(run, estimate with { Value = .9, Lower = .8, Upper = .95 });
        Run before = With(run, estimate);
        Assert.All(Comparison.Of(before, With(run, estimate with { ConfidenceLevel = .9 })).Lines, line => Assert.Equal(Comparison.Change.OtherLevels, line.Change));
        StandardResult first = other.Standards[0];
        Run changed = other with { Standards = other.Standards.SetItem(0, first with { Standard = first.Standard with { Standard = first.Standard.Standard with { Options = first.Standard.Standard.Options.With("criterion", "chosen-answer") } } }) };
        Assert.All(Comparison.Of(before, changed).Lines.Where(line => line.Either.Standard.Standard.Id == first.Standard.Standard.Id), line => Assert.Equal(Comparison.Change.MeasuredOtherwise, line.Change));
        Run shorter = other with { Standards = other.Standards.RemoveAt(0) };
        Assert.All(Comparison.Of(before, shorter).Lines.Where(line => line.Either.Standard.Standard.Id == first.Standard.Standard.Id), line => Assert.Equal(Comparison.Change.OnlyEarlier, line.Change));
        Assert.All(Comparison.Of(shorter, before).Lines.Where(line => line.Either.Standard.Standard.Id == first.Standard.Standard.Id), line => Assert.Equal(Comparison.Change.OnlyLater, line.Change));
    }

    private static Run With(Run run, Estimate estimate) => run with
    {
        Standards = [.. run.Standards.Select(result => result with { Verdicts = [.. result.Verdicts.Select(verdict => verdict with { Finding = verdict.Finding with { Estimate = estimate, WhyMissing = null } })] })],
    };

    private static ClaimEntry Entry(string id, string description) => new(
        new Claim { Id = id, Type = ClaimType.Observation, Domain = "letters", Description = description, Confidence = ClaimConfidence.Likely, ConfidenceRule = "by hand", Source = "a test", Created = new DateOnly(2026, 11, 1) },
        null, null, false, false);
}
