using System.Globalization;
using System.Text.Json;
using Concordat.Charters;
using Concordat.Web.Frame;

namespace Concordat.Web.Features.Workshop;

/// <summary>How a standard is measured: a measure of the catalog with its options, and the bound that someone answers for.</summary>
public sealed record Measurement(string Measure, ImmutableSortedDictionary<string, string> Options, double Bound, BoundDirection Direction, string Owner)
{
    /// <summary>Ids of all measures that a charter may name.</summary>
    public static ImmutableArray<string> Known { get; } = [.. Catalog.Audits.SelectMany(audit => audit.Description.Measures).Select(measure => measure.Id).Order(StringComparer.Ordinal)];

    public string OptionsText => JsonSerializer.Serialize(Options);

    /// <summary>In a sentence.</summary>
    public string Text =>
        $"{Measure}{(Options.IsEmpty ? "" : $" ({string.Join(", ", Options.Select(option => $"{option.Key} {option.Value}"))})")} is {(Direction == BoundDirection.AtLeast ? "at least" : "at most")} {Bound.ToString(CultureInfo.InvariantCulture)}. {Owner} answers for the bound.";

    /// <summary>From its columns; null where no measure was named.</summary>
    public static Measurement? Of(string? measure, string? options, double? bound, string? direction, string? owner) => measure is null
        ? null
        : new Measurement(measure, JsonSerializer.Deserialize<ImmutableSortedDictionary<string, string>>(options ?? "{}")!, bound ?? 0, Enum.Parse<BoundDirection>(direction!), owner ?? "");

    /// <summary>From a form; null where no measure is chosen.</summary>
    public static Measurement? Read(Form form)
    {
        string measure = form.Typed("measure");
        if (measure.Length == 0)
            return null;
        if (!Known.Contains(measure))
            form.Fault("measure", "Choose a measure of the list.");
        string owner = form.Text("owner", "Who answers for the bound", 120, 2);
        BoundDirection direction = form.Choice<BoundDirection>("direction", "on which side of the bound the standard is kept");
        if (!double.TryParse(form.Typed("bound").Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double bound) || !double.IsFinite(bound))
            form.Fault("bound", "The bound is a number, such as 0.8.");
        var options = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string line in form.Text("options", "The options", 1000, 0).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length != 2 || pair[0].Length == 0 || pair[1].Length == 0)
                form.Fault("options", "Each line is an option, an equals sign and its value: criterion = understood.");
            else
                options[pair[0]] = pair[1];
        }

        return new Measurement(measure, options.ToImmutable(), bound, direction, owner);
    }
}
