using System.Globalization;
using Concordat.Estimators.Curation;

namespace Concordat.Cli.Verbs;

/// <summary>What <c>concordat curate</c> says of its choice.</summary>
internal static class CurateSummary
{
    public static CurateDocument Of(string data, CurateData read, CurationResult result, CurationOptions options, ImmutableArray<string> files) => new(
        CurateDocument.SchemaId, data, CurateFiles.Name(read.Dataset.Type), result.Considered, result.Pool.Length, options.Size, read.Similarity, result.QualitySource, result.ComplexitySource,
        new CurateDocument.FilterPart(
            options.MinimumCharacters, options.MaximumCharacters, options.MinimumQuality, options.RejectsFirstPerson, options.RejectsOtherAnswers, options.NearDuplicate, options.LeakSimilarity,
            options.MaximumSimilarity, options.Neighbours, options.ScoreWeight),
        result.Rejections.GroupBy(rejection => CurateFiles.Name(rejection.Rule), StringComparer.Ordinal).ToImmutableSortedDictionary(rule => rule.Key, rule => rule.Count(), StringComparer.Ordinal),
        Part(result.Chosen), [.. result.Compared.Select(Part)], result.PoolGroups, result.Quotas, result.HeldOut,
        result.Chosen.Leaked, read.Unread, options.Seed, files);

    public static void Tell(TextWriter output, CurateDocument document, string folder)
    {
        output.WriteLine($"{document.Chosen.Chosen} of {document.Considered} examples chosen by {document.Chosen.Method}; {document.Passed} passed the filters");
        foreach ((string rule, int count) in document.Rejected)
            output.WriteLine($"  rejected, {rule}: {count}");
        if (document.Chosen.Method == CurateFiles.Name(SelectionMethod.Deita) && !document.Rejected.ContainsKey(CurateFiles.Name(CurationRule.TooSimilar)))
            output.WriteLine($"  nothing was too similar at a cosine of {Shown(document.Filters.MaximumSimilarity)}: this is the score alone; a smaller --max-similarity asks for more difference");
        foreach ((string reason, int count) in document.UnreadTranscripts)
            output.WriteLine($"  not read, {reason}: {count}");
        output.WriteLine($"  quality {document.Quality}; complexity {document.Complexity}");
        output.WriteLine();
        output.WriteLine($"  {"method",-18} {"chosen",7} {"radius",7} {"mean distance",14} {"quality",8} {"complexity",11} {"near pairs",11}");
        foreach (CurateDocument.MethodPart method in document.Compared.Prepend(document.Chosen))
        {
            output.WriteLine(
                $"  {method.Method,-18} {method.Chosen,7} {Shown(method.CoverageRadius),7} {Shown(method.MeanDistance),14} {Shown(method.MeanQuality),8} {Shown(method.MeanComplexity),11} {method.NearDuplicatePairs,11}");
        }

        foreach ((string group, int count) in document.Groups)
            output.WriteLine($"  {group}: {document.Chosen.Groups.GetValueOrDefault(group)} chosen{(document.Quotas.TryGetValue(group, out int quota) ? $" of a quota of {quota}" : "")}, {count} in the pool");
        if (document.HeldOutPrompts > 0)
            output.WriteLine($"  held out: {document.HeldOutPrompts} prompts, {(document.LeakedPrompts == 0 ? "none" : $"{document.LeakedPrompts} of them")} leaked; the nearest chosen prompt has a cosine of {Shown(document.Chosen.NearestHeldOut)}");
        if (document.Chosen.WhyFewer is { } why)
            output.WriteLine($"  fewer than {document.Size}: {why}");
        output.WriteLine($"  {Path.Combine(folder, CurateFiles.Report)}");
    }

    private static CurateDocument.MethodPart Part(MethodOutcome outcome) => new(
        CurateFiles.Name(outcome.Method), outcome.Rows.Length, outcome.Objective, outcome.Coverage.IsEmpty ? null : outcome.Coverage[^1].Radius, outcome.Coverage.IsEmpty ? null : outcome.Coverage[^1].MeanDistance,
        outcome.MeanQuality, outcome.MeanComplexity, outcome.NearPairs, outcome.Groups, outcome.NearestHeldOut, outcome.WhyFewer);

    private static string Shown(double? value) => value is { } number ? number.ToString("0.000", CultureInfo.InvariantCulture) : "none";
}
