using System.Globalization;
using System.Text.Json;
using Concordat.Models.Lm.Weights;

namespace Concordat.Models.Training;

/// <summary>A place in a training run: one safetensors file with weights and moments, the step and the place in the data among its metadata.</summary>
/// <remarks>The order of the data follows from (seed, round), so that (round, place) is all there is to know of the random stream.</remarks>
/// <param name="Step">Steps made.</param>
/// <param name="Round">Round through the data.</param>
/// <param name="Place">Place in the round.</param>
/// <param name="GroupWeights">The weights on groups that an objective carries from step to step.</param>
internal sealed record Checkpoint(int Step, int Round, int Place, ImmutableArray<double> GroupWeights)
{
    private const string Format = "concordat.checkpoint/1", WeightPrefix = "weights.", FirstPrefix = "adam.m.", SecondPrefix = "adam.v.";

    public static void Write(string path, TrainedWeights trained, AdamW optimiser, Checkpoint at, SortedDictionary<string, string> identity)
    {
        var metadata = new SortedDictionary<string, string>(identity, StringComparer.Ordinal)
        {
            ["format"] = Format,
            ["step"] = at.Step.ToString(CultureInfo.InvariantCulture),
            ["round"] = at.Round.ToString(CultureInfo.InvariantCulture),
            ["place"] = at.Place.ToString(CultureInfo.InvariantCulture),
            ["groupWeights"] = string.Join(' ', at.GroupWeights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture))),
        };
        SafetensorsWriter.Write(
            path,
            trained.Slots.SelectMany(slot => new[]
            {
                NamedTensor.Of(slot, trained.Values, WeightPrefix),
                NamedTensor.Of(slot, optimiser.FirstMoment, FirstPrefix),
                NamedTensor.Of(slot, optimiser.SecondMoment, SecondPrefix),
            }),
            metadata);
    }

    /// <summary>Fills parameters and moments; all are read before any is changed.</summary>
    /// <exception cref="InputDataException">The file is damaged or of another run.</exception>
    public static Checkpoint Read(string path, TrainedWeights trained, AdamW optimiser, SortedDictionary<string, string> identity, int mostSteps, int mostPlaces)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") != Format)
            throw new InputDataException(path, 0, 0, $"format '{file.Metadata.GetValueOrDefault("format")}'", Format);
        InputFault[] faults =
        [
            .. identity.Where(pair => file.Metadata.GetValueOrDefault(pair.Key) != pair.Value)
                .Select(pair => new InputFault(path, 0, 0, $"{pair.Key} {file.Metadata.GetValueOrDefault(pair.Key) ?? "absent"}", $"{pair.Value}, as asked for; a run goes on only with its own options")),
        ];
        if (faults.Length > 0)
            throw new InputDataException([.. faults]);
        int step = Number(path, file, "step", mostSteps), round = Number(path, file, "round", int.MaxValue), place = Number(path, file, "place", mostPlaces);
        ImmutableArray<double> groupWeights = Weights(path, file);
        float[] weights = new float[trained.Values.Length], first = new float[trained.Values.Length], second = new float[trained.Values.Length];
        TensorSet.Read(path, [file], trained.Slots, weights, WeightPrefix);
        TensorSet.Read(path, [file], trained.Slots, first, FirstPrefix);
        TensorSet.Read(path, [file], trained.Slots, second, SecondPrefix);
        weights.CopyTo(trained.Values, 0);
        first.CopyTo(optimiser.FirstMoment, 0);
        second.CopyTo(optimiser.SecondMoment, 0);
        trained.Merge();
        return new Checkpoint(step, round, place, groupWeights);
    }

    /// <summary>What must be the same for a run to go on: every option by its name, the shape, the data.</summary>
    public static SortedDictionary<string, string> Identity(TrainedWeights trained, TrainingOptions options, string data)
    {
        var identity = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["corpus"] = data };
        Add(identity, "option", options);
        Add(identity, "model", trained.Model.Config);
        identity["adapter"] = trained.Adapter is null ? "none" : JsonSerializer.Serialize(trained.Adapter);
        identity["base"] = trained.BaseFingerprint ?? "none";
        return identity;
    }

    /// <summary>Adds each property of an object under a prefix.</summary>
    public static void Add(SortedDictionary<string, string> identity, string prefix, object values)
    {
        foreach (JsonProperty property in JsonSerializer.SerializeToElement(values, values.GetType()).EnumerateObject())
            identity[$"{prefix}.{property.Name}"] = property.Value.GetRawText();
    }

    private static int Number(string path, SafetensorsFile file, string name, int most) =>
        int.TryParse(file.Metadata.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= most
            ? value
            : throw new InputDataException(path, 0, 0, $"{name} '{file.Metadata.GetValueOrDefault(name)}'", $"a whole number up to {most}");

    private static ImmutableArray<double> Weights(string path, SafetensorsFile file) =>
    [
        .. (file.Metadata.GetValueOrDefault("groupWeights") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight) && weight is >= 0 and <= 1
                ? weight
                : throw new InputDataException(path, 0, 0, $"groupWeights '{text}'", "numbers in 0 … 1")),
    ];
}
