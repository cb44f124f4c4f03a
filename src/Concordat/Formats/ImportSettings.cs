using System.Globalization;
using Concordat.Audits;

namespace Concordat.Formats;

/// <summary>Turns <c>--set name=value</c> into an importer's options, by the types it declares.</summary>
public static class ImportSettings
{
    /// <summary>The options that settings give.</summary>
    /// <exception cref="ArgumentException">A setting is no name=value, unknown, given twice or of the wrong type.</exception>
    public static MeasureOptions Parse(ImporterDescription importer, IEnumerable<string> settings)
    {
        MeasureOptions options = MeasureOptions.Empty;
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new ArgumentException($"--set has '{setting}'; expected name=value, as in scale=0..1");
            string name = setting[..equals], value = setting[(equals + 1)..];
            OptionDescription option = importer.Options.FirstOrDefault(known => known.Name == name)
                ?? throw new ArgumentException($"{importer.Id} has no option '{name}'; it has: {string.Join(", ", importer.Options.Select(known => known.Name))}");
            if (option.Type == OptionType.TextList)
            {
                options = options.With(name, options.TextList(name).Add(value).ToArray());
                continue;
            }

            if (options.Has(name))
                throw new ArgumentException($"--set {name} is given twice");
            if (!option.Allowed.IsEmpty && !option.Allowed.Contains(value))
                throw new ArgumentException($"--set {setting}; expected {name}= one of {string.Join(", ", option.Allowed)}");
            options = options.With(name, Value(option, value, setting));
        }

        return options;
    }

    private static object Value(OptionDescription option, string value, string setting)
    {
        switch (option.Type)
        {
            case OptionType.Flag when value is "true" or "false":
                return value == "true";
            case OptionType.Number or OptionType.Integer when Number(value) is double number:
                return number;
            case OptionType.NumberMap:
                string[][] pairs = [.. value.Split(',').Select(pair => pair.Split(':'))];
                if (pairs.All(pair => pair.Length == 2 && Number(pair[1]) is not null))
                    return pairs.ToImmutableSortedDictionary(pair => pair[0], pair => Number(pair[1])!.Value, StringComparer.Ordinal);
                break;
            case OptionType.Text:
                return value;
        }

        throw new ArgumentException($"--set {setting}; expected {option.Name}= {option.Type switch
        {
            OptionType.Flag => "true or false",
            OptionType.NumberMap => "word:number,word:number",
            OptionType.Integer => "a whole number",
            _ => "a number",
        }}");
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
