using System.Collections.Immutable;
using Concordat.Laboratories;
using Concordat.Runs;

namespace Concordat.Reporting;

/// <summary>The folder of a run: <c>run.json</c> and its reports.</summary>
public static class RunFolder
{
    /// <summary>What the run itself is called.</summary>
    public const string RunFile = "run.json";

    /// <summary>What a laboratory's run is called.</summary>
    public const string LaboratoryFile = "lab.json";

    /// <summary>Every form a run is rendered in.</summary>
    public static ImmutableArray<IReportWriter> Writers { get; } = [new HtmlReport(), new MarkdownReport(), new JUnitReport()];

    /// <summary>Writes the run and its reports, making the folder where there is none.</summary>
    /// <remarks>
    /// No reader ever sees half of a file. The run comes last: a folder with a <c>run.json</c> has its reports.
    /// </remarks>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(Run run, string directory)
    {
        foreach (IReportWriter writer in Writers)
            WholeFile.Write(Path.Combine(directory, writer.FileName), stream => writer.Write(run, stream));
        WholeFile.Write(Path.Combine(directory, RunFile), stream => RunJson.Write(run, stream));
    }

    /// <summary>Writes a laboratory's run and its reports in the same way, <see cref="LaboratoryFile"/> last.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(LaboratoryRun run, string directory)
    {
        WholeFile.Write(Path.Combine(directory, "report.html"), stream => LaboratoryHtml.Write(run, stream));
        WholeFile.Write(Path.Combine(directory, "report.md"), stream => LaboratoryMarkdown.Write(run, stream));
        WholeFile.Write(Path.Combine(directory, LaboratoryFile), stream => LaboratoryJson.Write(run, stream));
    }
}
