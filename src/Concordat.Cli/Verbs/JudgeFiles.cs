using System.Globalization;
using Concordat.Evidence;
using Concordat.Formats.Text;

namespace Concordat.Cli.Verbs;

/// <summary>Ratings of people and of judges from CSV files with the columns rater, item and value; further columns of the people's file are their attributes.</summary>
internal static class JudgeFiles
{
    public const string Criterion = "value";

    private sealed record Row(string Rater, string Item, string Value, ImmutableArray<(string Name, string Level)> Attributes);

    /// <summary>Reads both files.</summary>
    /// <returns>The ratings, and the ids of the judges in ordinal order. A file of judges without a column rater is one judge, named after the file.</returns>
    /// <exception cref="InputDataException">A file has faults: all of them, each with its place.</exception>
    public static (EvidenceSet Evidence, ImmutableArray<string> Judges) Read(string human, string model, string score)
    {
        List<Row> people = Rows(human, isHuman: true, score, []), judges = Rows(model, isHuman: false, score, [.. people.Select(row => row.Rater)]);
        string[] values = [.. people.Concat(judges).Select(row => row.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        bool byNumber = score == "rmse";
        Evidence.Scale scale = byNumber ? Evidence.Scale.Numbers(ScaleKind.Interval) : Evidence.Scale.Of(ScaleKind.Nominal, [.. values.Select(value => new ScaleLevel(value, null, false))]);
        var builder = new EvidenceBuilder();
        int criterion = builder.Criterion(Criterion, scale);
        foreach (Row row in people.Concat(judges))
        {
            int rater = builder.Raters.Code(row.Rater);
            foreach ((string name, string level) in row.Attributes)
                builder.Raters.Set(rater, name, level);
            double value = byNumber ? double.Parse(row.Value, NumberStyles.Float, CultureInfo.InvariantCulture) : Array.BinarySearch(values, row.Value, StringComparer.Ordinal);
            builder.AddRating(rater, builder.Items.Code(row.Item), criterion, value);
        }

        return (builder.Build(), [.. judges.Select(row => row.Rater).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private static List<Row> Rows(string file, bool isHuman, string score, HashSet<string> taken)
    {
        using DelimitedReader reader = DelimitedReader.Open(file, DelimitedOptions.Default);
        int item = reader.RequiredColumn("item"), value = reader.RequiredColumn("value"), rater = isHuman ? reader.RequiredColumn("rater") : reader.Column("rater");
        int[] attributes = isHuman ? [.. Enumerable.Range(0, reader.FieldCount).Where(column => column != item && column != value && column != rater)] : [];
        var rows = new List<Row>();
        var seen = new HashSet<(string, string)>();
        var levels = new Dictionary<(string, int), string>();
        while (reader.Read())
        {
            string who = rater >= 0 ? reader.Text(rater) : Path.GetFileNameWithoutExtension(file), what = reader.Text(item), given = reader.Text(value);
            foreach (int column in new[] { item, value, rater })
            {
                if (column >= 0 && reader.Field(column).IsEmpty)
                    reader.Reject(column, "nothing", $"a {reader.Header[column]}");
            }

            if (score == "rmse" && !given.AsSpan().IsEmpty && !reader.TryNumber(value, out _))
                reader.Reject(value, "a finite number, as score rmse needs; for named answers use --score accuracy");
            if (taken.Contains(who))
                reader.Reject(Math.Max(rater, 0), $"rater '{who}', who is in the people's file too", "judges with ids of their own");
            if (!seen.Add((who, what)))
                reader.Reject(item, $"item '{what}' a second time for rater '{who}'", "one rating of each item by each rater");
            var own = ImmutableArray.CreateBuilder<(string, string)>();
            foreach (int column in attributes)
            {
                string level = reader.Text(column);
                if (level.Length == 0)
                    continue;
                if (!levels.TryAdd((who, column), level) && levels[(who, column)] != level)
                    reader.Reject(column, $"{reader.Header[column]} '{level}' for rater '{who}'", $"'{levels[(who, column)]}', as in an earlier row");
                own.Add((reader.Header[column], levels[(who, column)]));
            }

            rows.Add(new Row(who, what, given, own.ToImmutable()));
        }

        return rows.Count > 0 ? rows : throw new InputDataException(file, 0, 0, "no ratings", "at least one row");
    }
}
