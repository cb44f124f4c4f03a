using Concordat.Evidence;
using Concordat.Formats.Text;

namespace Concordat.Formats.Tables;

/// <summary>A column the format does not know: kept as an attribute of the first owner within which it is constant, else of the row.</summary>
/// <remarks>A missing value is no conflict. A header <c>rater.x</c>, <c>item.x</c>, <c>system.x</c> or <c>row.x</c> names the owner.</remarks>
internal sealed class FreeColumn
{
    private readonly EntityBuilder _levels = new();
    private readonly ColumnBuilder<int> _rows;
    private readonly Owner[] _owners;
    private readonly bool _isForced;
    private readonly string _name;

    public FreeColumn(string header, ReadOnlySpan<AttributeOwner> owners, SpillFiles? spill)
    {
        _rows = new ColumnBuilder<int>(spill);
        (_name, AttributeOwner? forced) = Named(header);
        _isForced = forced is not null;
        _owners = forced is { } only ? (only == AttributeOwner.Row ? [] : [new Owner(only)]) : [.. owners.ToArray().Select(kind => new Owner(kind))];
    }

    /// <summary>The owner that a header's prefix names, or null, and the name without it.</summary>
    public static (string Name, AttributeOwner? Owner) Named(string header)
    {
        foreach (AttributeOwner owner in new[] { AttributeOwner.Rater, AttributeOwner.Item, AttributeOwner.System, AttributeOwner.Row })
        {
            string prefix = owner.ToString().ToLowerInvariant() + ".";
            if (header.Length > prefix.Length && header.StartsWith(prefix, StringComparison.Ordinal))
                return (header[prefix.Length..], owner);
        }

        return (header, null);
    }

    /// <summary>Notes the field for rows <paramref name="from"/> up to <paramref name="to"/>.</summary>
    /// <param name="source">The record.</param>
    /// <param name="column">The field.</param>
    /// <param name="from">First row of the table.</param>
    /// <param name="to">Row after the last.</param>
    /// <param name="codes">The rater's, item's and system's code in the order of <see cref="AttributeOwner"/>; −1 where the record has none.</param>
    public void Add(RecordSource source, int column, int from, int to, ReadOnlySpan<int> codes)
    {
        int level = LevelOf(source.Field(column));
        while (_rows.Count < from)
            _rows.Add(-1);
        for (int row = from; row < to; row++)
            _rows.Add(level);
        if (level < 0)
            return;
        foreach (Owner owner in _owners)
        {
            if (!owner.IsConstant || owner.Accepts(codes[(int)owner.Kind], level))
                continue;
            if (_isForced)
            {
                source.Reject(
                    column, FaultList.Shown(_levels[level]) + $", where the same {owner.Kind.ToString().ToLowerInvariant()} had another value before",
                    $"one value of '{_name}' for each {owner.Kind.ToString().ToLowerInvariant()}");
                continue;
            }

            owner.IsConstant = false;
        }
    }

    /// <summary>Hands the column to its owner.</summary>
    public void Finish(EvidenceBuilder builder, RowAttributesBuilder rowAttributes, int rows, string file, FaultList faults)
    {
        foreach (Owner owner in _owners)
        {
            if (owner.IsConstant)
            {
                Give(owner, EntityOf(builder, owner.Kind), file, faults);
                return;
            }
        }

        if (rowAttributes.Has(_name))
        {
            faults.Add(file, 1, 0, $"two columns for the row attribute '{_name}'", "one, or another name");
            return;
        }

        while (_rows.Count < rows)
            _rows.Add(-1);
        rowAttributes.AddColumn(_name, _levels.Ids, _rows);
    }

    public static EntityBuilder EntityOf(EvidenceBuilder builder, AttributeOwner owner) => owner switch
    {
        AttributeOwner.Rater => builder.Raters,
        AttributeOwner.Item => builder.Items,
        AttributeOwner.System => builder.Systems,
        _ => throw new ArgumentException("a row is no entity", nameof(owner)),
    };

    private void Give(Owner owner, EntityBuilder entities, string file, FaultList faults)
    {
        if (!entities.HasAttribute(_name))
        {
            entities.AddAttribute(_name, _levels.Ids, owner.Standing(entities.Count));
            return;
        }

        ReadOnlySpan<int> standing = owner.Standing(entities.Count);
        for (int entity = 0; entity < standing.Length; entity++)
        {
            if (standing[entity] >= 0 && !entities.TrySet(entity, _name, _levels[standing[entity]], out string other))
            {
                faults.Add(
                    file, 0, 0, $"'{_name}' of {owner.Kind.ToString().ToLowerInvariant()} '{entities[entity]}' is {FaultList.Shown(_levels[standing[entity]])} here and {FaultList.Shown(other)} elsewhere",
                    "one value");
            }
        }
    }

    private int LevelOf(ReadOnlySpan<byte> field) => field.IsEmpty ? -1 : Utf8Id.Code(_levels, field);

    private sealed class Owner(AttributeOwner kind)
    {
        private int[] _standing = [];

        public AttributeOwner Kind => kind;

        public bool IsConstant { get; set; } = true;

        public bool Accepts(int entity, int level)
        {
            if (entity < 0)
                return false;
            if (entity >= _standing.Length)
                Grow(entity + 1);
            int standing = _standing[entity];
            if (standing >= 0)
                return standing == level;
            _standing[entity] = level;
            return true;
        }

        public ReadOnlySpan<int> Standing(int count)
        {
            if (count > _standing.Length)
                Grow(count);
            return _standing.AsSpan(0, count);
        }

        private void Grow(int needed)
        {
            int had = _standing.Length;
            Array.Resize(ref _standing, Math.Max(needed, had * 2));
            _standing.AsSpan(had).Fill(-1);
        }
    }
}
