using Concordat.Evidence;

namespace Concordat.Audits.GroupOutcomes;

/// <summary>Selects the observations of a question from the evidence.</summary>
internal static class OutcomeSelection
{
    private const string Abstained = "abstention";
    private const string NoNumber = "answer without a number";
    private const string NoTruth = "no ground truth for the item";
    private const string TruthDisputed = "rows disagree on the item's ground truth";
    private const string OutsideBase = "outside the statistic's denominator";
    private const string Unpaired = "item without an outcome of both systems";

    /// <param name="evidence">The tables.</param>
    /// <param name="question">The options.</param>
    /// <param name="system">The system to look at instead of the question's own, for supporting findings.</param>
    public static OutcomeRows Select(EvidenceSet evidence, OutcomeQuestion question, string? system = null)
    {
        int criterion = evidence.CriterionIndex(question.Criterion);
        if (criterion < 0)
            return Missing($"the evidence has no criterion '{question.Criterion}'; it has: {OutcomeTexts.List(evidence.Criteria.Select(c => c.Id))}");
        bool inOutcomes = evidence.Outcomes.Criterion.Contains(criterion);
        bool inRatings = evidence.Ratings.Criterion.Contains(criterion);
        if (question.FromOutcomes is null && inOutcomes && inRatings)
            return Missing($"criterion '{question.Criterion}' stands in outcomes and in ratings; say which with option 'table'");
        bool outcomes = question.FromOutcomes ?? inOutcomes;
        if (!(outcomes ? inOutcomes : inRatings))
            return Missing($"there are no {(outcomes ? "outcomes" : "ratings")} on criterion '{question.Criterion}'");
        if (outcomes && question.Unit == SampleUnit.Raters)
            throw new ArgumentException("option 'unit' is raters; outcomes have no raters: expected items or ratings (single rows)");

        int[] slots = SystemSlots(evidence, question, criterion, outcomes, system ?? question.System, out string? whyMissing);
        if (whyMissing is not null)
            return Missing(whyMissing);
        Scale scale = evidence.Criteria[criterion].Scale;
        OutcomeStatistic statistic = question.Statistic
            ?? (scale.Kind == ScaleKind.Nominal || !question.Levels.IsEmpty ? OutcomeStatistic.Rate : OutcomeStatistic.Mean);
        if (statistic == OutcomeStatistic.Mean && question.AbstentionsCount)
            throw new ArgumentException("option 'abstentions' is count-as-other; an abstention has no number and cannot enter a mean");
        bool[]? positive = null;
        if (statistic != OutcomeStatistic.Mean)
        {
            positive = Positive(scale, question.Criterion, question.Levels, out whyMissing);
            if (positive is null)
                return Missing(whyMissing!);
        }

        sbyte[]? truth = null;
        if (question.Truth is not null)
        {
            truth = GroundTruth.Read(evidence, question, slots, out whyMissing);
            if (truth is null)
                return Missing(whyMissing!);
        }

        NamedWeighting? weighting = null;
        if (question.Weights is { } name)
        {
            if (outcomes)
                throw new ArgumentException($"option 'weights' is {name}; outcomes have no raters whose weight could differ: expected a criterion that was rated, or no weights");
            if ((weighting = NamedWeighting.Find(evidence, name, out whyMissing)) is null)
                return Missing(whyMissing!);
        }

        var source = new Source(evidence, outcomes, criterion, slots);
        return Collect(source, scale, statistic, positive, truth, weighting, question);
    }

    /// <summary>Which level indices are positive; null with the reason where the scale does not say.</summary>
    public static bool[]? Positive(Scale scale, string criterion, ImmutableArray<string> levels, out string? whyMissing)
    {
        whyMissing = null;
        if (!scale.HasLevels)
        {
            whyMissing = $"criterion '{criterion}' is a scale of numbers; a rate needs named answers";
            return null;
        }

        var positive = new bool[scale.Levels.Length];
        if (levels.IsEmpty)
        {
            for (int i = 0; i < positive.Length; i++)
                positive[i] = scale.Levels[i].Number == 1;
            if (!positive.Contains(true))
                whyMissing = $"criterion '{criterion}' has no answer numbered 1; say which answers count: {OutcomeTexts.List(scale.Levels.Select(l => l.Name))}";
            return whyMissing is null ? positive : null;
        }

        foreach (string level in levels)
        {
            int index = scale.LevelIndex(level);
            if (index < 0)
            {
                whyMissing = $"criterion '{criterion}' has no answer '{level}'; it has: {OutcomeTexts.List(scale.Levels.Select(l => l.Name))}";
                return null;
            }

            positive[index] = true;
        }

        return positive;
    }

    private static OutcomeRows Missing(string why) => new() { WhyMissing = why };

    /// <summary>Slot of each system code: 0 or 1, −1 for systems not asked for.</summary>
    private static int[] SystemSlots(EvidenceSet evidence, OutcomeQuestion question, int criterion, bool outcomes, string? system, out string? whyMissing)
    {
        whyMissing = null;
        var slots = new int[evidence.Systems.Count];
        Array.Fill(slots, -1);
        foreach ((string? wanted, int slot) in question.IsChange ? [(question.From, 0), (question.To, 1)] : new[] { (system, 0) })
        {
            if (wanted is null)
                continue;
            int code = evidence.Systems.Keys.CodeOf(wanted);
            if (code < 0)
            {
                whyMissing = $"the evidence has no system '{wanted}'; it has: {OutcomeTexts.List(evidence.Systems.Keys.Ids)}";
                return slots;
            }

            slots[code] = slot;
        }

        if (question.IsChange || system is not null)
            return slots;
        if (!outcomes)
        {
            Array.Clear(slots);
            return slots;
        }

        var present = new bool[slots.Length];
        for (int row = 0; row < evidence.Outcomes.Count; row++)
        {
            if (evidence.Outcomes.Criterion[row] == criterion)
                present[evidence.Outcomes.System[row]] = true;
        }

        string[] names = [.. Enumerable.Range(0, present.Length).Where(code => present[code]).Select(code => evidence.Systems.Keys[code])];
        if (names.Length > 1)
            whyMissing = $"the evidence has {names.Length} systems; say which with option 'system': {OutcomeTexts.List(names)}";
        for (int code = 0; code < slots.Length; code++)
            slots[code] = present[code] ? 0 : -1;
        return slots;
    }

    private static OutcomeRows Collect(
        in Source source, Scale scale, OutcomeStatistic statistic, bool[]? positive, sbyte[]? truth, NamedWeighting? weighting, OutcomeQuestion question)
    {
        var keep = new List<(int Row, int Rater, int Item, int System, byte Slot, double Numerator, double Weight)>(source.Count);
        long noWeight = 0, zeroWeight = 0, considered = 0, abstentions = 0, noNumber = 0, noTruth = 0, disputed = 0, outside = 0, unpaired = 0;
        for (int row = 0; row < source.Count; row++)
        {
            if (!source.TryGet(row, out int rater, out int item, out int system, out int slot, out double value))
                continue;
            long many = source.Times(row);
            considered += many;
            bool abstained = scale.IsAbstention(value);
            if (abstained)
                abstentions += many;
            if (abstained && !question.AbstentionsCount)
                continue;
            double numerator;
            if (statistic == OutcomeStatistic.Mean)
            {
                if (!scale.TryNumber(value, out numerator))
                {
                    noNumber += many;
                    continue;
                }
            }
            else
            {
                bool hit = positive![(int)value];
                int fact = truth is null ? 0 : truth[item];
                if (fact < 0)
                {
                    _ = fact == GroundTruth.Disputed ? disputed += many : noTruth += many;
                    continue;
                }

                if (!InDenominator(statistic, hit, fact == 1))
                {
                    outside += many;
                    continue;
                }

                numerator = Hits(statistic, hit, fact == 1) ? 1 : 0;
            }

            double weight = 1;
            if (weighting is not null && !weighting.TryGet(rater, item, out weight))
                noWeight += many;
            else if (weight == 0)
                zeroWeight += many;
            else
                keep.Add((row, rater, item, system, (byte)slot, numerator, weight));
        }

        if (question.IsChange)
        {
            var seen = new byte[source.Items];
            foreach ((_, _, int item, _, byte slot, _, _) in keep)
                seen[item] |= (byte)(1 << slot);
            foreach ((int row, _, int item, _, _, _, _) in keep)
                unpaired += seen[item] != 3 ? source.Times(row) : 0;
            keep.RemoveAll(observation => seen[observation.Item] != 3);
        }

        SampleUnit unit = question.Unit ?? (source.IsOutcomes || question.IsChange ? SampleUnit.Items : SampleUnit.Raters);
        long[]? times = null;
        if (source.IsCounted)
        {
            times = new long[keep.Count];
            for (int i = 0; i < times.Length; i++)
                times[i] = source.Times(keep[i].Row);
        }

        long excludedAbstentions = question.AbstentionsCount ? 0 : abstentions;
        var reasons = new[]
        {
            (Abstained, excludedAbstentions), (NoNumber, noNumber), (NoTruth, noTruth), (TruthDisputed, disputed), (OutsideBase, outside), (Unpaired, unpaired),
            (NamedWeighting.Absent, noWeight), (NamedWeighting.Zero, zeroWeight),
        };
        return new OutcomeRows
        {
            WhyMissing = keep.Count == 0 ? $"no observation on criterion '{question.Criterion}' is left after the options' exclusions" : null,
            Unit = unit,
            IsProportion = statistic != OutcomeStatistic.Mean,
            Limits = statistic != OutcomeStatistic.Mean ? (0, 1) : OutcomeTexts.LimitsOf(scale),
            RowAttributes = source.RowAttributes,
            Row = [.. keep.Select(k => k.Row)],
            Rater = [.. keep.Select(k => k.Rater)],
            Item = [.. keep.Select(k => k.Item)],
            System = [.. keep.Select(k => k.System)],
            Slot = [.. keep.Select(k => k.Slot)],
            Numerator = [.. keep.Select(k => k.Numerator)],
            Times = times ?? [],
            Weight = weighting is null ? [] : [.. keep.Select(k => k.Weight)],
            UnitCode = [.. keep.Select((k, index) => unit switch { SampleUnit.Raters => k.Rater, SampleUnit.Items => k.Item, _ => index })],
            UnitTotal = unit switch { SampleUnit.Raters => source.Raters, SampleUnit.Items => source.Items, _ => keep.Count },
            RaterTotal = source.Raters,
            HasRaters = !source.IsOutcomes,
            Excluded = new ExclusionCounts(considered, times is null ? keep.Count : times.Sum(),
                reasons.Where(reason => reason.Item2 > 0).ToImmutableSortedDictionary(reason => reason.Item1, reason => reason.Item2, StringComparer.Ordinal)),
            Diagnostics = question.AbstentionsCount && abstentions > 0
                ? [Diagnostic.Note("abstentions-counted", $"{abstentions} abstentions count as answers that are no hit.")]
                : [],
        };
    }

    private static bool InDenominator(OutcomeStatistic statistic, bool decision, bool truth) => statistic switch
    {
        OutcomeStatistic.TruePositiveRate or OutcomeStatistic.FalseNegativeRate => truth,
        OutcomeStatistic.FalsePositiveRate => !truth,
        OutcomeStatistic.Precision => decision,
        _ => true,
    };

    private static bool Hits(OutcomeStatistic statistic, bool decision, bool truth) => statistic switch
    {
        OutcomeStatistic.Accuracy => decision == truth,
        OutcomeStatistic.FalseNegativeRate => !decision,
        OutcomeStatistic.Precision => truth,
        _ => decision,
    };

    /// <summary>One face for the rows of outcomes and of ratings.</summary>
    private readonly struct Source(EvidenceSet evidence, bool outcomes, int criterion, int[] slots)
    {
        private readonly bool _allSystems = !outcomes && !slots.Contains(-1);

        public bool IsOutcomes => outcomes;

        public int Count => outcomes ? evidence.Outcomes.Count : evidence.Ratings.Count;

        public bool IsCounted => !(outcomes ? evidence.Outcomes.Multiplicity : evidence.Ratings.Multiplicity).IsEmpty;

        public int Items => evidence.Items.Count;

        public int Raters => evidence.Raters.Count;

        public ImmutableArray<AttributeColumn> RowAttributes => outcomes ? evidence.Outcomes.Attributes : evidence.Ratings.Attributes;

        public long Times(int row) => outcomes ? evidence.Outcomes.Times(row) : evidence.Ratings.Times(row);

        public bool TryGet(int row, out int rater, out int item, out int system, out int slot, out double value)
        {
            rater = item = system = slot = -1;
            value = 0;
            if ((outcomes ? evidence.Outcomes.Criterion[row] : evidence.Ratings.Criterion[row]) != criterion)
                return false;
            if (outcomes)
            {
                system = evidence.Outcomes.System[row];
                item = evidence.Outcomes.Item[row];
                value = evidence.Outcomes.Value[row];
                slot = slots[system];
                return slot >= 0;
            }

            rater = evidence.Ratings.Rater[row];
            item = evidence.Ratings.Item[row];
            value = evidence.Ratings.Value[row];
            int response = evidence.Ratings.Response[row];
            system = response < 0 ? -1 : evidence.Responses.System[response];
            slot = system >= 0 ? slots[system] : _allSystems ? 0 : -1;
            return slot >= 0;
        }
    }
}
