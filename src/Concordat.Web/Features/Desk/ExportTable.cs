using System.Text;
using Concordat.Formats.Text;

namespace Concordat.Web.Features.Desk;

/// <summary>A table of an export, written row by row: RFC 4180 in UTF-8, with what a spreadsheet would run defused.</summary>
internal sealed class ExportTable : IDisposable
{
    private readonly StreamWriter _writer;

    public ExportTable(string path, ImmutableArray<string> columns)
    {
        _writer = new StreamWriter(path, false, new UTF8Encoding(false)) { NewLine = "\n" };
        _writer.WriteLine(string.Join(',', columns));
    }

    public void Add(IEnumerable<string?> cells)
    {
        bool isFirst = true;
        foreach (string? cell in cells)
        {
            if (!isFirst)
                _writer.Write(',');
            isFirst = false;
            _writer.Write(Quoted(DefusedField.Of(cell ?? "")));
        }

        _writer.Write('\n');
    }

    public void Dispose() => _writer.Dispose();

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
