using Concordat.Audits.GroupOutcomes;
using Concordat.Evidence;

namespace Concordat.Audits.Opinions;

/// <summary>On each item the share of viewpoint clusters, by size, whose members on average feel represented; then the mean over items.</summary>
/// <remarks>
/// Model: on item i a cluster c of n(i, c) raters is covered where the mean of their ratings reaches the threshold; coverage(i) = Σ_c n(i, c)·covered / Σ_c n(i, c).
/// A rater counts once on an item, with the mean of their ratings. Clusters of fewer raters than the minimum are left out of numerator and denominator, and counted.
/// Source: Sorensen et al. (2024), A Roadmap to Pluralistic Alignment, ICML, arXiv 2402.05070, §3.1, for the idea of Overton pluralism.
/// </remarks>
internal static class OvertonCoverage
{
    public static void Add(OpinionFindings findings, EvidenceSet evidence, CancellationToken cancellationToken)
    {
        MeasureOptions options = findings.Request.Options;
        string criterionName = options.RequiredText("criterion"), clusterName = options.RequiredText("cluster");
        double threshold = options.Number("threshold") ?? throw new ArgumentException("option 'threshold' is missing: from which mean rating on does a cluster count as represented?");
        string? systemName = options.Text("system");
        int criterion = evidence.CriterionIndex(criterionName), system = systemName is null ? -1 : evidence.Systems.Keys.CodeOf(systemName);
        string? why = criterion < 0 ? $"the evidence has no criterion '{criterionName}'; it has: {OutcomeTexts.List(evidence.Criteria.Select(known => known.Id))}"
            : systemName is not null && system < 0 ? $"the evidence has no system '{systemName}'; it has: {OutcomeTexts.List(evidence.Systems.Keys.Ids)}"
            : null;
        (AttributeOwner Owner, AttributeColumn Column) cluster = default;
        try
        {
            if (why is null)
                cluster = GroupMembership.FindAttribute(evidence, evidence.Ratings.Attributes, clusterName);
        }
        catch (ArgumentException exception)
        {
            why = exception.Message;
        }

        why ??= cluster.Owner is AttributeOwner.Rater or AttributeOwner.Row ? null : $"attribute '{clusterName}' belongs to {cluster.Owner.ToString().ToLowerInvariant()}s; a cluster is of raters or of single ratings";
        if (why is not null)
        {
            findings.AllMissing(OpinionMeasures.OvertonCoverage, false, why);
            return;
        }

        SortedDictionary<string, Dictionary<(int Cluster, int Rater), (double Sum, int Count)>> byItem = Collect(findings, evidence, criterion, system, cluster);
        int least = Math.Max(1, findings.Request.MinimumCell);
        long small = 0;
        var series = new List<double>();
        foreach (Dictionary<(int Cluster, int Rater), (double Sum, int Count)> ratings in byItem.Values)
        {
            double covered = 0, all = 0;
            foreach (IGrouping<int, KeyValuePair<(int Cluster, int Rater), (double Sum, int Count)>> members in ratings.GroupBy(rating => rating.Key.Cluster))
            {
                double[] means = [.. members.Select(member => member.Value.Sum / member.Value.Count).Order()];
                if (means.Length < least)
                {
                    small++;
                    continue;
                }

                all += means.Length;
                covered += means.Average() >= threshold ? means.Length : 0;
            }

            series.Add(all > 0 ? covered / all : double.NaN);
        }

        if (small > 0)
            findings.Note(Diagnostic.Warning("small-clusters", $"{small} clusters of an item had fewer than {least} raters and are left out; minorities may be among them."));
        findings.Add(OpinionMeasures.OvertonCoverage, null, UnitMeans.Fit(findings.Request, [[.. series]], "items", (0, 1), cancellationToken)[0]);
    }

    private static SortedDictionary<string, Dictionary<(int Cluster, int Rater), (double Sum, int Count)>> Collect(
        OpinionFindings findings, EvidenceSet evidence, int criterion, int system, (AttributeOwner Owner, AttributeColumn Column) cluster)
    {
        var byItem = new SortedDictionary<string, Dictionary<(int Cluster, int Rater), (double Sum, int Count)>>(StringComparer.Ordinal);
        RatingTable ratings = evidence.Ratings;
        Scale scale = evidence.Criteria[criterion].Scale;
        long considered = 0, used = 0;
        // By value, so that a rater's several ratings add up to the same bits whatever the order of rows.
        foreach (int row in Enumerable.Range(0, ratings.Count).OrderBy(row => ratings.Value[row]))
        {
            bool isOfSystem = system < 0 || (ratings.Response[row] >= 0 && evidence.Responses.System[ratings.Response[row]] == system);
            if (ratings.Criterion[row] != criterion || !isOfSystem)
                continue;
            int times = checked((int)ratings.Times(row));
            considered += times;
            int code = cluster.Column.Codes[cluster.Owner == AttributeOwner.Row ? row : ratings.Rater[row]];
            if (code < 0 || scale.IsAbstention(ratings.Value[row]) || !scale.TryNumber(ratings.Value[row], out double number))
                continue;
            used += times;
            string item = evidence.Items.Keys[ratings.Item[row]];
            if (!byItem.TryGetValue(item, out Dictionary<(int Cluster, int Rater), (double Sum, int Count)>? ofItem))
                byItem.Add(item, ofItem = []);
            (double sum, int count) = ofItem.GetValueOrDefault((code, ratings.Rater[row]));
            for (int time = 0; time < times; time++)
                sum += number;
            ofItem[(code, ratings.Rater[row])] = (sum, count + times);
        }

        findings.Excluded = OpinionsAudit.Counted(considered, used, "rating without a number or without a cluster");
        return byItem;
    }
}
