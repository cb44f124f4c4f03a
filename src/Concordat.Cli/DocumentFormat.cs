using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concordat.Cli;

/// <summary>How the documents that verbs print are laid out and read back; unknown names and missing required values are faults.</summary>
public static class DocumentFormat
{
    /// <summary>Names in camel case.</summary>
    public static JsonSerializerOptions CamelCase { get; } = Of(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    private static JsonSerializerOptions Of(JsonSerializerOptions options)
    {
        options.WriteIndented = true;
        options.NewLine = "\n";
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
