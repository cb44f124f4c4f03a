using System.Globalization;
using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Formats.Text;

namespace Concordat.Formats.Tables;

/// <summary>Reads turns of conversations from records.</summary>
/// <remarks>
/// A conversation becomes an item, a speaker a rater. What the format does not know is kept with the speaker or the conversation where it is constant within
/// one, else with the turn; a column that describes turns is always the turn's.
/// </remarks>
internal sealed class TurnsReading
{
    private static readonly (string Role, string Alias)[] s_aliases =
    [
        ("conversation", "dialogue"), ("conversation", "dialogue_id"), ("conversation", "conversation_id"), ("turn", "turn_id"), ("turn", "index"), ("speaker", "speaker_id"),
        ("text", "utterance"), ("time", "start"),
    ];

    private static readonly ImmutableArray<string> s_ofTurns = ["act", "tags", "valence", "arousal", "pitch", "intensity"];

    private readonly ImportRequest _request;
    private readonly EvidenceBuilder _builder;
    private readonly CancellationToken _cancellation;
    private readonly FaultList _faults = new();
    private readonly ColumnRoles _roles;
    private readonly RecordFields _fields;
    private readonly FreeColumns _free = new(null, AttributeOwner.Rater, AttributeOwner.Item);
    private readonly ImmutableArray<string> _turnColumns;
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _next = [];
    private readonly Dictionary<(int Conversation, int Index), long> _lines = [];
    private LexiconScores? _lexicon;

    public TurnsReading(ImportRequest request, EvidenceBuilder builder, CancellationToken cancellationToken)
    {
        (_request, _builder, _cancellation) = (request, builder, cancellationToken);
        ImmutableArray<string> named = [.. request.Options.TextList("turn-columns").SelectMany(names => names.Split(','))];
        _turnColumns = [.. named.Concat(s_ofTurns).Distinct(StringComparer.Ordinal)];
        _roles = new ColumnRoles(request.Options, role => role, ["conversation", "turn", "speaker", "text", "time", "duration"], _turnColumns, s_aliases);
        _fields = new RecordFields(_roles, new TimeNotation(MeasureOptions.Empty));
    }

    public static ImmutableArray<OptionDescription> Options { get; } =
    [
        ColumnRoles.Option("conversation", "The column with the conversation; also found as conversation_id, dialogue, dialogue_id."),
        ColumnRoles.Option("turn", "The column with the place of the turn in its conversation, from 0; also found as turn_id, index; without it turns are numbered in the order of the file."),
        ColumnRoles.Option("speaker", "The column with who speaks; also found as speaker_id."),
        ColumnRoles.Option("text", "The column with what was said; also found as utterance; empty where nothing was said."),
        ColumnRoles.Option("time", "The column with when the turn began, in seconds or as an ISO 8601 time; also found as start."),
        ColumnRoles.Option("duration", "The column with how long the turn took, in seconds."),
        OptionDescription.Optional(
            "turn-columns", OptionType.TextList, "Further columns that describe the turn, between commas, beside act, tags, valence, arousal, pitch and intensity.",
            "none; unknown columns are kept with the speaker or the conversation where they are constant"),
        LexiconScores.Option,
        .. EntityFiles.Options(AttributeOwner.Rater, AttributeOwner.Item),
        ColumnRoles.Ignore,
    ];

    public static ImmutableArray<string> FileOptions { get; } = [LexiconScores.FileOption, .. EntityFiles.FileOptions(AttributeOwner.Rater, AttributeOwner.Item)];

    public void Read(Func<string, FaultList, RecordSource> open)
    {
        _lexicon = LexiconScores.Of(_request.Options, _faults);
        foreach (string file in _request.Files)
        {
            using RecordSource source = open(file, _faults);
            ReadFile(source);
        }

        _free.Finish(_builder, _builder.TurnAttributes, _builder.TurnCount, _request.Files[0], _faults);
        _lexicon?.Finish(_builder);
        EntityFiles.Read(_request.Options, AttributeOwner.Rater, _builder, _faults, _cancellation);
        EntityFiles.Read(_request.Options, AttributeOwner.Item, _builder, _faults, _cancellation);
        _faults.ThrowIfAny();
    }

    private void ReadFile(RecordSource source)
    {
        _roles.StartFile();
        _free.StartFile();
        _kept.Clear();
        long records = 0;
        while (source.Read())
        {
            if ((++records & 0xFF) == 0)
                _cancellation.ThrowIfCancellationRequested();
            if (_roles.Update(source))
            {
                _roles.Require(source, "conversation", "speaker", "text");
                _free.Prepare(_roles);
                foreach (string name in _turnColumns)
                {
                    if (source.Column(name) is int column and >= 0 && _kept.Add(name))
                        _free.Keep("row." + name, column);
                }
            }

            ReadRecord(source);
        }

        if (records == 0)
            throw new InputDataException(source.FileName, 0, 0, "a header and no rows", "at least one turn");
    }

    private void ReadRecord(RecordSource source)
    {
        int conversation = _fields.Id(source, "conversation", _builder.Items), speaker = _fields.Id(source, "speaker", _builder.Raters);
        if (conversation < 0 || speaker < 0)
            return;
        int index = _next.GetValueOrDefault(conversation);
        if (_fields.Has(source, "turn", out int column)
            && (!int.TryParse(source.Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out index) || index == int.MaxValue))
        {
            source.Reject(column, "a whole number from 0");
            return;
        }

        if (!_lines.TryAdd((conversation, index), source.Line))
        {
            source.Reject(Math.Max(column, 0), $"turn {index} of its conversation, as line {_lines[(conversation, index)]}", "each turn of a conversation once");
            return;
        }

        _next[conversation] = Math.Max(_next.GetValueOrDefault(conversation), index + 1);
        string? text = _fields.Has(source, "text", out int textColumn) ? source.Text(textColumn) : null;
        int row = _builder.AddTurn(conversation, index, speaker, text, Seconds(source, "time"), Seconds(source, "duration"));
        if (_lexicon is not null)
            _lexicon.Add(_builder, row, text);
        _free.Add(source, row, row + 1, [speaker, conversation, -1]);
    }

    private long? Seconds(RecordSource source, string role)
    {
        if (!_fields.Has(source, role, out int column))
            return null;
        if (double.TryParse(source.Field(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && Math.Abs(seconds) < 1e12 && (role == "time" || seconds >= 0))
            return (long)Math.Round(seconds * 1000);
        if (role == "time" && new TimeNotation(MeasureOptions.Empty).TryParse(source.Field(column), out long milliseconds))
            return milliseconds;
        source.Reject(column, role == "time" ? "seconds, or a time such as 2024-05-01T12:30:00Z" : "seconds from 0");
        return null;
    }
}
