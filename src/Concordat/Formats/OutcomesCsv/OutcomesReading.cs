using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Formats.Tables;
using Concordat.Formats.Text;

namespace Concordat.Formats.OutcomesCsv;

/// <summary>Reads one import's outcomes.</summary>
internal sealed class OutcomesReading
{
    private readonly ImportRequest _request;
    private readonly EvidenceBuilder _builder;
    private readonly CancellationToken _cancellation;
    private readonly FaultList _faults = new();
    private readonly ValueColumns _values;
    private readonly RecordFields _fields;
    private readonly FreeColumns _free;
    private readonly RowPlaces _places;

    public OutcomesReading(ImportRequest request, EvidenceBuilder builder, CancellationToken cancellationToken)
    {
        (_request, _builder, _cancellation) = (request, builder, cancellationToken);
        (_free, _places) = (new FreeColumns(builder.Spill, AttributeOwner.Item, AttributeOwner.System), new RowPlaces(builder.Spill));
        _values = new ValueColumns(request.Options, builder, "system", "item", "value", "criterion", "stage", "family", "population");
        _fields = new RecordFields(_values.Roles, new TimeNotation(request.Options));
    }

    public void Read()
    {
        foreach (string file in _request.Files)
        {
            using var source = new DelimitedRecords(DelimitedReader.Open(file, Delimiter.Of(_request), _faults));
            ReadFile(source);
        }

        _free.Finish(_builder, _builder.OutcomeAttributes, _builder.OutcomeCount, _request.Files[0], _faults);
        EntityFiles.Read(_request.Options, AttributeOwner.Item, _builder, _faults, _cancellation);
        EntityFiles.Read(_request.Options, AttributeOwner.System, _builder, _faults, _cancellation);
        _places.Settle(_builder.Keys(JudgementTable.Outcomes), "system, item and criterion", null, "one outcome; samples of the same item need items of their own", _faults);
        _faults.ThrowIfAny();
        _values.Finish();
    }

    private void ReadFile(DelimitedRecords source)
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
                Prepare(source);
            ReadRecord(source);
        }

        if (records == 0)
            throw new InputDataException(source.FileName, 0, 0, "a header and no rows", "at least one outcome");
    }

    private void Prepare(DelimitedRecords source)
    {
        _values.Prepare(source, "system", "item");
        _free.Prepare(_values.Roles);
        if (_values.Roles["stage"] is int stage and >= 0)
            _free.Keep("system.stage", stage);
        if (_values.Roles["family"] is int family and >= 0)
            _free.Keep("system.family", family);
        if (_values.Roles["population"] is int population and >= 0)
            _free.Keep("population", population, AttributeOwner.Item);
    }

    private void ReadRecord(DelimitedRecords source)
    {
        int system = _fields.Id(source, "system", _builder.Systems), item = _fields.Id(source, "item", _builder.Items);
        if (system < 0 || item < 0)
            return;
        int from = _builder.OutcomeCount;
        for (int i = 0; i < _values.Count; i++)
        {
            if (!_values.TryRead(source, i, out int criterion, out double value))
                continue;
            _builder.AddOutcome(system, item, criterion, value);
            _places.Add(source.Line);
        }

        _free.Add(source, from, _builder.OutcomeCount, [-1, item, system]);
    }
}
