using System.Text.Json;
using Concordat.Runs;

namespace Concordat.Laboratories;

/// <summary>The JSON form of a <see cref="LaboratoryRun"/>, laid out like that of a run: the same run gives the same bytes, and reading them gives the same run.</summary>
/// <remarks>The schema is <c>docs/schemas/lab.schema.json</c>.</remarks>
public static class LaboratoryJson
{
    /// <summary>The schema that <see cref="LaboratoryRun.Schema"/> names and that this build reads.</summary>
    public const string SchemaId = "concordat.lab/1";

    /// <summary>Writes the run.</summary>
    public static void Write(LaboratoryRun run, Stream stream)
    {
        JsonSerializer.Serialize(stream, run, RunJson.Options);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>The bytes that <see cref="Write"/> writes.</summary>
    public static byte[] ToBytes(LaboratoryRun run)
    {
        using var stream = new MemoryStream();
        Write(run, stream);
        return stream.ToArray();
    }

    /// <summary>Reads a run from a file.</summary>
    /// <exception cref="InputDataException">The file is no run of a laboratory: the faults, with their places where they have one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LaboratoryRun Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Read(stream, file);
    }

    /// <summary>Reads a run.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What messages call the input.</param>
    /// <exception cref="InputDataException">The input is no run of a laboratory.</exception>
    public static LaboratoryRun Read(Stream stream, string name)
    {
        var run = RunJson.ReadAs<LaboratoryRun>(stream, name, $"a laboratory's run as docs/schemas/lab.schema.json has it ({SchemaId})");
        ImmutableArray<InputFault> faults = LaboratoryFaults.Of(run, name);
        return faults.IsEmpty ? run : throw new InputDataException(faults);
    }

    /// <summary>The schema as <c>docs/schemas/lab.schema.json</c> has it, with a closing line feed.</summary>
    public static string Schema() => RunSchema.Of(
        typeof(LaboratoryRun), SchemaId,
        "Everything that one run of a laboratory needed and found. Numbers are unrounded; a missing estimate is null with its reason in whyMissing.");
}
