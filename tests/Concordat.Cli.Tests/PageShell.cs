using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Concordat.Cli.Tests;

/// <summary>Runs the shell blocks of a page, in order, in a copy of the places they name.</summary>
internal static partial class PageShell
{
    // A command that ends with one of these did what it says; anything else is a fault.
    private static readonly int[] Verdicts = [ExitCode.Met, ExitCode.Breached, ExitCode.Undetermined];

    public static void RunBlocks(string page, params (string Name, string Value)[] environment)
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
                (int code, string output) = RunShell(folder, command, environment);
                bool isAudit = command.Contains(" audit ", StringComparison.Ordinal);
                Assert.True(isAudit ? Verdicts.Contains(code) : code == 0, $"{page}: {command}\nexit code {code}\n{output}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static IEnumerable<string> Commands(string markdown) =>
        from Match block in ShellBlock().Matches(markdown)
        from line in JoinContinuations(block.Groups["body"].Value)
        where line.Trim().Length > 0 && line.Trim() != "./eng/test" // it runs this very test
        select line.Trim().StartsWith("dotnet run ", StringComparison.Ordinal)
            ? "./concordat " + line[(line.IndexOf(" -- ", StringComparison.Ordinal) + 4)..] // built already by whoever runs the tests
            : line.Trim();

    private static IEnumerable<string> JoinContinuations(string body) => body.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');

    public static void WriteShim(string path)
    {
        File.WriteAllText(path, $"#!/bin/sh\nexec dotnet '{typeof(ExitCode).Assembly.Location}' \"$@\"\n");
        using Process chmod = Process.Start("chmod", ["+x", path]);
        chmod.WaitForExit();
    }

    public static (int Code, string Output) RunShell(string folder, string command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
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
