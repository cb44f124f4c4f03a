using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Formats;
using Concordat.Tests.Counts;

namespace Concordat.Tests;

/// <summary>What every audit, every measure and every importer of the catalog keeps to.</summary>
public sealed partial class CatalogContractTests
{
    private static readonly MeasureOptions s_hate = MeasureOptions.Empty.With("criterion", "hate");
    private static readonly MeasureOptions s_correct = MeasureOptions.Empty.With("criterion", "correct");
    private static readonly MeasureOptions s_confidence = MeasureOptions.Empty.With("perception", "writer_confidence");
    private static readonly MeasureOptions s_stages = s_correct.With("from", "small").With("to", "small-chat");
    private static readonly MeasureOptions s_attribute = MeasureOptions.Empty.With("attribute", "nationality");
    private static readonly MeasureOptions s_persona = MeasureOptions.Empty.With("criterion", "choice").With("judge", "model");
    private static readonly MeasureOptions s_byNationality = s_hate.With("attribute", "nationality");
    private static readonly MeasureOptions s_harm = MeasureOptions.Empty.With("criterion", "harm");
    private static readonly MeasureOptions s_harmExpected = s_harm.With("prediction", "harm-expected");
    private static readonly MeasureOptions s_ranked = MeasureOptions.Empty.With("alternatives", new[] { "large", "small", "small-chat" });
    private static readonly MeasureOptions s_forceChange = MeasureOptions.Empty.With("criterion", "force").With("from", "small").With("to", "small-chat");
    private static readonly MeasureOptions s_force = MeasureOptions.Empty.With("criterion", "force").With("system", "small-chat");
    private static readonly MeasureOptions s_stated =
        s_byNationality.With("composition", new Dictionary<string, double> { ["india"] = .5, ["nigeria"] = .3, ["us"] = .2 });

    private static readonly MeasureOptions s_chat = MeasureOptions.Empty.With("system", "small-chat");
    private static readonly MeasureOptions s_guises = MeasureOptions.Empty.With("criterion", "warmth").With("reference", "guise=us");

    private static readonly MeasureOptions s_versions = MeasureOptions.Empty.With("reference", "about=us").With("pair", "text-pair").With("words", new[] { "india=india", "us=us|us citizen" });
    private static readonly MeasureOptions s_textScore = MeasureOptions.Empty.With("criterion", "text-score");

    /// <summary>For each measure options that suit <see cref="CatalogEvidence"/>, and the attribute its populations are groups of. A new measure adds its line.</summary>
    private static readonly Dictionary<string, (MeasureOptions Options, string Attribute)> s_asked = new()
    {
        ["group-outcomes.value"] = (s_hate, "nationality"),
        ["group-outcomes.difference"] = (s_hate.With("reference", "nationality=us"), "nationality"),
        ["group-outcomes.ratio"] = (s_correct.With("system", "small-chat").With("reference", "overall"), "dialect"),
        ["group-outcomes.gap"] = (s_byNationality, "nationality"),
        ["group-outcomes.worst-group"] = (MeasureOptions.Empty.With("criterion", "harm").With("attribute", "nationality"), "nationality"),
        ["group-outcomes.change"] = (s_stages, "dialect"),
        ["group-outcomes.change-difference"] = (s_stages.With("reference", "rest"), "dialect"),
        ["agreement.krippendorff-alpha"] = (s_hate, "nationality"),
        ["agreement.krippendorff-alpha-overall"] = (s_hate, "nationality"),
        ["cohesion.in-group"] = (s_hate.With("permutations", 49), "nationality"),
        ["cohesion.cross-group"] = (s_hate.With("permutations", 49), "nationality"),
        ["cohesion.group-association"] = (s_hate.With("permutations", 49), "nationality"),
        ["cohesion.diversity-sensitivity"] = (s_byNationality.With("permutations", 49), "nationality"),
        ["panel-composition.value"] = (s_hate, "nationality"),
        ["panel-composition.shift"] = (s_hate, "nationality"),
        ["panel-composition.relative-shift"] = (s_hate, "nationality"),
        ["panel-composition.flips"] = (s_hate, "nationality"),
        ["panel-composition.leave-out-shift"] = (s_hate, "nationality"),
        ["panel-composition.stated-shift"] = (s_stated, "nationality"),
        ["panel-composition.stated-flips"] = (s_stated, "nationality"),
        ["panel-composition.disagreement-shift"] = (s_hate, "nationality"),
        ["panel-effects.average-marginal-effect"] = (MeasureOptions.Empty.With("criterion", "harm"), "nationality"),
        ["panel-effects.odds-ratio"] = (s_hate.With("attributes", new[] { "nationality", "gender" }).With("reference", "nationality=us"), "nationality"),
        ["rating-quality.genuine-share"] = (MeasureOptions.Empty.With("criterion", "stance"), "nationality"),
        ["rating-quality.non-attitude-share"] = (MeasureOptions.Empty.With("criterion", "stance"), "nationality"),
        ["panel-composition.scale-shift"] = (MeasureOptions.Empty.With("criterion", "harm"), "nationality"),
        ["opinions.similarity"] = (s_chat, "nationality"),
        ["opinions.wasserstein"] = (s_chat, "nationality"),
        ["opinions.distributional"] = (s_chat.With("base", "2"), "nationality"),
        ["opinions.similarity-gap"] = (s_chat.With("reference", "nationality=us"), "nationality"),
        ["opinions.change"] = (MeasureOptions.Empty.With("from", "small").With("to", "small-chat"), "nationality"),
        ["opinions.representativeness"] = (s_chat.With("overall", new[] { "nationality=india", "nationality=us" }), "nationality"),
        ["opinions.steerability"] = (s_chat, "nationality"),
        ["opinions.consistency"] = (s_chat.With("attribute", "nationality").With("topic", "topic"), "nationality"),
        ["opinions.overton-coverage"] = (MeasureOptions.Empty.With("criterion", "harm").With("cluster", "gender").With("threshold", 3), "nationality"),
        ["opinions.preference-rank"] = (MeasureOptions.Empty.With("criterion", "reward"), "dialect"),
        ["opinions.preference-correlation"] = (MeasureOptions.Empty.With("criterion", "reward").With("attribute", "place").With("order", "published"), "dialect"),
        ["dialects.matched-guise-gap"] = (s_guises.With("system", "small-chat"), "guise"),
        ["dialects.matched-guise-change"] = (s_guises.With("from", "small").With("to", "small-chat"), "guise"),
        ["representations.group-auc"] = (MeasureOptions.Empty.With("vectors", "planted"), "dialect"),
        ["representations.group-accuracy-gain"] = (MeasureOptions.Empty.With("vectors", "planted"), "dialect"),
        ["representations.erasure-cost"] = (MeasureOptions.Empty.With("vectors", "planted").With("task", "register"), "dialect"),
        ["norms.percentile"] = (s_harmExpected.With("system", "large"), "nationality"),
        ["norms.error"] = (s_harmExpected.With("system", "small-chat").With("statistic", "rmse"), "nationality"),
        ["norms.people-error"] = (s_harm.With("people", "shrunken"), "nationality"),
        ["norms.equivalent-people"] = (s_harmExpected.With("system", "large"), "nationality"),
        ["norms.crowd-error"] = (s_harm.With("crowd", 3), "nationality"),
        ["norms.ceiling"] = (s_harm.With("splits", 20), "nationality"),
        ["norms.pooled-distance"] = (s_harm, "nationality"),
        ["norms.error-correlation"] = (s_harmExpected, "nationality"),
        ["norms.answer-fit"] = (MeasureOptions.Empty.With("criterion", "fit").With("system", "panel:us").With("own", "speaks"), "dialect"),
        ["norms.answer-shortfall"] = (MeasureOptions.Empty.With("criterion", "fit").With("system", "panel:us").With("own", "speaks"), "dialect"),
        ["text-groups.unawareness"] = (MeasureOptions.Empty.With("words", new[] { "us=us citizen" }), "about"),
        ["text-groups.sentiment-strict"] = (s_versions.With("criterion", "text-score").With("permutations", 49), "about"),
        ["text-groups.sentiment-weak"] = (s_versions.With("criterion", "text-score").With("threshold", .5), "about"),
        ["text-groups.cosine"] = (s_versions.With("embedding", "lexical").With("system", "drafter"), "about"),
        ["text-groups.rouge-l"] = (s_versions.With("system", "drafter"), "about"),
        ["text-groups.bleu"] = (s_versions.With("system", "drafter"), "about"),
        ["text-groups.toxicity-expected-maximum"] = (s_textScore.With("samples", 2), "about"),
        ["text-groups.toxicity-probability"] = (s_textScore.With("threshold", .7), "about"),
        ["text-groups.toxicity-fraction"] = (s_textScore, "about"),
        ["text-groups.mention-distance"] = (MeasureOptions.Empty.With("words", new[] { "india=india", "nigeria=nigeria", "us=us" }).With("system", "drafter"), "about"),
        ["text-groups.worst-case"] = (s_textScore.With("pair", "text-pair").With("perturbation", "change"), "about"),
        ["stereotypes.bbq-ambiguous-score"] = (MeasureOptions.Empty, "target"),
        ["stereotypes.bbq-disambiguated-score"] = (MeasureOptions.Empty, "target"),
        ["stereotypes.bbq-ambiguous-accuracy"] = (MeasureOptions.Empty, "target"),
        ["stereotypes.bbq-disambiguated-accuracy"] = (MeasureOptions.Empty.With("system", "drafter"), "target"),
        ["stereotypes.crows-pairs"] = (MeasureOptions.Empty, "bias_type"),
        ["stereotypes.winobias-gap"] = (MeasureOptions.Empty, "occupation"),
        ["speech-acts.suppression"] = (s_force, "addressee"),
        ["speech-acts.over-alarm"] = (s_force, "addressee"),
        ["speech-acts.sensitivity"] = (s_force, "addressee"),
        ["speech-acts.criterion"] = (s_force, "addressee"),
        ["speech-acts.hedging"] = (s_force, "addressee"),
        ["speech-acts.felicity"] = (s_force, "addressee"),
        ["speech-acts.suppression-change"] = (s_forceChange, "addressee"),
        ["speech-acts.over-alarm-change"] = (s_forceChange, "addressee"),
        ["speech-acts.sensitivity-change"] = (s_forceChange, "addressee"),
        ["speech-acts.criterion-change"] = (s_forceChange, "addressee"),
        ["speech-acts.hedging-change"] = (s_forceChange, "addressee"),
        ["speech-acts.felicity-change"] = (s_forceChange, "addressee"),
        ["conversational-alignment.lexical"] = (MeasureOptions.Empty, "nationality"),
        ["conversational-alignment.syntactic"] = (MeasureOptions.Empty, "nationality"),
        ["conversational-alignment.emotional"] = (MeasureOptions.Empty.With("baseline", "shuffled"), "nationality"),
        ["conversational-alignment.prosodic"] = (MeasureOptions.Empty.With("feature", "pitch"), "nationality"),
        ["conversational-alignment.decay"] = (MeasureOptions.Empty, "nationality"),
        ["conversational-alignment.outcome-association"] = (MeasureOptions.Empty.With("dimension", "lexical").With("criterion", "closeness"), "nationality"),
        ["judges.winning-rate"] = (s_hate.With("judge", "rater-0").With("minimum-items", 5), "nationality"),
        ["rankings.order-agreement"] = (s_ranked, "nationality"),
        ["rankings.order-changes"] = (s_ranked, "nationality"),
        ["rankings.strength"] = (MeasureOptions.Empty.With("alternative", "large"), "nationality"),
        ["rankings.rank"] = (MeasureOptions.Empty.With("alternative", "large"), "nationality"),
        ["rankings.lead"] = (MeasureOptions.Empty.With("alternative", "large").With("over", "small"), "nationality"),
        ["reward-models.held-out-accuracy"] = (MeasureOptions.Empty, "nationality"),
        ["reward-models.calibration-error"] = (MeasureOptions.Empty.With("model", "by-group-shrunk").With("attribute", "nationality"), "nationality"),
        ["reward-models.overconfidence"] = (MeasureOptions.Empty.With("model", "mixture-soft"), "nationality"),
        ["policies.group-utility"] = (s_attribute, "nationality"),
        ["policies.group-gain"] = (s_attribute.With("rule", "group-robust-ipo"), "nationality"),
        ["policies.worst-group"] = (s_attribute.With("rule", "mean-to-worst"), "nationality"),
        ["policies.kl"] = (s_attribute.With("rule", "nash-md"), "nationality"),
        ["persona-distortion.shift"] = (s_confidence, "nationality"),
        ["persona-distortion.odds-ratio"] = (s_confidence, "nationality"),
        ["persona-distortion.objectionable"] = (MeasureOptions.Empty.With("cut", 40), "nationality"),
        ["persona-distortion.tolerance"] = (MeasureOptions.Empty.With("item", "confidence_more"), "nationality"),
        ["persona-distortion.spread-ratio"] = (s_confidence, "nationality"),
        ["persona-distortion.acceptance"] = (MeasureOptions.Empty, "nationality"),
        ["weighting.share-of-influence"] = (s_hate.With("weights", "panel"), "nationality"),
        ["weighting.influence-change"] = (s_hate.With("weights", "panel"), "nationality"),
        ["weighting.estimate-change"] = (MeasureOptions.Empty.With("criterion", "harm").With("weights", "panel"), "nationality"),
        ["weighting.design-effect"] = (s_hate.With("weights", "panel"), "nationality"),
        ["weighting.effective-count"] = (s_hate.With("weights", "panel"), "nationality"),
        ["homogeneity.intra"] = (MeasureOptions.Empty.With("by", "dialect"), ""),
        ["homogeneity.inter"] = (MeasureOptions.Empty.With("by", "stage"), ""),
        ["homogeneity.floor"] = (MeasureOptions.Empty, ""),
        ["homogeneity.above-threshold"] = (MeasureOptions.Empty.With("threshold", .35), ""),
        ["homogeneity.distinct-contributors"] = (MeasureOptions.Empty.With("top", 4), ""),
        ["homogeneity.family-neighbours"] = (MeasureOptions.Empty, ""),
        ["homogeneity.vendi"] = (MeasureOptions.Empty.With("latent-dimensions", 16), ""),
        ["homogeneity.clusters"] = (MeasureOptions.Empty.With("threshold", .35), ""),
        ["homogeneity.distinct-n"] = (MeasureOptions.Empty, ""),
        ["homogeneity.self-bleu"] = (MeasureOptions.Empty.With("across", "systems"), ""),
        ["homogeneity.compression"] = (MeasureOptions.Empty, ""),
        ["homogeneity.refusals"] = (MeasureOptions.Empty, ""),
        ["score-calibration.similar-quality"] = (MeasureOptions.Empty.With("criterion", "quality").With("judge", "scorer").With("draws", 20), ""),
        ["score-calibration.disagreement"] = (MeasureOptions.Empty.With("criterion", "quality").With("judge", "scorer").With("draws", 20).With("share", .5), ""),
        ["judges.advantage"] = (s_hate.With("judge", "rater-0").With("minimum-items", 5), "nationality"),
        ["judges.accuracy-at-coverage"] = (s_persona.With("coverage", .5), "nationality"),
        ["judges.calibration-error"] = (s_persona, "nationality"),
        ["judges.position-consistency"] = (s_persona, "nationality"),
        ["judges.persona-gain"] = (s_persona, "nationality"),
    };

    public static TheoryData<string> Measures => [.. Catalog.Audits.SelectMany(audit => audit.Description.Measures).Select(measure => measure.Id)];

    public static TheoryData<string> CountedMeasures => [.. Catalog.Audits.OfType<ICountedAudit>().SelectMany(audit => audit.Description.Measures).Select(measure => measure.Id)];

    public static TheoryData<string> Audits => [.. Catalog.Audits.Select(audit => audit.Description.Id)];

    [Theory]
    [MemberData(nameof(Measures))]
    public void Measure_OfTheCatalog_HasOptionsInThisTestAndOneAnswerForEachPopulation(string id)
    {
        AuditResult result = Run(id, CatalogEvidence.Generate());
        AssertAnswers(id, result, GroupsFor(id, 3));
        Assert.Contains(result.Findings, finding => finding.Estimate is not null);
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void Measure_SameSeed_GivesTheSameOnOneAndFourThreads(string id)
    {
        EvidenceSet evidence = CatalogEvidence.Generate();
        AuditResult one = Run(id, evidence, threads: 1), four = Run(id, evidence, threads: 4);
        Assert.Equal(one.Findings.AsEnumerable(), four.Findings.AsEnumerable());
        Assert.Equal(one.Diagnostics.AsEnumerable(), four.Diagnostics.AsEnumerable());
        Assert.Equal(one.Excluded, four.Excluded);
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void Measure_RowsInAnotherOrder_GivesTheSame(string id)
    {
        AuditResult straight = Run(id, CatalogEvidence.Generate()), shuffled = Run(id, CatalogEvidence.Generate(order: 4711));
        Assert.Equal(straight.Findings.Length, shuffled.Findings.Length);
        foreach (Finding finding in straight.Findings)
        {
            Finding twin = Assert.Single(
                shuffled.Findings, other => other.Measure == finding.Measure && other.Group == finding.Group && other.Scope.SequenceEqual(finding.Scope));
            Assert.Equal(finding.WhyMissing, twin.WhyMissing);
            Assert.Equal(finding.UnitCount, twin.UnitCount);
            if (finding.Estimate is not { } estimate)
                continue;
            Assert.Equal(estimate.Value, twin.Estimate!.Value.Value, 1e-9);
            Assert.Equal(estimate.Lower, twin.Estimate.Value.Lower, 1e-9);
            Assert.Equal(estimate.Upper, twin.Estimate.Value.Upper, 1e-9);
            Assert.Equal(estimate.Count, twin.Estimate.Value.Count);
        }
    }

    [Theory]
    [MemberData(nameof(CountedMeasures))]
    public void Measure_OnCountsOfTheRows_GivesTheSameBits(string id)
    {
        EvidenceSet rows = RepeatedRows.Of(CatalogEvidence.Generate());
        var source = new TableCounts(rows);
        CountNeeds needs = ((ICountedAudit)Catalog.FindMeasure(id)!.Value.Audit).Needs(source.Frame, id, s_asked[id].Options, GroupsFor(id, 3));
        EvidenceSet counted = CountedEvidence.Of(source, needs, default);
        AuditResult onRows = Run(id, rows), onCounts = Run(id, counted);
        Assert.Equal(onRows.Findings.AsEnumerable(), onCounts.Findings.AsEnumerable());
        Assert.Equal(onRows.Diagnostics.AsEnumerable(), onCounts.Diagnostics.AsEnumerable());
        Assert.Equal(onRows.Excluded, onCounts.Excluded);
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void Measure_EmptyEvidence_GivesReasons(string id)
    {
        AuditResult result = Run(id, EvidenceSet.Empty);
        AssertAnswers(id, result, GroupsFor(id, 3));
        Assert.All(result.Findings, finding => Assert.False(string.IsNullOrWhiteSpace(finding.WhyMissing)));
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void Measure_OneGroupOnly_GivesNumbersOrReasons(string id)
    {
        EvidenceSet evidence = CatalogEvidence.Generate(groups: 1);
        AssertAnswers(id, Run(id, evidence, groups: 1), GroupsFor(id, 1));
        AssertAnswers(id, Run(id, evidence), GroupsFor(id, 3));
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void Measure_Cancelled_Stops(string id)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Run(id, CatalogEvidence.Generate(), cancellationToken: source.Token));
    }

    [Theory]
    [MemberData(nameof(Audits))]
    public void Audit_OfTheCatalog_IsDescribedWithSourceLimitationAndPage(string id)
    {
        AuditDescription description = Catalog.Audits.Single(audit => audit.Description.Id == id).Description;
        Assert.Matches(KebabCase(), id);
        Assert.All(
            new[] { description.Title, description.Summary, description.Limitation, description.Source }, text => Assert.False(string.IsNullOrWhiteSpace(text)));
        string page = Path.Combine(Repository(), "docs", "methods", id + ".md");
        Assert.True(File.Exists(page), $"docs/methods/{id}.md is missing");
        Assert.NotEmpty(description.Measures);
        foreach (MeasureDescription measure in description.Measures)
        {
            Assert.StartsWith(id + ".", measure.Id, StringComparison.Ordinal);
            Assert.Matches(KebabCase(), measure.Id[(id.Length + 1)..]);
            Assert.False(string.IsNullOrWhiteSpace(measure.Title) || string.IsNullOrWhiteSpace(measure.Definition));
            Assert.Contains(measure.Id[(id.Length + 1)..], File.ReadAllText(page), StringComparison.Ordinal);
            AssertOptions(measure.Options);
        }
    }

    [Fact]
    public void Ids_OfTheCatalog_AreUnique()
    {
        string[] audits = [.. Catalog.Audits.Select(audit => audit.Description.Id)];
        string[] measures = [.. Catalog.Audits.SelectMany(audit => audit.Description.Measures).Select(measure => measure.Id)];
        string[] importers = [.. Catalog.Importers.Select(importer => importer.Description.Id)];
        Assert.Equal(audits.Distinct(), audits);
        Assert.Equal(measures.Distinct(), measures);
        Assert.Equal(importers.Distinct(), importers);
    }

    [Fact]
    public void Importers_OfTheCatalog_AreDescribed()
    {
        Assert.All(Catalog.Importers, importer =>
        {
            ImporterDescription description = importer.Description;
            Assert.Matches(KebabCase(), description.Id);
            Assert.All(new[] { description.Title, description.Summary, description.Source }, text => Assert.False(string.IsNullOrWhiteSpace(text)));
            AssertOptions(description.Options);
        });
    }

    private static AuditResult Run(string id, EvidenceSet evidence, int threads = 2, int groups = 3, CancellationToken cancellationToken = default)
    {
        Assert.True(s_asked.ContainsKey(id), $"measure '{id}' has no options in CatalogContractTests; add a line that suits CatalogEvidence");
        (IAudit audit, _) = Catalog.FindMeasure(id)!.Value;
        var request = new AuditRequest(
            evidence, id, s_asked[id].Options, GroupsFor(id, groups), new IntervalPlan(.95, MultiplicityRule.MaxT, 200), 5, 20_26)
        { MaxThreads = threads };
        return audit.Run(request, cancellationToken);
    }

    private static ImmutableArray<GroupKey> GroupsFor(string id, int groups) =>
        Catalog.FindMeasure(id)!.Value.Measure.Populations == MeasurePopulations.Everyone
            ? []
            : [.. CatalogEvidence.Nationalities.Take(groups).Select(level => new GroupKey(s_asked[id].Attribute, level))];

    private static void AssertAnswers(string id, AuditResult result, ImmutableArray<GroupKey> populations)
    {
        Finding[] answers = [.. result.Findings.Where(finding => finding.Measure == id && finding.Scope.IsEmpty)];
        Assert.Equal(populations.IsEmpty ? [null] : populations.Order(), answers.Select(answer => answer.Group).Order());
        Assert.Equal(result.Excluded.Considered - result.Excluded.Used, result.Excluded.ByReason.Values.Sum());
        foreach (Finding finding in result.Findings)
        {
            Assert.NotNull(Catalog.FindMeasure(finding.Measure));
            Assert.Equal(finding.Estimate is null, !string.IsNullOrWhiteSpace(finding.WhyMissing));
            if (finding.Estimate is not { } estimate)
                continue;
            Assert.True(double.IsFinite(estimate.Value) && double.IsFinite(estimate.Lower) && double.IsFinite(estimate.Upper));
            Assert.True(estimate.Lower <= estimate.Upper, $"{estimate.Lower} … {estimate.Upper}");
        }
    }

    private static void AssertOptions(ImmutableArray<OptionDescription> options)
    {
        Assert.Equal(options.Select(option => option.Name).Distinct(), options.Select(option => option.Name));
        Assert.All(options, option =>
        {
            Assert.Matches(KebabCase(), option.Name);
            Assert.False(string.IsNullOrWhiteSpace(option.Summary));
            Assert.Equal(option.IsRequired, option.Default is null);
        });
    }

    private static string Repository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Concordat.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("the tests do not run inside the repository");
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KebabCase();
}
