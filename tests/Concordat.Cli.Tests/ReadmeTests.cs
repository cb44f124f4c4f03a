using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Concordat.Cli.Tests;

/// <summary>Runs the shell blocks of the README and of the recipes, in order, in a copy of the places they name.</summary>
public sealed partial class ReadmeTests
{
    // A command that ends with one of these did what it says; anything else is a fault.
    private static readonly int[] Verdicts = [ExitCode.Met, ExitCode.Breached, ExitCode.Undetermined];

    public static TheoryData<string> Pages()
    {
        var pages = new TheoryData<string> { "README.md" };
        foreach (string page in Directory.EnumerateFiles(RepositoryRoot.Combine("docs", "recipes"), "*.md").Order(StringComparer.Ordinal))
            pages.Add(Path.GetRelativePath(RepositoryRoot.Path, page));
        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void ShellBlocks_OfThePage_Run(string page)
    {
        string folder = Directory.CreateTempSubdirectory("concordat-readme-").FullName;
        try
        {
            foreach (string name in new[] { "examples", "src", "docs", "Directory.Build.props", "Directory.Packages.props", "global.json" })
                File.CreateSymbolicLink(Path.Combine(folder, name), RepositoryRoot.Combine(name));
            WriteShim(Path.Combine(folder, "concordat"));
            string text = File.ReadAllText(RepositoryRoot.Combine(page));
            foreach (Match file in InlineFile().Matches(text))
                File.WriteAllText(Path.Combine(folder, file.Groups["name"].Value), file.Groups["content"].Value);
            foreach (string command in Commands(text))
            {
                (int code, string output) = RunShell(folder, command);
                bool isAudit = command.Contains(" audit ", StringComparison.Ordinal);
                Assert.True(isAudit ? Verdicts.Contains(code) : code == 0, $"{page}: {command}\nexit code {code}\n{output}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Tour_VerdictsOfTheInventedPanel_AreThoseTheTextTells()
    {
        string folder = Directory.CreateTempSubdirectory("concordat-tour-").FullName;
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder, "examples"), RepositoryRoot.Combine("examples"));
            WriteShim(Path.Combine(folder, "concordat"));
            foreach (string command in Commands(File.ReadAllText(RepositoryRoot.Combine("README.md"))).Where(command => command.Contains("tour/", StringComparison.Ordinal)))
                RunShell(folder, command);
            using var run = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tour", "run", "run.json")));
            var verdicts = run.RootElement.GetProperty("standards")[0].GetProperty("verdicts").EnumerateArray()
                .ToDictionary(verdict => verdict.GetProperty("populationId").GetString()!, verdict => verdict.GetProperty("status").GetString());
            Assert.Equal(("met", "breached", "undetermined"), (verdicts["english"], verdicts["spanish"], verdicts["tagalog"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Commands(string markdown) =>
        from Match block in ShellBlock().Matches(markdown)
        from line in JoinContinuations(block.Groups["body"].Value)
        where line.Trim().Length > 0 && line.Trim() != "./eng/test" // it runs this very test
        select line.Trim().StartsWith("dotnet run ", StringComparison.Ordinal)
            ? "./concordat " + line[(line.IndexOf(" -- ", StringComparison.Ordinal) + 4)..] // built already by whoever runs the tests
            : line.Trim();

    private static IEnumerable<string> JoinContinuations(string body) => body.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');

    private static void WriteShim(string path)
    {
        File.WriteAllText(path, $"#!/bin/sh\nexec dotnet '{typeof(ExitCode).Assembly.Location}' \"$@\"\n");
        using Process chmod = Process.Start("chmod", ["+x", path]);
        chmod.WaitForExit();
    }

    private static (int Code, string Output) RunShell(string folder, string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    // A file that a page shows under its name, for the commands that follow.
    [GeneratedRegex(@"`(?<name>[a-z-]+\.(csv|jsonl|yaml|txt))`:\n\n```\w+\n(?<content>[^`]*)```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InlineFile();

    [GeneratedRegex("```sh\n(?<body>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShellBlock();
}
