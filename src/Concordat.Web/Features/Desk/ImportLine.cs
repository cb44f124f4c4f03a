using System.Text.Json.Serialization;
using Concordat.Formats;

namespace Concordat.Web.Features.Desk;

/// <summary>One call of <c>concordat import</c>.</summary>
/// <param name="Format">The importer's id.</param>
/// <param name="File">The file's name, without a folder.</param>
/// <param name="Settings">What stands after <c>--set</c>, each.</param>
public sealed record ImportLine(string Format, string File, ImmutableArray<string> Settings)
{
    /// <exception cref="ArgumentException">There is no such format.</exception>
    [JsonIgnore]
    public IImporter Importer => Catalog.Importers.FirstOrDefault(importer => importer.Description.Id == Format) ?? throw new ArgumentException($"there is no format '{Format}'");

    /// <summary>The call as it is typed.</summary>
    [JsonIgnore]
    public string Command => $"concordat import {Format} {File} --into evidence{string.Concat(Settings.Select(setting => $" --set {Quoted(setting)}"))}";

    /// <summary>Names of all files it reads: its own and those that settings name.</summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public IEnumerable<string> FileNames() => [File, .. Settings.Select(FileNamed).OfType<string>()];

    /// <summary>The request for the files in a folder.</summary>
    /// <exception cref="ArgumentException">A setting is none of its format's.</exception>
    public ImportRequest In(string folder) => new(
        [Path.Combine(folder, File)],
        ImportSettings.Parse(Importer.Description, Settings.Select(setting => FileNamed(setting) is { } name ? $"{setting[..(setting.IndexOf('=', StringComparison.Ordinal) + 1)]}{Path.Combine(folder, name)}" : setting)));

    private string? FileNamed(string setting)
    {
        int equals = setting.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && Importer.Description.FileOptions.Contains(setting[..equals]) ? setting[(equals + 1)..] : null;
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
