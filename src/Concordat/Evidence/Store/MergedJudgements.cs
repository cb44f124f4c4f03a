using Concordat.Evidence.Counts;
using Concordat.Formats.Text;

namespace Concordat.Evidence.Store;

/// <summary>The judgements of several imports as one table each, read in parts, with codes in one key space.</summary>
internal sealed class MergedJudgements
{
    private const int Shown = 20;

    private readonly ImmutableArray<Part> _parts;

    /// <summary>Puts imports together.</summary>
    /// <exception cref="InputDataException">They contradict each other in what is not a judgement.</exception>
    public MergedJudgements(ImmutableArray<(string Source, EvidenceSet Frame, Func<JudgementTable, JudgementParts> Judgements)> imports)
    {
        Frame = EvidenceMerge.Merge([.. imports.Select(import => (import.Source, import.Frame))]);
        _parts = [.. imports.Select(import => new Part(import.Source, import.Frame, import.Judgements, Frame))];
    }

    /// <summary>Everything but the judgements.</summary>
    public EvidenceSet Frame { get; }

    public int Count(JudgementTable table) => _parts.Sum(part => part.Judgements(table).Count);

    public ColumnParts<int> Codes(JudgementTable table, CountColumn column) =>
        new(Count(table), () => _parts.SelectMany(part => part.Codes(table, column)));

    /// <summary>The values of ratings or outcomes.</summary>
    public ColumnParts<double> Values(JudgementTable table) => new(Count(table), () => _parts.SelectMany(part => part.Judgements(table).Value!.Read()));

    /// <summary>All judgements of one kind.</summary>
    public JudgementParts Parts(JudgementTable table) => new(
        Count(table),
        Enum.GetValues<CountColumnKind>()
            .Where(kind => kind is not (CountColumnKind.Attribute or CountColumnKind.Value) && new CountColumn(kind).BelongsTo(table))
            .ToImmutableSortedDictionary(kind => kind, kind => Codes(table, new CountColumn(kind))),
        table == JudgementTable.Comparisons ? null : Values(table),
        _parts.Any(part => part.Judgements(table).Time is not null) ? new ColumnParts<long>(Count(table), () => _parts.SelectMany(part => part.Times(table))) : null,
        [.. JudgementColumns.Attributes(Frame, table).Select((column, place) => (column, Codes(table, new CountColumn(CountColumnKind.Attribute, place))))]);

    /// <summary>Finds judgements that were given twice.</summary>
    /// <exception cref="InputDataException">There are such; each names both sources.</exception>
    public void RequireDistinct(SpillFiles spill)
    {
        var faults = new FaultList();
        foreach (JudgementTable table in Enum.GetValues<JudgementTable>())
        {
            if (Count(table) == 0)
                continue;
            List<(int First, int Repeat)> repeats = SpilledKeys.Find([.. JudgementParts.Keys(table).Select(column => Codes(table, column))], spill);
            string what = table.ToString()[..^1].ToLowerInvariant();
            foreach ((int first, int repeat) in repeats.Take(Shown))
            {
                faults.Add(
                    SourceOf(table, repeat), 0, 0, $"the same {what} as in {SourceOf(table, first)}{(repeats.Count > 1 ? $" ({repeats.Count} such rows)" : "")}",
                    "each once; a condition or replicate tells them apart");
            }
        }

        faults.ThrowIfAny();
    }

    private string SourceOf(JudgementTable table, int row)
    {
        foreach (Part part in _parts)
        {
            int rows = part.Judgements(table).Count;
            if (row < rows)
                return part.Source;
            row -= rows;
        }

        throw new ArgumentOutOfRangeException(nameof(row));
    }

    private sealed class Part(string source, EvidenceSet frame, Func<JudgementTable, JudgementParts> judgements, EvidenceSet merged)
    {
        private readonly int[] _raters = Map(frame.Raters.Keys, merged.Raters.Keys), _items = Map(frame.Items.Keys, merged.Items.Keys);
        private readonly int[] _systems = Map(frame.Systems.Keys, merged.Systems.Keys), _alternatives = Map(frame.Alternatives.Keys, merged.Alternatives.Keys);
        private readonly int[] _conditions = Map(frame.Conditions, merged.Conditions), _responses = Map(frame.Responses.Keys, merged.Responses.Keys);
        private readonly int[] _criteria = [.. frame.Criteria.Select(criterion => merged.CriterionIndex(criterion.Id))];

        public string Source => source;

        public JudgementParts Judgements(JudgementTable table) => judgements(table);

        public IEnumerable<ReadOnlyMemory<long>> Times(JudgementTable table)
        {
            JudgementParts parts = judgements(table);
            if (parts.Time is not null)
                return parts.Time.Read();
            var none = new ColumnBuilder<long>();
            for (int row = 0; row < parts.Count; row++)
                none.Add(long.MinValue);
            return none.Parts().Read();
        }

        public IEnumerable<ReadOnlyMemory<int>> Codes(JudgementTable table, CountColumn column)
        {
            JudgementParts parts = judgements(table);
            int[]? map = column.Kind switch
            {
                CountColumnKind.Rater => _raters,
                CountColumnKind.Item => _items,
                CountColumnKind.System => _systems,
                CountColumnKind.First or CountColumnKind.Second => _alternatives,
                CountColumnKind.Response => _responses,
                CountColumnKind.Criterion => _criteria,
                CountColumnKind.Condition => _conditions,
                _ => null,
            };
            CountColumn own = column;
            if (column.Kind == CountColumnKind.Attribute)
            {
                AttributeColumn shared = JudgementColumns.Attributes(merged, table)[column.Attribute];
                int place = Place(parts, shared.Name);
                if (place < 0)
                    return Missing(parts.Count);
                own = new CountColumn(CountColumnKind.Attribute, place);
                map = Map(parts.Attributes[place].Frame.Levels, shared.Levels);
            }

            int last = column.Kind == CountColumnKind.Outcome ? Enum.GetValues<ComparisonOutcome>().Length : int.MaxValue;
            return parts[own].Select(code => map is null
                ? (uint)code < (uint)last ? code : throw Foreign(column, code)
                : code < 0 ? -1 : code < map.Length ? map[code] : throw Foreign(column, code)).Read();
        }

        private InputDataException Foreign(CountColumn column, int code) =>
            new(source, 0, 0, $"code {code} in column {column.Kind}", "a code of what the import names; remove the import's folder and import the source again");

        private static int Place(JudgementParts parts, string name)
        {
            for (int i = 0; i < parts.Attributes.Length; i++)
            {
                if (parts.Attributes[i].Frame.Name == name)
                    return i;
            }

            return -1;
        }

        private static IEnumerable<ReadOnlyMemory<int>> Missing(int count)
        {
            var none = new ColumnBuilder<int>();
            for (int row = 0; row < count; row++)
                none.Add(-1);
            return none.Parts().Read();
        }

        private static int[] Map(KeyIndex from, KeyIndex to) => [.. from.Ids.Select(to.CodeOf)];
    }
}
