using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Concordat.Cli;

/// <summary>The help of the bare command: every verb in a line, under what it is for; a verb's own help stays the usual one.</summary>
internal sealed class VerbList(ImmutableArray<(string Heading, ImmutableArray<Command> Verbs)> groups) : SynchronousCommandLineAction
{
    private readonly HelpAction _usual = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command is not { Parents: var parents } command || parents.Any())
            return _usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine("Usage: concordat VERB …, and concordat VERB --help for what it takes, with examples; concordat --version");
        int wide = groups.SelectMany(group => group.Verbs).Max(verb => verb.Name.Length);
        foreach ((string heading, ImmutableArray<Command> verbs) in groups)
        {
            output.WriteLine();
            output.WriteLine(heading);
            foreach (Command verb in verbs)
                output.WriteLine($"  {verb.Name.PadRight(wide)}  {Briefly(verb.Description!)}");
        }

        return 0;
    }

    // The first sentence, of a long one its first clause.
    private static string Briefly(string description)
    {
        const int Long = 120;
        string line = description.ReplaceLineEndings(" ");
        int end = line.IndexOf(". ", StringComparison.Ordinal);
        line = end < 0 ? line.TrimEnd() : line[..(end + 1)];
        int clause = line.Length > Long ? line.AsSpan().IndexOfAny(':', ';') : -1;
        return clause < 0 ? line : $"{line[..clause]}.";
    }
}
