using Concordat.Evidence;
using Concordat.Formats.Text;

namespace Concordat.Formats.Tables;

/// <summary>The columns of an import that the format does not know; one of the same name in several files is one attribute.</summary>
internal sealed class FreeColumns(SpillFiles? spill, params AttributeOwner[] owners)
{
    private readonly Dictionary<string, FreeColumn> _byName = new(StringComparer.Ordinal);
    private readonly List<(FreeColumn Attribute, int Column)> _ofFile = [];
    private int _prepared;

    public void StartFile()
    {
        _ofFile.Clear();
        _prepared = 0;
    }

    /// <summary>Takes note of the free columns met since the last call.</summary>
    public void Prepare(ColumnRoles roles)
    {
        for (; _prepared < roles.Free.Count; _prepared++)
        {
            (int column, string name) = roles.Free[_prepared];
            Keep(name, column, owners);
        }
    }

    /// <summary>Keeps a column as an attribute of the first of these owners within which it is constant.</summary>
    public void Keep(string name, int column, params ReadOnlySpan<AttributeOwner> among)
    {
        if (!_byName.TryGetValue(name, out FreeColumn? attribute))
            _byName.Add(name, attribute = new FreeColumn(name, among, spill));
        _ofFile.Add((attribute, column));
    }

    /// <summary>Notes the fields of a record for the rows it became.</summary>
    public void Add(RecordSource source, int from, int to, ReadOnlySpan<int> codes)
    {
        foreach ((FreeColumn attribute, int column) in _ofFile)
            attribute.Add(source, column, from, to, codes);
    }

    /// <summary>Hands every column to its owner.</summary>
    public void Finish(EvidenceBuilder builder, RowAttributesBuilder rowAttributes, int rows, string file, FaultList faults)
    {
        foreach (FreeColumn attribute in _byName.Values)
            attribute.Finish(builder, rowAttributes, rows, file, faults);
    }
}
