using System.Text.Json;

namespace Concordat.Web.Tests;

/// <summary>Holds a JSON value against the part of JSON Schema that a description of an API uses. A keyword that it does not know is a fault, so that nothing is passed over.</summary>
internal static class JsonShape
{
    private static readonly ImmutableHashSet<string> s_known =
        ["$ref", "type", "enum", "properties", "required", "items", "additionalProperties", "oneOf", "anyOf", "format", "pattern", "description", "title", "default", "example", "minimum", "maximum"];

    public static IEnumerable<string> Faults(JsonElement document, JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
            return Faults(document, Resolve(document, reference.GetString()!), value, at);
        var faults = new List<string>();
        faults.AddRange(schema.EnumerateObject().Where(keyword => !s_known.Contains(keyword.Name)).Select(keyword => $"{at}: keyword {keyword.Name}"));
        if (schema.TryGetProperty("oneOf", out JsonElement choices) || schema.TryGetProperty("anyOf", out choices))
        {
            if (!choices.EnumerateArray().Any(choice => !Faults(document, choice, value, at).Any()))
                faults.Add($"{at}: {value} is none of {choices}");
            return faults;
        }

        if (schema.TryGetProperty("type", out JsonElement type))
        {
            string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];
            if (!types.Any(name => Is(name, value)))
                faults.Add($"{at}: {value} is no {string.Join(" or ", types)}");
        }

        if (schema.TryGetProperty("enum", out JsonElement list) && !list.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
            faults.Add($"{at}: {value} is none of {list}");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
            faults.AddRange(value.EnumerateArray().SelectMany((member, i) => Faults(document, items, member, $"{at}[{i}]")));
        if (value.ValueKind == JsonValueKind.Object)
            faults.AddRange(Members(document, schema, value, at));
        return faults;
    }

    private static IEnumerable<string> Members(JsonElement document, JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
        {
            foreach (JsonElement name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                yield return $"{at}: {name} is missing";
        }

        bool isListed = schema.TryGetProperty("properties", out JsonElement properties), isOpen = schema.TryGetProperty("additionalProperties", out JsonElement others);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (isListed && properties.TryGetProperty(member.Name, out JsonElement own))
            {
                foreach (string fault in Faults(document, own, member.Value, $"{at}.{member.Name}"))
                    yield return fault;
            }
            else if (isOpen)
            {
                foreach (string fault in Faults(document, others, member.Value, $"{at}.{member.Name}"))
                    yield return fault;
            }
            else if (isListed)
            {
                yield return $"{at}: {member.Name} is not described";
            }
        }
    }

    public static JsonElement Resolve(JsonElement document, string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (at, part) => at.GetProperty(part));

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => throw new InvalidOperationException($"no type is called {type}"),
    };
}
