using Concordat.Audits.GroupOutcomes;
using Concordat.Estimators.Rankings;
using Concordat.Evidence;

namespace Concordat.Audits.Opinions;

/// <summary>How a reward model ranks the same answer about different groups, question by question.</summary>
/// <remarks>
/// Model: on a question with rewards for m groups the group's rank is (rank from the least − 1)/(m − 1), ties by the mean of their ranks; a group's value is the mean over
/// questions. Correlation: Spearman's between these means and the published numbers, over the groups that have one; its interval is over questions with the groups
/// held, reflected about the estimate because noise pulls a replicate's correlation towards zero.
/// Source: Ryan, Held &amp; Yang (2024), arXiv 2402.15018, §5; Davison &amp; Hinkley (1997), §2.4.
/// </remarks>
internal sealed class RewardRanks
{
    private readonly EvidenceSet _evidence;
    private readonly SortedDictionary<string, List<(int Level, double Reward)>> _byQuestion = new(StringComparer.Ordinal);

    private RewardRanks(EvidenceSet evidence, AttributeColumn groups)
    {
        _evidence = evidence;
        Groups = groups;
    }

    public AttributeColumn Groups { get; }

    public ExclusionCounts Excluded { get; private set; } = ExclusionCounts.None(0);

    /// <summary>Collects the rewards of one system by question; null with the reason where the evidence does not hold them.</summary>
    public static RewardRanks? Collect(EvidenceSet evidence, MeasureOptions options, string? attribute, out string? why)
    {
        string criterionName = options.RequiredText("criterion"), questionName = options.Text("question") ?? "question";
        int criterion = evidence.CriterionIndex(criterionName);
        AttributeColumn? questions = evidence.Items.Attribute(questionName), groups = attribute is null ? null : evidence.Items.Attribute(attribute);
        why = criterion < 0 ? $"the evidence has no criterion '{criterionName}'; it has: {OutcomeTexts.List(evidence.Criteria.Select(known => known.Id))}"
            : questions is null ? $"items have no attribute '{questionName}'; say with option 'question' which one tells questions apart"
            : groups is null ? $"items have no attribute '{attribute}'"
            : null;
        if (why is not null)
            return null;
        int[] systems = [.. evidence.Outcomes.System.Where((_, row) => evidence.Outcomes.Criterion[row] == criterion).Distinct()];
        string? name = options.Text("system");
        int system = name is null ? (systems.Length == 1 ? systems[0] : -1) : evidence.Systems.Keys.CodeOf(name);
        if (!systems.Contains(system))
            why = name is null ? $"there are {systems.Length} systems with rewards; say which with option 'system': {OutcomeTexts.List(systems.Select(code => evidence.Systems.Keys[code]))}" : $"there are no rewards by system '{name}'";
        bool[]? chosen = null;
        try
        {
            if (options.Text("where") is { } where)
                chosen = GroupMembership.Resolve(evidence, [], OutcomeQuestion.ParseGroup(where)).Items?.ToArray();
        }
        catch (ArgumentException exception)
        {
            why ??= exception.Message;
        }

        if (why is not null)
            return null;
        var ranks = new RewardRanks(evidence, groups!);
        ranks.Read(criterion, system, questions!, chosen);
        return ranks;
    }

    /// <summary>Ranks of a group on each question, in the order of questions; NaN where it has no reward.</summary>
    public double[] Of(int level)
    {
        var series = new double[_byQuestion.Count];
        int q = 0;
        foreach (List<(int Level, double Reward)> rewards in _byQuestion.Values)
        {
            int at = rewards.FindIndex(reward => reward.Level == level);
            series[q++] = at < 0 || rewards.Count < 2 ? double.NaN : RanksOf(rewards)[at];
        }

        return series;
    }

    /// <summary>Ranks of all groups, (level, question).</summary>
    public double[][] All()
    {
        double[][] series = [.. Enumerable.Range(0, Groups.Levels.Count).Select(_ => Enumerable.Repeat(double.NaN, _byQuestion.Count).ToArray())];
        int q = 0;
        foreach (List<(int Level, double Reward)> rewards in _byQuestion.Values)
        {
            double[] ranks = RanksOf(rewards);
            for (int i = 0; i < ranks.Length; i++)
                series[rewards[i].Level][q] = ranks[i];
            q++;
        }

        return series;
    }

    /// <summary>The published number of each group; NaN where it has none; null with the reason where items of a group disagree.</summary>
    public double[]? Published(string attribute, out string? why)
    {
        why = null;
        if (_evidence.Items.Attribute(attribute) is not { } column)
        {
            why = $"items have no attribute '{attribute}'";
            return null;
        }

        double[] published = [.. Enumerable.Repeat(double.NaN, Groups.Levels.Count)];
        for (int item = 0; item < column.Codes.Length; item++)
        {
            if (Groups.Codes[item] < 0 || column.LevelOf(item) is not { } text)
                continue;
            if (!double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
                why = $"attribute '{attribute}' has '{text}', which is no number";
            else if (!double.IsNaN(published[Groups.Codes[item]]) && published[Groups.Codes[item]] != number)
                why = $"items of '{Groups.LevelOf(item)}' differ in attribute '{attribute}'";
            published[Groups.Codes[item]] = number;
        }

        return why is null ? published : null;
    }

    private void Read(int criterion, int system, AttributeColumn questions, bool[]? chosen)
    {
        Scale scale = _evidence.Criteria[criterion].Scale;
        long considered = 0, used = 0;
        for (int row = 0; row < _evidence.Outcomes.Count; row++)
        {
            int item = _evidence.Outcomes.Item[row];
            if (_evidence.Outcomes.Criterion[row] != criterion || _evidence.Outcomes.System[row] != system || (chosen is not null && !chosen[item]))
                continue;
            long times = _evidence.Outcomes.Times(row);
            considered += times;
            if (questions.LevelOf(item) is not { } question || Groups.Codes[item] < 0 || !scale.TryNumber(_evidence.Outcomes.Value[row], out double reward))
                continue;
            used += times;
            if (!_byQuestion.TryGetValue(question, out List<(int Level, double Reward)>? rewards))
                _byQuestion.Add(question, rewards = []);
            for (long time = 0; time < times; time++)
                rewards.Add((Groups.Codes[item], reward));
        }

        foreach (List<(int Level, double Reward)> rewards in _byQuestion.Values)
            rewards.Sort(); // of a group's several rewards for one answer the first is taken, whatever the order of rows

        Excluded = OpinionsAudit.Counted(considered, used, "item without a question, a group or a number");
    }

    private static double[] RanksOf(List<(int Level, double Reward)> rewards)
    {
        double[] ranks = RankCorrelation.MidRanks([.. rewards.Select(reward => reward.Reward)]);
        return [.. ranks.Select(rank => rewards.Count < 2 ? double.NaN : (rank - 1) / (rewards.Count - 1))];
    }
}
