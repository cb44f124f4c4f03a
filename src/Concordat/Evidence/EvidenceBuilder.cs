using Concordat.Evidence.Counts;

namespace Concordat.Evidence;

/// <summary>Collects rows and freezes them into an <see cref="EvidenceSet"/>. Used by importers, simulations and tests; not thread-safe.</summary>
/// <remarks>Codes are given in the order of first mention. Uniqueness of rating keys is the importer's to check: it knows the place.</remarks>
public sealed class EvidenceBuilder
{
    private readonly List<Criterion> _criteria = [];
    private readonly ColumnBuilder<int> _ratingRater, _ratingItem, _ratingResponse, _ratingCriterion, _ratingCondition, _ratingReplicate;
    private readonly ColumnBuilder<double> _ratingValue;
    private readonly ColumnBuilder<long> _ratingTime;
    private readonly ColumnBuilder<int> _comparisonRater, _comparisonItem, _first, _second, _comparisonCondition, _comparisonReplicate;
    private readonly ColumnBuilder<ComparisonOutcome> _outcome;
    private readonly ColumnBuilder<long> _comparisonTime;
    private readonly ColumnBuilder<int> _outcomeSystem, _outcomeItem, _outcomeCriterion;
    private readonly ColumnBuilder<double> _outcomeValue;
    private readonly ColumnBuilder<int> _responseSystem = new(), _responseItem = new(), _responseSample = new();
    private readonly List<string?> _responseText = [];
    private readonly ColumnBuilder<int> _weightWeighting = new(), _weightRater = new(), _weightItem = new();
    private readonly ColumnBuilder<double> _weight = new();
    private readonly SortedDictionary<string, VectorTableBuilder> _vectors = new(StringComparer.Ordinal);
    private readonly TurnTableBuilder _turns = new();
    private bool _hasRatingTime;
    private bool _hasComparisonTime;

    public EvidenceBuilder()
        : this(null)
    {
    }

    /// <param name="spill">Where judgements go that are too many for memory; null to keep all of them there.</param>
    internal EvidenceBuilder(SpillFiles? spill)
    {
        Spill = spill;
        (_ratingRater, _ratingItem, _ratingResponse) = (new(spill), new(spill), new(spill));
        (_ratingCriterion, _ratingCondition, _ratingReplicate) = (new(spill), new(spill), new(spill));
        (_ratingValue, _ratingTime) = (new(spill), new(spill));
        (_comparisonRater, _comparisonItem, _first, _second) = (new(spill), new(spill), new(spill), new(spill));
        (_comparisonCondition, _comparisonReplicate, _outcome, _comparisonTime) = (new(spill), new(spill), new(spill), new(spill));
        (_outcomeSystem, _outcomeItem, _outcomeCriterion, _outcomeValue) = (new(spill), new(spill), new(spill), new(spill));
        (RatingAttributes, ComparisonAttributes, OutcomeAttributes) = (new(spill), new(spill), new(spill));
    }

    internal SpillFiles? Spill { get; }

    public EntityBuilder Raters { get; } = new();

    public EntityBuilder Items { get; } = new();

    public EntityBuilder Systems { get; } = new();

    public EntityBuilder Alternatives { get; } = new();

    public EntityBuilder Conditions { get; } = new();

    public EntityBuilder Weightings { get; } = new();

    /// <summary>Ids of responses with their attributes; rows are added with <see cref="AddResponse"/>.</summary>
    public EntityBuilder Responses { get; } = new();

    /// <summary>Shares of answers to closed questions, of groups and of systems.</summary>
    public AnswerShareBuilder AnswerShares { get; } = new();

    /// <summary>Row attributes of ratings; entity i is row i.</summary>
    public RowAttributesBuilder RatingAttributes { get; }

    public RowAttributesBuilder ComparisonAttributes { get; }

    public RowAttributesBuilder OutcomeAttributes { get; }

    public RowAttributesBuilder TurnAttributes { get; } = new();

    /// <summary>What a reader of the import should know, such as cells that were declared missing and skipped.</summary>
    public ICollection<Diagnostic> Notes { get; } = [];

    public int RatingCount => _ratingRater.Count;

    public int ComparisonCount => _first.Count;

    public int OutcomeCount => _outcomeSystem.Count;

    public int TurnCount => _turns.Count;

    public IReadOnlyList<Criterion> Criteria => _criteria;

    /// <summary>The index of a criterion, declared on first mention.</summary>
    /// <exception cref="ArgumentException">Declared before with another scale.</exception>
    public int Criterion(string id, Scale scale)
    {
        int index = _criteria.FindIndex(criterion => criterion.Id == id);
        if (index < 0)
        {
            _criteria.Add(new Criterion(id, scale));
            return _criteria.Count - 1;
        }

        if (_criteria[index].Scale != scale)
            throw new ArgumentException($"criterion '{id}' was declared with another scale", nameof(scale));
        return index;
    }

    /// <summary>Adds a rating; see <see cref="RatingTable"/> for the columns.</summary>
    /// <exception cref="ArgumentException">The value does not lie on the criterion's scale.</exception>
    public void AddRating(int rater, int item, int criterion, double value, int condition = -1, int replicate = 0, int response = -1, long? timeUnixMilliseconds = null)
    {
        RequireOnScale(criterion, value);
        _ratingRater.Add(rater);
        _ratingItem.Add(item);
        _ratingResponse.Add(response);
        _ratingCriterion.Add(criterion);
        _ratingValue.Add(value);
        _ratingCondition.Add(condition);
        _ratingReplicate.Add(replicate);
        _ratingTime.Add(timeUnixMilliseconds ?? long.MinValue);
        _hasRatingTime |= timeUnixMilliseconds is not null;
    }

    /// <summary>Adds a comparison; see <see cref="ComparisonTable"/> for the columns.</summary>
    /// <exception cref="ArgumentException">An alternative is compared with itself.</exception>
    public void AddComparison(int rater, int item, int first, int second, ComparisonOutcome outcome, int condition = -1, int replicate = 0, long? timeUnixMilliseconds = null)
    {
        if (first == second)
            throw new ArgumentException($"alternative {first} is compared with itself", nameof(second));
        _comparisonRater.Add(rater);
        _comparisonItem.Add(item);
        _first.Add(first);
        _second.Add(second);
        _outcome.Add(outcome);
        _comparisonCondition.Add(condition);
        _comparisonReplicate.Add(replicate);
        _comparisonTime.Add(timeUnixMilliseconds ?? long.MinValue);
        _hasComparisonTime |= timeUnixMilliseconds is not null;
    }

    /// <summary>Adds an outcome; see <see cref="OutcomeTable"/> for the columns.</summary>
    /// <exception cref="ArgumentException">The value does not lie on the criterion's scale.</exception>
    public void AddOutcome(int system, int item, int criterion, double value)
    {
        RequireOnScale(criterion, value);
        _outcomeSystem.Add(system);
        _outcomeItem.Add(item);
        _outcomeCriterion.Add(criterion);
        _outcomeValue.Add(value);
    }

    /// <summary>Adds a response and returns its row.</summary>
    /// <exception cref="ArgumentException">The id was added before.</exception>
    public int AddResponse(string id, int system, int item, int sample, string? text)
    {
        int row = Responses.Code(id);
        if (row != _responseSystem.Count)
            throw new ArgumentException($"response '{id}' was added before", nameof(id));
        _responseSystem.Add(system);
        _responseItem.Add(item);
        _responseSample.Add(sample);
        _responseText.Add(text);
        return row;
    }

    /// <summary>Adds a weight; see <see cref="WeightTable"/> for the columns.</summary>
    /// <exception cref="ArgumentException">The weight is negative or not finite.</exception>
    public void AddWeight(int weighting, int rater, int item, double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentException($"a weight of {value}; expected a finite number of at least 0", nameof(value));
        _weightWeighting.Add(weighting);
        _weightRater.Add(rater);
        _weightItem.Add(item);
        _weight.Add(value);
    }

    /// <summary>The columns that tell one weight from another, rater first.</summary>
    internal ColumnParts<int>[] WeightKeys() => [_weightRater.Parts(), _weightItem.Parts(), _weightWeighting.Parts()];

    /// <summary>Adds the vector that an embedder gave a response; see <see cref="VectorTable"/>.</summary>
    /// <exception cref="ArgumentException">A vector of another length than the embedder's others, with a number that is not finite, or a second one of the response.</exception>
    public void AddVector(string table, int response, ReadOnlySpan<float> values)
    {
        if (!_vectors.TryGetValue(table, out VectorTableBuilder? vectors))
            _vectors.Add(table, vectors = new VectorTableBuilder(table));
        vectors.Add(response, values);
    }

    /// <summary>Adds a turn of a conversation, which is an item, by a speaker, who is a rater, and returns its row; see <see cref="TurnTable"/> for the columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public int AddTurn(int conversation, int index, int speaker, string? text, long? startMilliseconds = null, long? durationMilliseconds = null) =>
        _turns.Add(conversation, index, speaker, text, startMilliseconds, durationMilliseconds);

    /// <summary>The columns that tell one judgement from another.</summary>
    internal ColumnParts<int>[] Keys(JudgementTable table)
    {
        JudgementParts parts = Parts(table);
        return [.. JudgementParts.Keys(table).Select(column => parts[column])];
    }

    internal void SetRatingReplicate(int row, int replicate) => _ratingReplicate[row] = replicate;

    internal void SetComparisonReplicate(int row, int replicate) => _comparisonReplicate[row] = replicate;

    public EvidenceSet Build()
    {
        JudgementParts ratings = Parts(JudgementTable.Ratings), comparisons = Parts(JudgementTable.Comparisons), outcomes = Parts(JudgementTable.Outcomes);
        return BuildFrame() with
        {
            Ratings = new RatingTable(
                _ratingRater.Freeze(), _ratingItem.Freeze(), _ratingResponse.Freeze(), _ratingCriterion.Freeze(), _ratingValue.Freeze(),
                _ratingCondition.Freeze(), _ratingReplicate.Freeze(), _hasRatingTime ? _ratingTime.Freeze() : [], Whole(ratings)),
            Comparisons = new ComparisonTable(
                _comparisonRater.Freeze(), _comparisonItem.Freeze(), _first.Freeze(), _second.Freeze(), _outcome.Freeze(), _comparisonCondition.Freeze(),
                _comparisonReplicate.Freeze(), _hasComparisonTime ? _comparisonTime.Freeze() : [], Whole(comparisons)),
            Outcomes = new OutcomeTable(_outcomeSystem.Freeze(), _outcomeItem.Freeze(), _outcomeCriterion.Freeze(), _outcomeValue.Freeze(), Whole(outcomes)),
        };

        static ImmutableArray<AttributeColumn> Whole(JudgementParts parts) => [.. parts.Attributes.Select(column => column.Frame with { Codes = column.Codes.Whole() })];
    }

    /// <summary>Everything but the judgements, whose tables are empty and name their attributes.</summary>
    internal EvidenceSet BuildFrame()
    {
        EntityTable responses = Responses.Build();
        return new EvidenceSet
        {
            Raters = Raters.Build(),
            Items = Items.Build(),
            Systems = Systems.Build(),
            Alternatives = Alternatives.Build(),
            Conditions = Conditions.Build().Keys,
            Criteria = [.. _criteria],
            Responses = new ResponseTable(
                responses.Keys, _responseSystem.Freeze(), _responseItem.Freeze(), _responseSample.Freeze(), [.. _responseText], responses.Attributes),
            Ratings = RatingTable.Empty with { Attributes = Frames(JudgementTable.Ratings) },
            Comparisons = ComparisonTable.Empty with { Attributes = Frames(JudgementTable.Comparisons) },
            Outcomes = OutcomeTable.Empty with { Attributes = Frames(JudgementTable.Outcomes) },
            AnswerShares = AnswerShares.Build(),
            Weightings = Weightings.Build().Keys,
            Weights = new WeightTable(_weightWeighting.Freeze(), _weightRater.Freeze(), _weightItem.Freeze(), _weight.Freeze()),
            Vectors = [.. _vectors.Values.Select(vectors => vectors.Build())],
            Turns = _turns.Build(TurnAttributes),
        };

        ImmutableArray<AttributeColumn> Frames(JudgementTable table) => [.. Parts(table).Attributes.Select(column => column.Frame)];
    }

    /// <summary>The judgements of one kind, in parts.</summary>
    internal JudgementParts Parts(JudgementTable table) => table switch
    {
        JudgementTable.Ratings => new JudgementParts(
            RatingCount,
            Columns(
                (CountColumnKind.Rater, _ratingRater), (CountColumnKind.Item, _ratingItem), (CountColumnKind.Response, _ratingResponse),
                (CountColumnKind.Criterion, _ratingCriterion), (CountColumnKind.Condition, _ratingCondition), (CountColumnKind.Replicate, _ratingReplicate)),
            _ratingValue.Parts(), _hasRatingTime ? _ratingTime.Parts() : null, RatingAttributes.Parts(RatingCount)),
        JudgementTable.Comparisons => new JudgementParts(
            ComparisonCount,
            Columns(
                (CountColumnKind.Rater, _comparisonRater), (CountColumnKind.Item, _comparisonItem), (CountColumnKind.First, _first), (CountColumnKind.Second, _second),
                (CountColumnKind.Condition, _comparisonCondition), (CountColumnKind.Replicate, _comparisonReplicate))
                .Add(CountColumnKind.Outcome, _outcome.Parts().Select(outcome => (int)outcome)),
            null, _hasComparisonTime ? _comparisonTime.Parts() : null, ComparisonAttributes.Parts(ComparisonCount)),
        _ => new JudgementParts(
            OutcomeCount,
            Columns((CountColumnKind.System, _outcomeSystem), (CountColumnKind.Item, _outcomeItem), (CountColumnKind.Criterion, _outcomeCriterion)),
            _outcomeValue.Parts(), null, OutcomeAttributes.Parts(OutcomeCount)),
    };

    private static ImmutableSortedDictionary<CountColumnKind, ColumnParts<int>> Columns(params ReadOnlySpan<(CountColumnKind Kind, ColumnBuilder<int> Column)> columns)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<CountColumnKind, ColumnParts<int>>();
        foreach ((CountColumnKind kind, ColumnBuilder<int> column) in columns)
            all.Add(kind, column.Parts());
        return all.ToImmutable();
    }

    private void RequireOnScale(int criterion, double value)
    {
        if (!_criteria[criterion].Scale.Contains(value))
            throw new ArgumentException($"{value} is not on the scale of '{_criteria[criterion].Id}'", nameof(value));
    }
}
