using Concordat.Runs;

namespace Concordat.Reporting.Tests;

public sealed class RunFolderTests
{
    [Fact]
    public void Write_NewFolder_HoldsTheRunAndItsReportsAndNothingElse()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-run-").FullName;
        Run run = SampleRuns.Dialects();
        string inner = Path.Combine(folder, "deep", "run");
        RunFolder.Write(run, inner);
        Assert.Equal(["junit.xml", "report.html", "report.md", "run.json"], Directory.GetFiles(inner).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.Equal(RunJson.ToBytes(run), File.ReadAllBytes(Path.Combine(inner, RunFolder.RunFile)));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Write_OverAnOlderRun_ReplacesIt()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-run-").FullName;
        RunFolder.Write(SampleRuns.Hostile(), folder);
        RunFolder.Write(SampleRuns.Dialects(), folder);
        Assert.Equal(RunJson.ToBytes(SampleRuns.Dialects()), File.ReadAllBytes(Path.Combine(folder, RunFolder.RunFile)));
        Assert.Equal(Rendered.Bytes(new HtmlReport(), SampleRuns.Dialects()), File.ReadAllBytes(Path.Combine(folder, "report.html")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Write_PlaceThatCannotBeWritten_LeavesNoHalfFile()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-run-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "report.md"));
        Assert.ThrowsAny<IOException>(() => RunFolder.Write(SampleRuns.Dialects(), folder));
        Assert.Empty(Directory.GetFiles(folder, "*.part"));
        Assert.False(File.Exists(Path.Combine(folder, RunFolder.RunFile)));
        Directory.Delete(folder, recursive: true);
    }
}
