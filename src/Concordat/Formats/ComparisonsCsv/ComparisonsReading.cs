using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Formats.Tables;
using Concordat.Formats.Text;

namespace Concordat.Formats.ComparisonsCsv;

/// <summary>Reads one import's comparisons.</summary>
internal sealed class ComparisonsReading
{
    private readonly ImportRequest _request;
    private readonly EvidenceBuilder _builder;
    private readonly CancellationToken _cancellation;
    private readonly FaultList _faults = new();
    private readonly OutcomeWords _words;
    private readonly ColumnRoles _roles;
    private readonly RecordFields _fields;
    private readonly FreeColumns _free;
    private readonly RowPlaces _places;
    private readonly bool _anonymous;
    private readonly bool _numberRepeats;

    public ComparisonsReading(ImportRequest request, EvidenceBuilder builder, CancellationToken cancellationToken)
    {
        (_request, _builder, _cancellation) = (request, builder, cancellationToken);
        MeasureOptions options = request.Options;
        string preset = options.Choice("outcomes", "declared", "declared", "arena", "crowd-kit");
        _words = new OutcomeWords(options, preset);
        _roles = new ColumnRoles(
            options, role => NameIn(preset, role), ["rater", "item", "first", "second", "outcome", "condition", "replicate", "time"], []);
        _fields = new RecordFields(_roles, new TimeNotation(options));
        _anonymous = options.Flag("anonymous", false);
        _numberRepeats = options.Choice("repeats", "fault", "fault", "number") == "number";

        // A row that is a rater of its own makes every column constant within raters, which says nothing.
        _free = _anonymous ? new FreeColumns(builder.Spill, AttributeOwner.Item) : new FreeColumns(builder.Spill, AttributeOwner.Rater, AttributeOwner.Item);
        _places = new RowPlaces(builder.Spill);
    }

    public void Read()
    {
        for (int file = 0; file < _request.Files.Length; file++)
        {
            // Nameless raters of two files are strangers; the file's hash keeps them apart in a workspace that holds both.
            string origin = _request.FileHashes.IsEmpty ? $"file{file + 1}" : _request.FileHashes[file][..16];
            using var source = new DelimitedRecords(DelimitedReader.Open(_request.Files[file], Delimiter.Of(_request), _faults));
            ReadFile(source, origin);
        }

        _free.Finish(_builder, _builder.ComparisonAttributes, _builder.ComparisonCount, _request.Files[0], _faults);
        EntityFiles.Read(_request.Options, AttributeOwner.Rater, _builder, _faults, _cancellation);
        EntityFiles.Read(_request.Options, AttributeOwner.Item, _builder, _faults, _cancellation);
        _places.Settle(
            _builder.Keys(JudgementTable.Comparisons), "rater, item, first, second, condition and replicate", _numberRepeats ? _builder.SetComparisonReplicate : null,
            "one comparison; a replicate column, or --set repeats=number, if it was asked again", _faults);
        _faults.ThrowIfAny();
    }

    private void ReadFile(DelimitedRecords source, string origin)
    {
        _places.StartFile(source.FileName);
        _roles.StartFile();
        _free.StartFile();
        long records = 0;
        while (source.Read())
        {
            if ((++records & 0xFFF) == 0)
                _cancellation.ThrowIfCancellationRequested();
            if (_roles.Update(source))
                Prepare(source);
            ReadRecord(source, _anonymous ? _builder.Raters.Code($"{origin}-row{records}") : _fields.Id(source, "rater", _builder.Raters));
        }

        if (records == 0)
            throw new InputDataException(source.FileName, 0, 0, "a header and no rows", "at least one comparison");
    }

    private void Prepare(DelimitedRecords source)
    {
        if (ComparisonsDefaults.PresetOf(source.Columns) is { } preset && !_request.Options.Has("outcomes") && !_request.Options.Has("first-column"))
        {
            throw new InputDataException(
                source.FileName, 1, 0, $"the columns of {preset} without a word on its outcomes", $"--set outcomes={preset}, or columns and outcome words by name");
        }

        _roles.Require(source, "first", "second", "outcome");
        if (_anonymous && _roles["rater"] >= 0)
            throw new ArgumentException($"anonymous is true, but column '{source.Columns[_roles["rater"]]}' says who chose");
        if (!_anonymous && _roles["rater"] < 0)
        {
            throw new InputDataException(
                source.FileName, source.Line, 0, $"no column with the rater among {string.Join(", ", source.Columns.Take(30))}",
                "--set rater-column=NAME; or --set anonymous=true, which takes each row for a rater of its own");
        }

        if (_words.IsEmpty)
            throw OutcomeWords.Undeclared(source, _roles["outcome"]);
        _free.Prepare(_roles);
    }

    private void ReadRecord(DelimitedRecords source, int rater)
    {
        int item = _fields.OptionalId(source, "item", _builder.Items);
        int first = _fields.Id(source, "first", _builder.Alternatives), second = _fields.Id(source, "second", _builder.Alternatives);
        if (rater < 0 || first < 0 || second < 0)
            return;
        if (first == second)
        {
            source.Reject(_roles["second"], $"{FaultList.Shown(source.Field(_roles["second"]))} on both sides", "two different alternatives");
            return;
        }

        ReadOnlySpan<byte> word = source.Field(_roles["outcome"]);
        if (!_words.TryRead(word, source.Field(_roles["first"]), source.Field(_roles["second"]), out ComparisonOutcome outcome))
        {
            source.Reject(_roles["outcome"], word.IsEmpty ? "nothing" : FaultList.Shown(word), _words.Expected);
            return;
        }

        int row = _builder.ComparisonCount;
        _builder.AddComparison(
            rater, item, first, second, outcome, _fields.OptionalId(source, "condition", _builder.Conditions), _fields.Replicate(source), _fields.Time(source));
        _places.Add(source.Line);
        _free.Add(source, row, row + 1, [rater, item]);
    }

    internal static string NameIn(string preset, string role) => (preset, role) switch
    {
        ("arena", "first") => "model_a",
        ("arena", "second") => "model_b",
        ("arena", "outcome") => "winner",
        ("crowd-kit", "rater") => "worker",
        ("crowd-kit", "item") => "task",
        ("crowd-kit", "first") => "left",
        ("crowd-kit", "second") => "right",
        ("crowd-kit", "outcome") => "label",
        _ => role,
    };
}
