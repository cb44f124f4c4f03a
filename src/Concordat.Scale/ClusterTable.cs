using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Scale;

/// <summary>A table on every shard.</summary>
/// <param name="Code">Its number in the ledger.</param>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Names and types after <c>load</c>.</param>
internal sealed record ClusterTable(byte Code, string Name, ImmutableArray<(string Name, string Type)> Columns)
{
    private const byte FrameCode = 3;

    /// <summary>Files of the frame in parts.</summary>
    public static ClusterTable Frame { get; } = new(FrameCode, "concordat_frame", [("name", "String"), ("part", "UInt32"), ("bytes", "String")]);

    /// <summary>The columns by which a judgement table can be counted, as <see cref="RowBatches"/> writes them, its time apart.</summary>
    public static ImmutableArray<CountColumn> ColumnsOf(JudgementTable table, int attributes) =>
    [
        .. Enum.GetValues<CountColumnKind>().Where(kind => kind != CountColumnKind.Attribute && new CountColumn(kind).BelongsTo(table)).Select(kind => new CountColumn(kind)),
        .. Enumerable.Range(0, attributes).Select(place => new CountColumn(CountColumnKind.Attribute, place)),
    ];

    public static ClusterTable Of(JudgementTable table, EvidenceSet frame)
    {
        ImmutableArray<CountColumn> columns = ColumnsOf(table, JudgementColumns.Attributes(frame, table).Length);
        return new ClusterTable((byte)table, NameOf(table), [.. columns.Select(column => (NameOf(column), TypeOf(column))), .. HasTime(table) ? [("`time`", "Int64")] : ImmutableArray<(string, string)>.Empty]);
    }

    public static string NameOf(JudgementTable table) => table switch
    {
        JudgementTable.Comparisons => "concordat_comparisons",
        JudgementTable.Ratings => "concordat_ratings",
        _ => "concordat_outcomes",
    };

    public static string NameOf(CountColumn column) => column.Kind switch
    {
        CountColumnKind.Rater => "`rater`",
        CountColumnKind.Item => "`item`",
        CountColumnKind.System => "`system`",
        CountColumnKind.First => "`first`",
        CountColumnKind.Second => "`second`",
        CountColumnKind.Outcome => "`outcome`",
        CountColumnKind.Response => "`response`",
        CountColumnKind.Criterion => "`criterion`",
        CountColumnKind.Condition => "`condition`",
        CountColumnKind.Replicate => "`replicate`",
        CountColumnKind.Value => "`value`",
        _ => FormattableString.Invariant($"`attribute_{column.Attribute}`"),
    };

    public static string TypeOf(CountColumn column) => column.Kind == CountColumnKind.Value ? "Float64" : "Int32";

    public static bool HasTime(JudgementTable table) => table != JudgementTable.Outcomes;
}
