using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Concordat.Audits;

namespace Concordat.Runs;

/// <summary>The JSON schema of <c>run.json</c>, made from the types themselves.</summary>
public static class RunSchema
{
    /// <summary>The schema as <c>docs/schemas/run.schema.json</c> has it, with a closing line feed.</summary>
    /// <remarks>JSON Schema 2020-12. Each type stands once under <c>$defs</c>. Randomness: none.</remarks>
    public static string ToJson() => Of(
        typeof(Run), RunJson.SchemaId,
        "Everything that one audit of one system version under one charter needed and found. Numbers are unrounded; a missing estimate is null with its reason in whyMissing.");

    /// <summary>The schema of a document of a run's form.</summary>
    internal static string Of(Type document, string id, string description)
    {
        var definitions = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        JsonNode root = RunJson.Options.GetJsonSchemaAsNode(document, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Transform(context, node, document, definitions),
        });

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = id,
            ["description"] = description,
        };
        foreach ((string key, JsonNode? value) in root.AsObject().ToArray())
        {
            root.AsObject().Remove(key);
            schema[key] = value;
        }

        schema["properties"]!["schema"] = new JsonObject { ["const"] = id };
        schema["$defs"] = new JsonObject([.. definitions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);
        return schema.ToJsonString(RunJson.Options) + "\n";
    }

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node, Type document, SortedDictionary<string, JsonNode> definitions)
    {
        Type declared = context.TypeInfo.Type;
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        bool nullable = type != declared || context.PropertyInfo is { IsGetNullable: true };
        // Of an array of numbers that may be missing the exporter tells nothing.
        if (declared == typeof(ImmutableArray<double?>))
            return new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = new JsonArray("number", "null") } };
        if (type == typeof(double) || type == typeof(GroupKey) || type == typeof(MeasureOptions) || IsMap(type))
            node = Handwritten(type);
        else if (context.TypeInfo.Kind != JsonTypeInfoKind.Object)
            return node;
        else if (node is JsonObject plain && plain.ContainsKey("properties"))
            plain["type"] = "object";

        if (type == document)
            return node;
        if (type != typeof(double) && !IsMap(type))
        {
            // Where a type comes again the exporter points into the first place it stood, which has moved to $defs.
            if (!node.AsObject().ContainsKey("$ref"))
                definitions.TryAdd(type.Name, node);
            node = new JsonObject { ["$ref"] = $"#/$defs/{type.Name}" };
        }

        return nullable ? new JsonObject { ["anyOf"] = new JsonArray(node, new JsonObject { ["type"] = "null" }) } : node;
    }

    private static bool IsMap(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>);

    private static JsonObject Handwritten(Type type)
    {
        static JsonObject Of(string type) => new() { ["type"] = type };
        static JsonObject ListOf(string type) => new() { ["type"] = "array", ["items"] = Of(type) };
        static JsonObject MapOf(JsonNode values) => new() { ["type"] = "object", ["additionalProperties"] = values };

        if (type == typeof(double))
            return Of("number");
        if (type == typeof(GroupKey))
        {
            JsonObject levels = ListOf("string");
            levels["minItems"] = 1;
            JsonObject group = MapOf(levels);
            group["minProperties"] = 1;
            return group;
        }

        if (type == typeof(MeasureOptions))
            return MapOf(new JsonObject { ["anyOf"] = new JsonArray(Of("string"), Of("number"), Of("boolean"), ListOf("string"), MapOf(Of("number"))) });

        Type values = type.GetGenericArguments()[1];
        return MapOf(values == typeof(string) ? Of("string") : values == typeof(long) ? Of("integer") : ListOf("string"));
    }
}
