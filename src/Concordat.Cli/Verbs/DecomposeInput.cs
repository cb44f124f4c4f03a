using Concordat.Audits;
using Concordat.Evidence;
using Concordat.Formats;
using Concordat.Formats.RatingsCsv;

namespace Concordat.Cli.Verbs;

/// <summary>Where <c>concordat decompose</c> gets its ratings.</summary>
internal static class DecomposeInput
{
    /// <exception cref="ArgumentException">Neither files nor a folder, or both.</exception>
    public static EvidenceSet Read(CliHost host, string[] files, string? folder, string[] settings, CancellationToken cancellationToken)
    {
        if (files.Length > 0 == folder is not null)
            throw new ArgumentException("decompose needs either files of ratings or --evidence DIR");
        if (folder is not null)
        {
            return settings.Length > 0
                ? throw new ArgumentException("--set belongs to files; the evidence folder was imported with its own")
                : EvidenceInput.Rows(folder, "decompose", cancellationToken);
        }

        var importer = new RatingsCsvImporter();
        (MeasureOptions options, ImmutableArray<string> assumed) = RatingsDefaults.Complete(files[0], ImportSettings.Parse(importer.Description, settings));
        foreach (string assumption in assumed)
            host.Error.WriteLine($"Note: read with {assumption}.");
        var builder = new EvidenceBuilder();
        importer.Read(new ImportRequest([.. files], options), builder, cancellationToken);
        return builder.Build();
    }

    /// <summary>The criterion asked for, or the only one.</summary>
    /// <exception cref="ArgumentException">There are several, and none was named.</exception>
    public static string Criterion(EvidenceSet evidence, string? asked)
    {
        if (asked is not null)
            return asked;
        string[] rated = [.. evidence.Ratings.Criterion.Distinct().Select(index => evidence.Criteria[index].Id).Order(StringComparer.Ordinal)];
        return rated.Length switch
        {
            0 => throw new ArgumentException("there are no ratings to decompose"),
            1 => rated[0],
            _ => throw new ArgumentException($"ratings are on several criteria; give --criterion, one of: {string.Join(", ", rated.Take(20))}"),
        };
    }

    /// <summary>The levels of an attribute as groups, sorted.</summary>
    /// <exception cref="ArgumentException">There is no such attribute.</exception>
    public static ImmutableArray<GroupKey> Groups(EvidenceSet evidence, string? by) => by is null
        ? []
        : [.. GroupMembership.FindAttribute(evidence, evidence.Ratings.Attributes, by).Column.Levels.Ids.Order(StringComparer.Ordinal).Select(level => new GroupKey(by, level))];
}
