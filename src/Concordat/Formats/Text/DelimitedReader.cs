using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CsvHelper;

namespace Concordat.Formats.Text;

/// <summary>Reads delimited text (RFC 4180, UTF-8, with a header row) strictly: every fault with its place, none repaired in silence.</summary>
/// <remarks>
/// Rows with faults are kept from the caller and collected in <see cref="Faults"/>; the end of the file throws what was collected. Empty lines are
/// passed over. Memory is bounded by <see cref="DelimitedOptions.MaxRowBytes"/> whatever the file holds. Packed files (.gz, .br) are read directly.
/// Time is linear in bytes. Source: RFC 4180 (2005).
/// </remarks>
public sealed class DelimitedReader : IDisposable
{
    private readonly CsvReader _rows;
    private readonly DelimitedOptions _options;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private CsvMalformedRecord? _malformed;

    private DelimitedReader(string file, DelimitedOptions options, FaultList faults)
    {
        FileName = file;
        Faults = faults;
        _options = options;
        _rows = CsvReader.Create(
            SourceStream.Open(file, options.BytesRead),
            new CsvReaderOptions
            {
                Separator = options.Delimiter,
                HasHeader = false,
                Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                MaxRecordSize = options.MaxRowBytes,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Recover,
                OnMalformedRecord = record => _malformed = record,
                BufferSize = 1 << 18,
            });
    }

    /// <summary>The file as the caller named it.</summary>
    public string FileName { get; }

    /// <summary>What was rejected so far; importers add what they reject.</summary>
    public FaultList Faults { get; }

    /// <summary>The column names, each once.</summary>
    public ImmutableArray<string> Header { get; private set; } = [];

    /// <summary>Fields of the current row: always as many as the header names.</summary>
    public int FieldCount => Header.Length;

    /// <summary>The 1-based line on which the current row starts.</summary>
    public long Line => _rows.LineNumber;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="file">The file; .gz and .br are unpacked.</param>
    /// <param name="options">Delimiter and limits.</param>
    /// <param name="faults">Where faults are collected; a list of its own if null.</param>
    /// <exception cref="InputDataException">There is no such file, it is empty, or its header has faults.</exception>
    public static DelimitedReader Open(string file, DelimitedOptions options, FaultList? faults = null)
    {
        var reader = new DelimitedReader(file, options, faults ?? new FaultList());
        try
        {
            reader.ReadHeader();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Moves to the next row without structural faults.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InputDataException">At the end of the file, if anything was rejected; or earlier, at the limit of faults.</exception>
    public bool Read()
    {
        while (Next())
        {
            if (IsWhole() && HasAllFields())
                return true;
        }

        Faults.ThrowIfAny();
        return false;
    }

    /// <summary>A field of the current row, unquoted, as UTF-8; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Field(int field) => _options.IsDefused ? DefusedField.Restored(_rows.GetSpan(field)) : _rows.GetSpan(field);

    /// <summary>A field of the current row as text.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(Field(field));

    /// <summary>A field of the current row as a finite number, in invariant notation.</summary>
    public bool TryNumber(int field, out double number) =>
        double.TryParse(Field(field), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>The index of a column, or −1.</summary>
    public int Column(string name) => _columns.GetValueOrDefault(name, -1);

    /// <summary>The index of a column.</summary>
    /// <exception cref="InputDataException">The file has no such column; the message lists what it has.</exception>
    public int RequiredColumn(string name) => Column(name) is int column and >= 0
        ? column
        : throw new InputDataException(FileName, 1, 0, $"no column '{name}' among {string.Join(", ", Header.Take(30))}", $"a column '{name}'");

    /// <summary>The 1-based physical line on which a field of the current row starts.</summary>
    public long LineOf(int field) => PlaceOf(field).Line;

    /// <summary>The 1-based column, in characters, at which a field of the current row starts on its line.</summary>
    public long ColumnOf(int field) => PlaceOf(field).Column;

    /// <summary>Collects a fault at a field of the current row.</summary>
    /// <exception cref="InputDataException">The limit of faults is reached.</exception>
    public void Reject(int field, string found, string expected)
    {
        (long line, long column) = PlaceOf(field);
        Faults.Add(FileName, line, column, found, expected);
    }

    /// <summary>Collects a fault that shows the field's value as what was found.</summary>
    /// <exception cref="InputDataException">The limit of faults is reached.</exception>
    public void Reject(int field, string expected) => Reject(field, FaultList.Shown(Field(field)), expected);

    public void Dispose() => _rows.Dispose();

    private void ReadHeader()
    {
        if (!Next())
            throw new InputDataException(FileName, 0, 0, "an empty file", "a header row with column names");
        if (!IsWhole())
            Faults.ThrowIfAny();
        if (_rows.FieldCount > _options.MaxColumns)
            throw new InputDataException(FileName, Line, 0, $"{_rows.FieldCount} columns", $"at most {_options.MaxColumns}");
        var names = ImmutableArray.CreateBuilder<string>(_rows.FieldCount);
        for (int field = 0; field < _rows.FieldCount; field++)
        {
            string name = Text(field);
            names.Add(name);
            if (!_columns.TryAdd(name, field))
                Reject(field, $"column name {FaultList.Shown(name)} a second time", "each column name once");
        }

        Faults.ThrowIfAny();
        Header = names.MoveToImmutable();
    }

    private bool Next()
    {
        _malformed = null;
        try
        {
            return _rows.Read();
        }
        catch (CsvFormatException exception)
        {
            Faults.Add(
                FileName, exception.LineNumber, 0, $"a row of more than {_options.MaxRowBytes} bytes",
                $"at most {_options.MaxFieldBytes} bytes in a field; a quote that is never closed makes such rows");
            Faults.ThrowIfAny();
            throw;
        }
    }

    private bool IsWhole()
    {
        ReadOnlySpan<byte> raw = _rows.RawRecord;
        if (_malformed is { } malformed)
        {
            (long line, long column) = malformed.Reason == CsvMalformedReason.UnterminatedQuote
                ? PlaceOf(_rows.FieldCount - 1)
                : Utf8Place.Of(raw, (int)(malformed.ByteOffset - _rows.ByteOffset), Line);
            (string found, string expected) = malformed.Reason switch
            {
                CsvMalformedReason.UnterminatedQuote => ("a quote that is never closed", "a closing quote"),
                CsvMalformedReason.StrayQuote => ("a quote inside an unquoted field", "the whole field in quotes, with quotes inside doubled"),
                _ => ("text after a closing quote", "a delimiter or the end of the row; quotes inside a field are doubled"),
            };
            Faults.Add(FileName, line, column, found, expected);
            return false;
        }

        int bad = Utf8Place.FirstBad(raw, out string badByte);
        if (bad >= 0)
        {
            (long line, long column) = Utf8Place.Of(raw, bad, Line);
            Faults.Add(FileName, line, column, badByte, "text in UTF-8");
            return false;
        }

        if (raw.Length <= _options.MaxFieldBytes)
            return true;
        for (int field = 0; field < _rows.FieldCount; field++)
        {
            if (Field(field).Length > _options.MaxFieldBytes)
            {
                Reject(field, $"a field of {Field(field).Length} bytes", $"at most {_options.MaxFieldBytes}");
                return false;
            }
        }

        return true;
    }

    private bool HasAllFields()
    {
        if (_rows.FieldCount == Header.Length)
            return true;
        Faults.Add(FileName, Line, 0, $"{_rows.FieldCount} fields", $"{Header.Length}, as the header has");
        return false;
    }

    private (long Line, long Column) PlaceOf(int field)
    {
        ReadOnlySpan<byte> raw = _rows.RawRecord;
        // Two spans overlap only where both hold something, so an empty field is placed by the address at which it would start.
        nint offset = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(raw), ref MemoryMarshal.GetReference(_rows.GetRawSpan(field)));
        return Utf8Place.Of(raw, offset >= 0 && offset <= raw.Length ? (int)offset : 0, Line);
    }
}
