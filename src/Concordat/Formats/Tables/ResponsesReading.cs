using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Formats.Text;

namespace Concordat.Formats.Tables;

/// <summary>Reads recorded responses from records: one a record, or a list of samples in one record.</summary>
/// <remarks>A response's id is its own column, or system/item/sample. What the format does not know is an attribute of the response.</remarks>
internal sealed class ResponsesReading
{
    private static readonly (string Role, string Alias)[] s_aliases =
        [("system", "model"), ("item", "prompt_id"), ("text", "output"), ("text", "generation"), ("text", "generations"), ("text", "completion"), ("prompt", "instruction")];

    private readonly ImportRequest _request;
    private readonly EvidenceBuilder _builder;
    private readonly CancellationToken _cancellation;
    private readonly FaultList _faults = new();
    private readonly ColumnRoles _roles;
    private readonly RecordFields _fields;
    private readonly FreeColumns _free = new(null);
    private readonly ImmutableArray<string> _itemColumns, _systemColumns, _perSample;
    private readonly Dictionary<(int System, int Item), int> _samples = [];
    private readonly VectorFields? _vectors;
    private readonly bool _numberRepeats;
    private readonly List<string?> _list = [];
    private readonly SortedSet<string> _columns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    /// <param name="request">Files and options.</param>
    /// <param name="builder">Receives the responses.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="vectors">Reads the column with vectors; the text may then be missing.</param>
    public ResponsesReading(ImportRequest request, EvidenceBuilder builder, CancellationToken cancellationToken, VectorFields? vectors = null)
    {
        (_request, _builder, _cancellation, _vectors) = (request, builder, cancellationToken, vectors);
        (_itemColumns, _systemColumns, _perSample) = (Names("item-columns"), Names("system-columns"), Names("sample-columns"));
        _roles = new ColumnRoles(
            request.Options, role => role, [.. (vectors is null ? [] : new[] { "vector" }), "system", "item", "text", "prompt", "sample", "response"], [.. _itemColumns, .. _systemColumns, .. _perSample], s_aliases);
        _fields = new RecordFields(_roles, new TimeNotation(MeasureOptions.Empty));
        _numberRepeats = request.Options.Choice("repeats", "fault", "fault", "number") == "number";
    }

    public static ImmutableArray<OptionDescription> Options { get; } =
    [
        ColumnRoles.Option("system", "The column with the system that answered; also found as model."),
        ColumnRoles.Option("item", "The column with what was asked; also found as prompt_id."),
        ColumnRoles.Option("text", "The column with the answer, or in JSON a list of answers; also found as output, generation, generations, completion."),
        ColumnRoles.Option("prompt", "The column with the text of what was asked, kept as an attribute of the item; also found as instruction."),
        ColumnRoles.Option("sample", "The column with which answer of the same system to the same item it is, from 0."),
        ColumnRoles.Option("response", "The column with the response's own id, if there is one; without it the id is system/item/sample."),
        OptionDescription.Optional("item-columns", OptionType.TextList, "Columns that describe the item, between commas.", "none; unknown columns are kept as attributes of the response"),
        OptionDescription.Optional("system-columns", OptionType.TextList, "Columns that describe the system, between commas.", "none; unknown columns are kept as attributes of the response"),
        OptionDescription.Optional("sample-columns", OptionType.TextList, "Columns with a list that has a value for each answer of a list of answers, between commas.", "none"),
        OptionDescription.Choice("repeats", "What a second answer of the same system to the same item without a sample column is: a fault, or numbered as a further sample.", "fault", "fault", "number"),
        .. EntityFiles.Options(AttributeOwner.Item, AttributeOwner.System),
        ColumnRoles.Ignore,
    ];

    public static ImmutableArray<string> FileOptions { get; } = EntityFiles.FileOptions(AttributeOwner.Item, AttributeOwner.System);

    public void Read(Func<string, FaultList, RecordSource> open)
    {
        foreach (string file in _request.Files)
        {
            using RecordSource source = open(file, _faults);
            ReadFile(source);
        }

        foreach (string missing in _itemColumns.Concat(_systemColumns).Concat(_perSample).Where(name => !_columns.Contains(name)))
            _faults.Add(_request.Files[0], 0, 0, $"no column '{missing}' among {string.Join(", ", _columns.Take(30))}", "each column that an option names");
        _free.Finish(_builder, _builder.Responses.Rows, _builder.Responses.Count, _request.Files[0], _faults);
        EntityFiles.Read(_request.Options, AttributeOwner.Item, _builder, _faults, _cancellation);
        EntityFiles.Read(_request.Options, AttributeOwner.System, _builder, _faults, _cancellation);
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
                Prepare(source);
            ReadRecord(source);
        }

        if (records == 0)
            throw new InputDataException(source.FileName, 0, 0, "a header and no rows", "at least one response");
        _columns.UnionWith(source.Columns);
    }

    private void Prepare(RecordSource source)
    {
        _roles.Require(source, "system", "item", _vectors is null ? "text" : "vector");
        _free.Prepare(_roles);
        Keep(source, _itemColumns, "item.");
        Keep(source, _systemColumns, "system.");
        if (_roles["prompt"] is int prompt and >= 0 && _kept.Add("prompt"))
            _free.Keep("item.prompt", prompt);
    }

    private void Keep(RecordSource source, ImmutableArray<string> names, string owner)
    {
        foreach (string name in names)
        {
            if (source.Column(name) is int column and >= 0 && _kept.Add(owner + name))
                _free.Keep(owner + name, column);
        }
    }

    private void ReadRecord(RecordSource source)
    {
        int system = _fields.Id(source, "system", _builder.Systems), item = _fields.Id(source, "item", _builder.Items), text = _roles["text"];
        if (system < 0 || item < 0)
            return;
        int from = _builder.Responses.Count;
        switch (text < 0 ? JsonValueKind.Undefined : source.KindOf(text))
        {
            case JsonValueKind.Undefined or JsonValueKind.Null when _vectors is not null:
                if (Sample(source, system, item) is int only)
                    AddResponse(source, system, item, only, null, _fields.Has(source, "response", out int own) ? source.Text(own) : null);
                break;
            case JsonValueKind.String:
                if (Sample(source, system, item) is int sample)
                    AddResponse(source, system, item, sample, source.Text(text), _fields.Has(source, "response", out int id) ? source.Text(id) : null);
                break;
            case JsonValueKind.Array:
                ReadList(source, system, item, text);
                break;
            default:
                source.Reject(text, "no text", "the answer; an empty text where the system answered nothing");
                break;
        }

        if (_vectors is not null && _builder.Responses.Count > from + 1)
            source.Reject(text, "a list of answers beside a vector", "one answer for each vector");
        else if (_vectors is not null && _builder.Responses.Count > from)
            _vectors.Add(source, _roles["vector"], from);
        _free.Add(source, from, _builder.Responses.Count, [-1, item, system]);
    }

    private void ReadList(RecordSource source, int system, int item, int text)
    {
        if (_fields.Has(source, "sample", out int column) || _fields.Has(source, "response", out column))
        {
            source.Reject(column, "one value for a list of answers", "no such column beside a list; the answers are numbered in its order");
            return;
        }

        int first = _samples.GetValueOrDefault((system, item));
        if (first > 0 && !_numberRepeats)
        {
            RejectRepeat(source, system, item, 0);
            return;
        }

        string?[] answers = List(source, text, areTexts: true);
        if (answers.Length == 0)
        {
            source.Reject(text, "an empty list", "at least one answer");
            return;
        }

        int from = _builder.Responses.Count;
        for (int i = 0; i < answers.Length; i++)
        {
            if (answers[i] is { } answer)
                AddResponse(source, system, item, first + i, answer, null);
            else
                source.Reject(text, $"no text at place {i} of the list", "a text for each answer");
        }

        _samples[(system, item)] = first + answers.Length;
        if (_builder.Responses.Count - from == answers.Length)
            ReadSampleColumns(source, from, answers.Length);
    }

    private void ReadSampleColumns(RecordSource source, int from, int count)
    {
        foreach (string name in _perSample)
        {
            int column = source.Column(name);
            if (column < 0 || source.KindOf(column) is JsonValueKind.Undefined or JsonValueKind.Null)
                continue;
            if (source.KindOf(column) != JsonValueKind.Array || List(source, column, areTexts: false) is var values && values.Length != count)
            {
                source.Reject(column, $"a list of {count} values, one for each answer");
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                if (values[i] is { } value)
                    _builder.Responses.TrySet(from + i, name, value, out _);
            }
        }
    }

    private string?[] List(RecordSource source, int column, bool areTexts)
    {
        _list.Clear();
        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(source.Field(column)));
        foreach (JsonElement element in document.RootElement.EnumerateArray())
        {
            string? text = element.ValueKind switch
            {
                JsonValueKind.String => TextOf(element),
                JsonValueKind.Null => null,
                _ when areTexts => null,
                _ => element.GetRawText(),
            };
            _list.Add(text is not null && text.Contains('\0', StringComparison.Ordinal) ? null : text);
        }

        return [.. _list];
    }

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private int? Sample(RecordSource source, int system, int item)
    {
        if (!_fields.Has(source, "sample", out int column))
        {
            int next = _samples.GetValueOrDefault((system, item));
            if (next > 0 && !_numberRepeats)
            {
                RejectRepeat(source, system, item, 0);
                return null;
            }

            _samples[(system, item)] = next + 1;
            return next;
        }

        if (int.TryParse(source.Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out int sample))
            return sample;
        source.Reject(column, "a whole number from 0");
        return null;
    }

    private void AddResponse(RecordSource source, int system, int item, int sample, string? text, string? id)
    {
        id ??= string.Create(CultureInfo.InvariantCulture, $"{_builder.Systems[system]}/{_builder.Items[item]}/{sample}");
        if (_builder.Responses.CodeOf(id) >= 0)
            RejectRepeat(source, system, item, sample);
        else
            _builder.AddResponse(id, system, item, sample, text);
    }

    private void RejectRepeat(RecordSource source, int system, int item, int sample) => source.Reject(
        _roles["system"], string.Create(CultureInfo.InvariantCulture, $"a further answer {sample} of {FaultList.Shown(_builder.Systems[system])} to {FaultList.Shown(_builder.Items[item])}"),
        "each once; a sample column, or --set repeats=number, if it answered several times");

    private ImmutableArray<string> Names(string option) => [.. _request.Options.TextList(option).SelectMany(names => names.Split(','))];
}
