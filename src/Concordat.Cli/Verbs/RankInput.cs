using System.Globalization;
using Concordat.Audits;
using Concordat.Estimators.Rankings;
using Concordat.Evidence;
using Concordat.Evidence.Counts;
using Concordat.Formats;
using Concordat.Formats.ComparisonsCsv;

namespace Concordat.Cli.Verbs;

/// <summary>Where <c>concordat rank</c> gets its comparisons and its covariates.</summary>
internal static class RankInput
{
    /// <exception cref="ArgumentException">Neither files nor a folder, or both.</exception>
    public static EvidenceSet Read(CliHost host, string[] files, string? folder, string[] settings, CancellationToken cancellationToken) =>
        Read(host, files, folder, settings, needsAll: true, maxThreads: 1, null, cancellationToken);

    /// <param name="host">Where notes go.</param>
    /// <param name="files">Files of comparisons.</param>
    /// <param name="folder">Or an evidence folder.</param>
    /// <param name="settings">Options of the importer.</param>
    /// <param name="needsAll">Whether more is needed than who chose what over what: attributes, raters by name, times.</param>
    /// <param name="maxThreads">Upper limit on threads.</param>
    /// <param name="needs">What is needed of comparisons on a cluster, by its frame; null where single ones are.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">Neither files nor a folder, or both.</exception>
    public static EvidenceSet Read(CliHost host, string[] files, string? folder, string[] settings, bool needsAll, int maxThreads, Func<EvidenceSet, CountNeeds>? needs,
        CancellationToken cancellationToken)
    {
        if (files.Length > 0 == folder is not null)
            throw new ArgumentException("rank needs either files of comparisons or --evidence DIR");
        EvidenceSet evidence;
        if (folder is not null)
        {
            if (settings.Length > 0)
                throw new ArgumentException("--set belongs to files; the evidence folder was imported with its own");
            if (needs is null)
            {
                evidence = EvidenceInput.Rows(folder, "rank with Elo, covariates, weights or tests of raters, like rewards and policies,", cancellationToken);
            }
            else
            {
                using var input = EvidenceInput.Open(host, folder, cancellationToken);
                evidence = input.Counted(needs, cancellationToken);
            }
        }
        else
        {
            var importer = new ComparisonsCsvImporter();
            (MeasureOptions options, ImmutableArray<string> assumed) =
                ComparisonsDefaults.Complete(files[0], ImportSettings.Parse(importer.Description, settings));
            foreach (string assumption in assumed)
                host.Error.WriteLine($"Note: read with {assumption}.");
            if (!needsAll && files.Length == 1 && ComparisonsScan.TryRead(files[0], options, maxThreads, cancellationToken) is { } scanned)
                return scanned;
            var builder = new EvidenceBuilder();
            importer.Read(new ImportRequest([.. files], options), builder, cancellationToken);
            evidence = builder.Build();
        }

        return evidence.Comparisons.Count > 0 ? evidence : throw new ArgumentException("there are no comparisons to rank from");
    }

    /// <summary>NAME, or NAME=COLUMN_A,COLUMN_B.</summary>
    /// <exception cref="ArgumentException">No such column, or a value that is no number.</exception>
    public static ComparisonCovariate Covariate(EvidenceSet evidence, string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return new ComparisonCovariate(text, [.. Numbers(evidence, text)]);
        string[] columns = text[(equals + 1)..].Split(',');
        if (equals == 0 || columns.Length != 2)
            throw new ArgumentException($"--covariate has '{text}'; expected NAME or NAME=COLUMN_A,COLUMN_B");
        return ComparisonCovariate.FromCounts(text[..equals], Numbers(evidence, columns[0]), Numbers(evidence, columns[1]));
    }

    private static double[] Numbers(EvidenceSet evidence, string column)
    {
        ComparisonTable table = evidence.Comparisons;
        (AttributeOwner owner, AttributeColumn attribute) = GroupMembership.FindAttribute(evidence, table.Attributes, column);
        double[] levels = [.. attribute.Levels.Ids.Select(text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number
                : throw new ArgumentException($"column '{column}' has '{text}'; a covariate needs numbers"))];
        var values = new double[table.Count];
        for (int row = 0; row < values.Length; row++)
        {
            int entity = owner switch
            {
                AttributeOwner.Rater => table.Rater[row],
                AttributeOwner.Item => table.Item[row],
                AttributeOwner.Row => row,
                _ => throw new ArgumentException($"column '{column}' belongs to systems; a covariate belongs to a comparison"),
            };
            int code = entity < 0 ? -1 : attribute.Codes[entity];
            values[row] = code < 0 ? double.NaN : levels[code];
        }

        return values;
    }
}
