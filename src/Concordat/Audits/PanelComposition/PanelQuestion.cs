using Concordat.Evidence;

namespace Concordat.Audits.PanelComposition;

/// <summary>A request made concrete on its evidence: the collapsed ratings and the pairs of panels to compare, or why there are none.</summary>
internal sealed class PanelQuestion
{
    private static readonly ImmutableArray<int> Collapses = [5, 3, 2];

    private readonly AuditRequest _request;
    private readonly string?[] _whyNoGroup;
    private readonly ReadOnlyMemory<bool>[] _members;
    private int[] _collapses = [];

    private PanelQuestion(AuditRequest request, PanelOptions options)
    {
        _request = request;
        Options = options;
        _whyNoGroup = new string?[request.Populations.Length];
        _members = new ReadOnlyMemory<bool>[request.Populations.Length];
    }

    public PanelOptions Options { get; }

    /// <summary>The ratings; null where <see cref="WhyMissing"/> says why.</summary>
    public PanelTable? Table { get; private set; }

    public string? WhyMissing { get; private set; }

    public ExclusionCounts Excluded { get; private set; } = ExclusionCounts.None(0);

    public long Abstentions { get; private set; }

    public bool IsBinary { get; private set; }

    /// <summary>Reads evidence and options.</summary>
    public static PanelQuestion Ask(AuditRequest request, PanelOptions options)
    {
        var question = new PanelQuestion(request, options);
        question.Read();
        return question;
    }

    /// <summary>For each population, or for everyone, the pair that answers or the reason why none can; then the pairs that support it.</summary>
    public ImmutableArray<PanelAnswer> Pairs()
    {
        DecisionRule rule = Options.Rule;
        var whole = new Panel("the panel as it is", [PanelPart.Everyone], Options.Aggregate, 0);
        PanelPair Pair(GroupKey? group, Panel scenario, Panel? baseline = null) => new(group, baseline ?? whole, scenario, rule);
        Panel Handled(string name, AggregateRule aggregate) => new(name, [PanelPart.Everyone], aggregate, 0);

        switch (_request.Measure)
        {
            case PanelMeasures.StatedShift or PanelMeasures.StatedFlips:
                ImmutableArray<PanelPart> parts = [.. Options.Composition!.Select(pair => new PanelPart(pair.Value, BinsOfLevel(pair.Key), false))];
                PanelPair stated = Pair(null, new Panel("the stated composition", parts, Options.Aggregate, 0));
                string? why = Check(stated, [.. Options.Composition!.Keys]);
                return
                [
                    new PanelAnswer(stated, why, true),
                    new PanelAnswer(
                        stated with { Scenario = stated.Scenario with { Name = "the stated composition, on items that all its groups rated" }, NeedsEveryPart = true }, why, false),
                ];
            case PanelMeasures.DisagreementShift:
                Panel keepAll = Handled("every rating kept", AggregateRule.KeepAll);
                PanelPair majority = Pair(null, Handled("majority of each item", AggregateRule.Majority), keepAll);
                PanelPair mean = Pair(null, Handled("mean of each item", AggregateRule.Mean), keepAll);
                return [new PanelAnswer(majority, Check(majority, []), true), new PanelAnswer(mean, Check(mean, []), false)];
            case PanelMeasures.ScaleShift:
                return
                [
                    .. _collapses.Select((points, i) =>
                    {
                        PanelPair pair = Pair(null, new Panel($"{points} points", [PanelPart.Everyone], Options.Aggregate, i + 1));
                        return new PanelAnswer(pair, Check(pair, []), points == Options.Points);
                    }),
                ];
            default:
                bool leavesOut = _request.Measure == PanelMeasures.LeaveOutShift;
                return [.. _request.Populations.Select((group, i) =>
                {
                    var part = new PanelPart(1, BinsOfGroup(i), leavesOut);
                    PanelPair pair = Pair(group, new Panel(leavesOut ? $"without {group.Label}" : $"{group.Label} alone", [part], Options.Aggregate, 0));
                    return new PanelAnswer(pair, _whyNoGroup[i] ?? CheckGroup(pair, group), true);
                })];
        }
    }

    private void Read()
    {
        EvidenceSet evidence = _request.Evidence;
        int criterion = evidence.CriterionIndex(Options.Criterion);
        if (criterion < 0)
        {
            string known = evidence.Criteria.IsEmpty ? "(none)" : string.Join(", ", evidence.Criteria.Select(c => c.Id));
            WhyMissing = $"the evidence has no criterion '{Options.Criterion}'; it has: {known}";
            return;
        }

        if (PanelScore.Of(evidence.Criteria[criterion], Options, out string? whyNoScore) is not { } score)
        {
            WhyMissing = whyNoScore;
            return;
        }

        if (!TryAttribute(out AttributeColumn? attribute))
            return;
        NamedWeighting? weighting = null;
        if (Options.Weights is { } name && (weighting = NamedWeighting.Find(evidence, name, out string? whyNoWeights)) is null)
        {
            WhyMissing = whyNoWeights;
            return;
        }

        ResolveGroups();
        IsBinary = score.IsBinary;
        ReadOnlySpan<double> all = evidence.Ratings.Value.AsSpan();
        var rows = new List<int>();
        var scores = new List<double>();
        var weights = new List<double>();
        long considered = 0, taken = 0, noRater = 0, noPosition = 0, noWeight = 0, zeroWeight = 0;
        for (int row = 0; row < all.Length; row++)
        {
            if (evidence.Ratings.Criterion[row] != criterion)
                continue;
            long times = evidence.Ratings.Times(row);
            considered += times;
            if (evidence.Criteria[criterion].Scale.IsAbstention(all[row]))
                Abstentions += times;
            if (!score.TryScore(all[row], out double value))
                noPosition += times;
            else if (evidence.Ratings.Rater[row] < 0)
                noRater += times;
            else if (!TryWeight(weighting, evidence.Ratings.Rater[row], evidence.Ratings.Item[row], out double weight))
                noWeight += times;
            else if (weight == 0)
                zeroWeight += times;
            else
            {
                taken += times;
                rows.Add(row);
                scores.Add(value);
                weights.Add(weight);
            }
        }

        Excluded = new ExclusionCounts(considered, taken, Reasons(
            ("took no position", noPosition), ("no rater recorded", noRater), (NamedWeighting.Absent, noWeight), (NamedWeighting.Zero, zeroWeight)));
        if (rows.Count == 0)
        {
            WhyMissing = considered == 0 ? $"there are no ratings on '{Options.Criterion}'"
                : noWeight + zeroWeight > 0 ? $"no rating on '{Options.Criterion}' has a weight in '{Options.Weights}'"
                : $"no rating on '{Options.Criterion}' takes a position";
            return;
        }

        _collapses = _request.Measure == PanelMeasures.ScaleShift ? [Options.Points, .. Collapses.Where(points => points != Options.Points)] : [];
        bool cutGoesDown = Options.Rule.Ties == TieRule.Negative;
        int[] substantive = [.. _collapses];
        string LevelOf(int rater) => attribute?.LevelOf(rater) ?? "";
        Table = PanelTable.Build(
            evidence, rows.ToArray(), scores.ToArray(), weights.ToArray(),
            rater => Pattern(rater) + LevelOf(rater),
            rater => attribute is null ? Pattern(rater) : LevelOf(rater),
            (version, value) => version == 0 || IsIdentity(criterion, substantive[version - 1]) ? value : ScaleCollapse.To(substantive[version - 1], value, cutGoesDown),
            substantive.Length + 1);
    }

    private static bool TryWeight(NamedWeighting? weighting, int rater, int item, out double weight)
    {
        weight = 1;
        return weighting is null || weighting.TryGet(rater, item, out weight);
    }

    /// <summary>A scale that has no more answers than the points asked for stays as it is.</summary>
    private bool IsIdentity(int criterion, int points)
    {
        Scale scale = _request.Evidence.Criteria[criterion].Scale;
        return IsBinary || (scale.HasLevels && scale.Levels.Count(level => !level.IsAbstention) <= points);
    }

    private bool TryAttribute(out AttributeColumn? attribute)
    {
        attribute = null;
        if (Options.Attribute is null)
            return true;
        try
        {
            (AttributeOwner owner, attribute) = GroupMembership.FindAttribute(_request.Evidence, _request.Evidence.Ratings.Attributes, Options.Attribute);
            if (owner == AttributeOwner.Rater)
                return true;
            WhyMissing = $"attribute '{Options.Attribute}' is not one of the raters'; only raters compose a panel";
        }
        catch (ArgumentException exception)
        {
            WhyMissing = exception.Message;
        }

        return false;
    }

    private void ResolveGroups()
    {
        for (int i = 0; i < _members.Length; i++)
        {
            try
            {
                GroupMembership membership = GroupMembership.Resolve(_request.Evidence, _request.Evidence.Ratings.Attributes, _request.Populations[i]);
                if (membership.IsByRater)
                    _members[i] = membership.Raters!.Value;
                else
                    _whyNoGroup[i] = $"{_request.Populations[i]} is not told by the rater alone; only raters compose a panel";
            }
            catch (ArgumentException exception)
            {
                _whyNoGroup[i] = exception.Message;
            }
        }
    }

    private string Pattern(int rater) => string.Create(_members.Length, rater, (pattern, r) =>
    {
        for (int i = 0; i < pattern.Length; i++)
            pattern[i] = !_members[i].IsEmpty && _members[i].Span[r] ? '1' : '0';
    });

    private ImmutableArray<int> BinsOfGroup(int group) =>
        [.. Enumerable.Range(0, Table!.Bins).Where(bin => Table.BinKeys[bin][group] == '1')];

    private ImmutableArray<int> BinsOfLevel(string level) =>
        [.. Enumerable.Range(0, Table!.Bins).Where(bin => Table.BinKeys[bin].AsSpan(_members.Length).SequenceEqual(level))];

    private string? CheckGroup(PanelPair pair, GroupKey group)
    {
        PanelPart part = pair.Scenario.Parts[0];
        int inside = Table!.RatersIn(part with { IsComplement = false });
        int outside = Table.Raters - inside;
        if (inside == 0)
            return $"nobody of {group.Label} rated '{Options.Criterion}'";
        if (part.IsComplement && outside == 0)
            return $"without {group.Label} nobody is left";
        if (inside < _request.MinimumCell)
            return $"fewer than {_request.MinimumCell} raters of {group.Label} rated";
        if (outside > 0 && outside < _request.MinimumCell)
            return $"fewer than {_request.MinimumCell} raters do not belong to {group.Label}, and their ratings would follow from the difference";
        return Check(pair, []);
    }

    /// <summary>Why a pair cannot be answered: too few raters in a part, or too few ratings an item for the bootstrap of item estimates.</summary>
    private string? Check(PanelPair pair, ImmutableArray<string> names)
    {
        for (int p = 0; p < pair.Scenario.Parts.Length; p++)
        {
            PanelPart part = pair.Scenario.Parts[p];
            int raters = Table!.RatersIn(part);
            if (!names.IsEmpty && raters == 0)
                return $"nobody of '{names[p]}' rated '{Options.Criterion}'";
            if (raters < _request.MinimumCell)
                return names.IsEmpty ? $"fewer than {_request.MinimumCell} raters rated" : $"fewer than {_request.MinimumCell} raters of '{names[p]}' rated";
            bool byItem = pair.Scenario.Aggregate != AggregateRule.KeepAll || _request.Measure is PanelMeasures.Flips or PanelMeasures.StatedFlips;
            if (byItem && !Options.ResamplesItems && Table.RatingsPerItem(part) < 2)
                return "an item has fewer than two of these ratings on average, so that resampling raters cannot show how far item estimates vary; "
                    + "use aggregate 'keep-all' or resample 'raters-and-items'";
        }

        return null;
    }

    private static ImmutableSortedDictionary<string, long> Reasons(params ReadOnlySpan<(string Reason, long Count)> reasons)
    {
        var kept = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach ((string reason, long count) in reasons)
        {
            if (count > 0)
                kept.Add(reason, count);
        }

        return kept.ToImmutable();
    }
}
