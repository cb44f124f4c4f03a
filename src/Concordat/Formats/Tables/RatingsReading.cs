using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Formats.Text;

namespace Concordat.Formats.Tables;

/// <summary>Reads ratings from records, one rating each (a value column) or several (a column for each criterion).</summary>
internal sealed class RatingsReading
{
    private readonly ImportRequest _request;
    private readonly EvidenceBuilder _builder;
    private readonly CancellationToken _cancellation;
    private readonly FaultList _faults = new();
    private readonly ValueColumns _values;
    private readonly RecordFields _fields;
    private readonly FreeColumns _free;
    private readonly RowPlaces _places;
    private readonly List<(int System, int Item)> _responses = [];
    private readonly bool _numberRepeats;

    public RatingsReading(ImportRequest request, EvidenceBuilder builder, CancellationToken cancellationToken)
    {
        (_request, _builder, _cancellation) = (request, builder, cancellationToken);
        (_free, _places) = (new FreeColumns(builder.Spill, AttributeOwner.Rater, AttributeOwner.Item), new RowPlaces(builder.Spill));
        _values = new ValueColumns(request.Options, builder, "rater", "item", "value", "criterion", "condition", "replicate", "response", "system", "time");
        _fields = new RecordFields(_values.Roles, new TimeNotation(request.Options));
        _numberRepeats = request.Options.Choice("repeats", "fault", "fault", "number") == "number";
    }

    public static ImmutableArray<OptionDescription> Options { get; } =
    [
        .. ValueColumns.Options,
        ColumnRoles.Option("rater", "The column with who rated."),
        ColumnRoles.Option("item", "The column with what was rated."),
        ColumnRoles.Option("condition", "The column with how it was asked, if there is one."),
        ColumnRoles.Option("replicate", "The column with which time it was asked, from 0, if there is one."),
        ColumnRoles.Option("response", "The column with the response that was rated, if there is one; needs a system column."),
        ColumnRoles.Option("system", "The column with the system that gave the response."),
        ColumnRoles.Option("time", "The column with the time, if there is one."),
        TimeNotation.Option,
        OptionDescription.Choice("repeats", "What a second rating of the same by the same rater is: a fault, or numbered as a replicate.", "fault", "fault", "number"),
        .. EntityFiles.Options(AttributeOwner.Rater, AttributeOwner.Item),
        ColumnRoles.Ignore,
    ];

    /// <summary>Reads all files, then the files about raters and items, then settles what can only be told at the end.</summary>
    public void Read(Func<string, FaultList, RecordSource> open)
    {
        foreach (string file in _request.Files)
        {
            using RecordSource source = open(file, _faults);
            ReadFile(source);
        }

        _free.Finish(_builder, _builder.RatingAttributes, _builder.RatingCount, _request.Files[0], _faults);
        EntityFiles.Read(_request.Options, AttributeOwner.Rater, _builder, _faults, _cancellation);
        EntityFiles.Read(_request.Options, AttributeOwner.Item, _builder, _faults, _cancellation);
        _places.Settle(
            _builder.Keys(JudgementTable.Ratings), "rater, item, response, criterion, condition and replicate", _numberRepeats ? _builder.SetRatingReplicate : null,
            "one rating; a replicate column, or --set repeats=number, if it was asked again", _faults);
        _faults.ThrowIfAny();
        _values.Finish();
    }

    private void ReadFile(RecordSource source)
    {
        _places.StartFile(source.FileName);
        _values.Roles.StartFile();
        _free.StartFile();
        long records = 0;
        while (source.Read())
        {
            if ((++records & 0xFFF) == 0)
                _cancellation.ThrowIfCancellationRequested();
            if (_values.Roles.Update(source))
            {
                _values.Prepare(source, "rater", "item");
                _free.Prepare(_values.Roles);
            }

            ReadRecord(source);
        }

        if (records == 0)
            throw new InputDataException(source.FileName, 0, 0, "a header and no rows", "at least one rating");
    }

    private void ReadRecord(RecordSource source)
    {
        int rater = _fields.Id(source, "rater", _builder.Raters), item = _fields.Id(source, "item", _builder.Items);
        if (rater < 0 || item < 0)
            return;
        int condition = _fields.OptionalId(source, "condition", _builder.Conditions);
        int replicate = _fields.Replicate(source);
        long? time = _fields.Time(source);
        int response = _fields.Has(source, "response", out int column) ? Response(source, column, item) : -1;
        int from = _builder.RatingCount;
        for (int i = 0; i < _values.Count; i++)
        {
            if (!_values.TryRead(source, i, out int criterion, out double value))
                continue;
            _builder.AddRating(rater, item, criterion, value, condition, replicate, response, time);
            _places.Add(source.Line);
        }

        _free.Add(source, from, _builder.RatingCount, [rater, item]);
    }

    private int Response(RecordSource source, int column, int item)
    {
        int system = _fields.OptionalId(source, "system", _builder.Systems);
        if (system < 0)
        {
            source.Reject(column, "a response without a system", "the system that gave it, in a system column");
            return -1;
        }

        string id = source.Text(column);
        int response = _builder.Responses.CodeOf(id);
        if (response < 0)
        {
            _responses.Add((system, item));
            return _builder.AddResponse(id, system, item, 0, null);
        }

        if (_responses[response] != (system, item))
            source.Reject(column, $"{FaultList.Shown(id)} again, of another system or item", "each response of one system to one item");
        return response;
    }
}
