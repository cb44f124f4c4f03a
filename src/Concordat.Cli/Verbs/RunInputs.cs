using System.Text.Json;
using Concordat.Scale;

namespace Concordat.Cli.Verbs;

/// <summary>Remembers beside a run where its evidence lay, a folder relative to the run's; the run itself holds no path.</summary>
internal static class RunInputs
{
    private const string FileName = "inputs.json";

    public static void Write(string run, string evidence)
    {
        string named = ClusterAddress.IsOne(evidence) ? evidence : Path.GetRelativePath(Path.GetFullPath(run), Path.GetFullPath(evidence)).Replace('\\', '/');
        string target = Path.Combine(run, FileName);
        WholeFile.Write(target, JsonSerializer.Serialize(new { schema = "concordat.inputs/1", evidence = named }) + "\n");
    }

    /// <exception cref="InputDataException">The file is missing or not what <see cref="Write"/> wrote.</exception>
    public static string Evidence(string run)
    {
        string file = Path.Combine(run, FileName);
        if (!File.Exists(file))
            throw new InputDataException(file, 0, 0, "no such file", "a folder written by `concordat audit`, or --evidence DIR");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            string evidence = document.RootElement.GetProperty("evidence").GetString()!;
            return ClusterAddress.IsOne(evidence) ? evidence : Path.GetFullPath(Path.Combine(run, evidence));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new InputDataException(file, 1, 0, "something else", "{\"schema\":\"concordat.inputs/1\",\"evidence\":\"…\"}, or give --evidence DIR");
        }
    }
}
