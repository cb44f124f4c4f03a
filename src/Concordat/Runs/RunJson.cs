using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Concordat.Runs;

/// <summary>The JSON form of a <see cref="Run"/>: the same run gives the same bytes, and reading them gives the same run.</summary>
/// <remarks>
/// UTF-8 without mark, LF, two spaces, camel-case names in the types' own order, every name always present, doubles unrounded (shortest form that reads back equal),
/// enumerations as kebab-case words, a group as <c>{attribute: [levels]}</c>, a missing estimate as null with <c>whyMissing</c> beside it.
/// The schema is <c>docs/schemas/run.schema.json</c>.
/// </remarks>
public static class RunJson
{
    /// <summary>The schema that <see cref="Run.Schema"/> names and that this build reads.</summary>
    public const string SchemaId = "concordat.run/1";

    internal static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>Writes the run.</summary>
    public static void Write(Run run, Stream stream)
    {
        JsonSerializer.Serialize(stream, run, Options);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>The bytes that <see cref="Write"/> writes.</summary>
    public static byte[] ToBytes(Run run)
    {
        using var stream = new MemoryStream();
        Write(run, stream);
        return stream.ToArray();
    }

    /// <summary>Reads a run from a file.</summary>
    /// <exception cref="InputDataException">The file is no run: the faults, with their places where they have one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Run Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Read(stream, file);
    }

    /// <summary>Reads a run.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What messages call the input.</param>
    /// <exception cref="InputDataException">The input is no run: the faults, with their places where they have one.</exception>
    public static Run Read(Stream stream, string name)
    {
        var run = ReadAs<Run>(stream, name, $"a run as docs/schemas/run.schema.json has it ({SchemaId})");
        ImmutableArray<InputFault> faults = RunFaults.Of(run, name);
        return faults.IsEmpty ? run : throw new InputDataException(faults);
    }

    /// <summary>Reads a document of a run's form; faults have their places.</summary>
    internal static T ReadAs<T>(Stream stream, string name, string expected)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(stream, Options) ?? throw new InputDataException(name, 1, 1, "null", expected);
        }
        catch (JsonException exception)
        {
            throw new InputDataException(name, exception.LineNumber + 1 ?? 0, exception.BytePositionInLine + 1 ?? 0, Found(exception), expected);
        }
    }

    private static string Found(JsonException exception)
    {
        // The serialiser appends " Path: … | LineNumber: … | BytePositionInLine: …", which the fault already carries.
        int tail = exception.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        string message = (tail < 0 ? exception.Message : exception.Message[..tail]).TrimEnd('.');
        return string.IsNullOrEmpty(exception.Path) ? message : $"at {exception.Path}: {message}";
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            AllowDuplicateProperties = false,
            AllowTrailingCommas = false,
            // Runs are files, never markup: other scripts stay legible, reports encode for themselves.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            IndentSize = 2,
            NewLine = "\n",
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireEveryProperty } },
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            WriteIndented = true,
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
                new FiniteNumberJsonConverter(),
                new GroupKeyJsonConverter(),
                new MeasureOptionsJsonConverter(),
                new OrdinalMapJsonConverter<string>(),
                new OrdinalMapJsonConverter<long>(),
                new OrdinalMapJsonConverter<ImmutableArray<string>>(),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Keeps what a constructor or initialiser can set, and requires all of it; what types compute is left out.</summary>
    private static void RequireEveryProperty(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        for (int i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].Set is null && type.Properties[i].AssociatedParameter is null)
                type.Properties.RemoveAt(i);
            else
                type.Properties[i].IsRequired = true;
        }
    }
}
