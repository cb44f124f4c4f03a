using System.CommandLine;
using System.Text.Json;
using Concordat.Charters.Record;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat verify</c>: follows the chain of a record, without the server it came from.</summary>
internal static class VerifyVerb
{
    public static Command Create(CliHost host)
    {
        var record = new Argument<string>("RECORD") { Description = "The record as the web app hands it out (record.jsonl)." };
        var head = new Option<string?>("--head") { Description = "A hash that was published: the record must contain it. A chain alone cannot show that its end was cut off." };
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of the document that --json prints, and stop." };
        Option<bool> json = CliOptions.Json("Print one JSON document (concordat.verify/1).");
        record.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command("verify",
            """
            Check that nothing in a record of votes, ratifications and publications was changed, dropped, added or moved.

            What people gave is sealed in it by their own keys; it is checked without being read, and holds where a person's key was destroyed.

            Example:
              concordat verify record.jsonl --head 9f2c…

            Exit code: 0 the chain holds, 1 it is broken, 3 the file cannot be read.
            """)
        {
            record, head, json, schema,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(VerifyDocument.SchemaText());
                return ExitCode.Met;
            }

            return Run(host, parsed.GetValue(record) ?? throw new ArgumentException("verify needs a record"), parsed.GetValue(head), parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(CliHost host, string path, string? head, bool json)
    {
        RecordCheck check = RecordCheck.Of(RecordFile.Read(path), head);
        if (json)
        {
            host.Out.WriteLine(JsonSerializer.Serialize(VerifyDocument.Of(check), DocumentFormat.CamelCase));
        }
        else
        {
            foreach ((string kind, long entries) in check.ByKind)
                host.Out.WriteLine($"{kind}: {entries}");
            host.Out.WriteLine($"sealed: {check.Sealed} of {check.Entries}");
            host.Out.WriteLine($"head: {check.Head}");
            host.Out.WriteLine(check.Holds ? "The chain holds." : $"BROKEN at entry {check.BrokenAt}: {check.WhyBroken}.");
            if (check.Holds && head is null)
                host.Error.WriteLine("Note: only a published hash, given by --head, shows that the end is not missing.");
        }

        return check.Holds ? ExitCode.Met : ExitCode.Breached;
    }
}
