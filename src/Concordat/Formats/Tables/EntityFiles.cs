using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Formats.Text;

namespace Concordat.Formats.Tables;

/// <summary>Further files that describe raters, items or systems: an id column, every other column an attribute.</summary>
internal static class EntityFiles
{
    /// <summary>The options of an importer that takes a file for each of these owners.</summary>
    public static IEnumerable<OptionDescription> Options(params AttributeOwner[] owners) => owners.SelectMany(owner => new[]
    {
        OptionDescription.Optional(
            Name(owner), OptionType.Text, $"A CSV file with a row for each {Word(owner)}: its id in the same column as in the main file, every other column an attribute.", "none"),
        OptionDescription.Optional(Name(owner) + "-id", OptionType.Text, $"The id column of that file.", $"the name of the {Word(owner)} column"),
    });

    public static ImmutableArray<string> FileOptions(params AttributeOwner[] owners) => [.. owners.Select(Name)];

    /// <summary>Reads the file that the options name for an owner, if any.</summary>
    public static void Read(MeasureOptions options, AttributeOwner owner, EvidenceBuilder builder, FaultList faults, CancellationToken cancellationToken)
    {
        if (options.Text(Name(owner)) is not { } file)
            return;
        string idColumn = options.Text(Name(owner) + "-id") ?? options.Text(Word(owner) + "-column") ?? Word(owner);
        EntityBuilder entities = FreeColumn.EntityOf(builder, owner);
        using var reader = DelimitedReader.Open(file, DelimitedOptions.Default with { IsDefused = Delimiter.IsDefused(options) }, faults);
        int id = reader.RequiredColumn(idColumn);
        if (reader.Header.IndexOf("") is int nameless and >= 0)
            reader.Reject(nameless, "a column without a name", "a name for each column, or the file without it");
        var lines = new Dictionary<int, long>();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.Field(id).IsEmpty)
            {
                reader.Reject(id, "nothing", $"the id of a {Word(owner)}");
                continue;
            }

            int entity = Utf8Id.Code(entities, reader.Field(id));
            if (!lines.TryAdd(entity, reader.Line))
            {
                reader.Reject(id, $"{FaultList.Shown(reader.Field(id))}, as on line {lines[entity]}", $"each {Word(owner)} once");
                continue;
            }

            for (int field = 0; field < reader.FieldCount; field++)
            {
                if (field == id || reader.Field(field).IsEmpty)
                    continue;
                string attribute = FreeColumn.Named(reader.Header[field]).Name;
                if (!entities.TrySet(entity, attribute, reader.Text(field), out string standing))
                    reader.Reject(field, $"{FaultList.Shown(reader.Field(field))}, where the main file has {FaultList.Shown(standing)}", "the same value");
            }
        }
    }

    private static string Name(AttributeOwner owner) => Word(owner) + "s";

    private static string Word(AttributeOwner owner) => owner.ToString().ToLowerInvariant();
}
