using Concordat.Estimators.Embeddings;
using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Audits.Homogeneity;

/// <summary>How alike a system's answers are to each other and to those of other systems.</summary>
public sealed class HomogeneityAudit : ICountedAudit
{
    internal const string IntraId = "homogeneity.intra";
    internal const string InterId = "homogeneity.inter";
    internal const string FloorId = "homogeneity.floor";
    internal const string AboveId = "homogeneity.above-threshold";
    internal const string ContributorsId = "homogeneity.distinct-contributors";
    internal const string FamilyId = "homogeneity.family-neighbours";
    internal const string VendiId = "homogeneity.vendi";
    internal const string ClustersId = "homogeneity.clusters";
    internal const string DistinctId = "homogeneity.distinct-n";
    internal const string BleuId = "homogeneity.self-bleu";
    internal const string CompressionId = "homogeneity.compression";
    internal const string RefusalsId = "homogeneity.refusals";

    public AuditDescription Description { get; } = new(
        "homogeneity",
        "Homogeneity of answers",
        "How alike a system's answers to one prompt are, and how alike those of different systems, beside pairs of answers to different prompts.",
        "Alike is what the embedding takes for alike: the lexical one knows wording and not meaning, and no threshold of one embedder holds for another. "
        + "Where a prompt has one right answer, answers should be alike.",
        "Jiang et al. (2025), Artificial Hivemind: The Open-Ended Homogeneity of Language Models, arXiv 2510.22954",
        [
            Measure(IntraId, "Repetition within a system", "Mean cosine over the pairs of a system's answers to one prompt, averaged over prompts.", MeasureUnit.Coefficient, -1, 1, HomogeneityOptions.Similarities),
            Measure(InterId, "Likeness between systems", "Mean cosine over pairs of answers by different systems to one prompt, averaged over prompts.", MeasureUnit.Coefficient, -1, 1, HomogeneityOptions.Similarities),
            Measure(FloorId, "Random-pair floor", "Mean cosine over all pairs of answers to different prompts.", MeasureUnit.Coefficient, -1, 1, HomogeneityOptions.Floor),
            Measure(AboveId, "Prompts with answers alike", "Share of prompts (and systems) whose mean cosine lies above the threshold.", MeasureUnit.Proportion, 0, 1, HomogeneityOptions.Shares),
            Measure(ContributorsId, "Systems among the most similar answers", "Number of systems among the N answers to a prompt that have the most similar other answer, averaged over prompts.", MeasureUnit.Count, 1, null, HomogeneityOptions.Contributors),
            Measure(FamilyId, "Nearest neighbours of one family", "Share of systems whose most similar other system is of their own family.", MeasureUnit.Proportion, 0, 1, HomogeneityOptions.Families),
            Measure(VendiId, "Effective number of answers (Vendi score)", "Exponential of the entropy of the eigenvalues of the cosines over n, averaged over prompts.", MeasureUnit.Count, 1, null, HomogeneityOptions.Sets),
            Measure(ClustersId, "Number of different answers", "Clusters of the answers to a prompt by average linkage, cut at the threshold, averaged over prompts.", MeasureUnit.Count, 1, null, HomogeneityOptions.Clusters),
            Measure(DistinctId, "Distinct n-grams", "Different n-grams over all n-grams of the answers to a prompt, averaged over prompts.", MeasureUnit.Proportion, 0, 1, HomogeneityOptions.Grams),
            Measure(BleuId, "Self-BLEU", "Mean BLEU-4 of each answer with the others to the same prompt as references, averaged over prompts.", MeasureUnit.Coefficient, 0, 1, HomogeneityOptions.Texts),
            Measure(CompressionId, "Compression ratio", "Bytes of the answers to a prompt over their bytes packed by gzip, averaged over prompts.", MeasureUnit.Ratio, 0, null, HomogeneityOptions.Texts),
            Measure(RefusalsId, "Refusals", "Share of answers that decline, averaged over prompts.", MeasureUnit.Proportion, 0, 1, [.. HomogeneityOptions.Texts.Where(option => option.Name != "across")]),
        ]);

    /// <remarks>Responses are part of the frame; no judgement is read.</remarks>
    public CountNeeds Needs(EvidenceSet frame, string measure, MeasureOptions options, ImmutableArray<GroupKey> populations) => CountNeeds.None;

    public AuditResult Run(AuditRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MeasureDescription measure = Description.Measures.FirstOrDefault(measure => measure.Id == request.Measure)
            ?? throw new ArgumentException($"measure '{request.Measure}'; expected {string.Join(", ", Description.Measures.Select(measure => measure.Id))}", nameof(request));
        HomogeneityOptions options = HomogeneityOptions.Read(request.Options, measure);
        if (options is { System: not null, AcrossSystems: true })
            throw new ArgumentException("option 'system' does not go with across: systems, which has no value of one system");
        bool needsVectors = measure.Id is not (DistinctId or BleuId or CompressionId or RefusalsId);
        if (HomogeneityEvidence.Select(request.Evidence, options, needsVectors, out string why) is not { } evidence)
            return new AuditResult(Description.Id, [new Finding(measure.Id, null, null, why)], [], ExclusionCounts.None(0));

        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        if (evidence.RefusalShare > 0 && measure.Id != RefusalsId)
            diagnostics.Add(Diagnostic.Note("refusals", $"{evidence.RefusalShare:0.0%} of the answers are refusals {(options.Refusals is null ? "by the rule about how they start" : $"by {options.Refusals}")}; they count unless a finding says otherwise."));
        if (!needsVectors)
        {
            var texts = new HomogeneityFindings(request, options, evidence.Pool, cancellationToken);
            return new AuditResult(Description.Id, TextMeasures.Findings(measure.Id, request, options, evidence, texts, cancellationToken), diagnostics.ToImmutable(), evidence.Excluded);
        }

        if (evidence.Embedder is LexicalEmbedder)
            diagnostics.Add(Diagnostic.Warning("lexical-embedding", "The vectors are lexical (hashed words, pairs of words and runs of four characters with TF–IDF): they tell likeness of wording, not of meaning."));
        EmbeddingMatrix vectors = evidence.Embedder!.Embed(
            request.Evidence.Responses, [.. evidence.Pool.Entries.Select(entry => entry.Row)], request.MaxThreads, cancellationToken);
        var run = new VectorMeasures(request, options, evidence, vectors, diagnostics, cancellationToken);
        return run.Answer(Description.Id, measure.Id);
    }

    private static MeasureDescription Measure(
        string id, string title, string definition, MeasureUnit unit, double? least, double? greatest, ImmutableArray<OptionDescription> options) =>
        new(id, title, definition, unit, least, greatest, MeasurePopulations.Everyone, options);
}
