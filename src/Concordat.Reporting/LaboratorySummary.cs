using Concordat.Laboratories;

namespace Concordat.Reporting;

/// <summary>A laboratory's run in a screenful of plain text: what was found, what was planted, what it does not show.</summary>
public static class LaboratorySummary
{
    /// <summary>Writes the summary; nothing in it is not in the run.</summary>
    public static void Write(TextWriter text, LaboratoryRun run)
    {
        var view = new LaboratoryView(run);
        text.WriteLine(view.About.Title);
        text.WriteLine($"Scale: {view.Scale}. Replicates: {view.Replicates}.");
        Add("What was found", run.Outcome.Answers);
        Add("What was planted", view.About.Planted);
        if (!run.Outcome.PlantedValues.IsEmpty)
        {
            string[][] rows = [.. run.Outcome.PlantedValues.Select(LaboratoryView.Cells)];
            int[] widths = [.. LaboratoryView.PlantedColumns.Select((name, column) => Math.Max(name.Length, rows.Max(row => row[column].Length)))];
            text.WriteLine();
            foreach (string[] row in rows.Prepend(LaboratoryView.PlantedColumns))
                text.WriteLine("  " + string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
            text.WriteLine($"  {view.Held}");
        }

        Add("What it does not show", view.About.Limits);

        void Add(string heading, IEnumerable<string> sentences)
        {
            text.WriteLine();
            text.WriteLine(heading);
            foreach (string sentence in sentences)
                text.WriteLine($"  - {sentence}");
        }
    }
}
