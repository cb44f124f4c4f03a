using System.CommandLine;
using System.Text.Json;
using Concordat.Choice.Bridging;
using Concordat.Choice.OpinionGroups;
using Concordat.Evidence;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat bridge</c>: what people of different opinions share, and what divides them.</summary>
internal static class BridgeVerb
{
    public static Command Create(CliHost host)
    {
        var evidence = new Option<string?>("--evidence") { Description = "The evidence folder.", HelpName = "DIR" };
        var criterion = new Option<string>("--criterion") { Description = "The criterion on which statements were rated.", HelpName = "NAME", DefaultValueFactory = _ => "agreement" };
        var conversation = new Option<string?>("--conversation") { Description = "The conversation, where the evidence holds several.", HelpName = "NAME" };
        Option<string> method = new Option<string>("--method")
        {
            Description = "groups: opinion groups and group-aware consensus, from agree, pass and disagree. notes: helpfulness that viewpoints do not explain, from 1, .5 and 0.",
            DefaultValueFactory = _ => "groups",
        }.AcceptOnlyFromAmong("groups", "notes");
        Option<string> form = new Option<string>("--form")
        {
            Description = "How the loss of notes adds up: mean, as the published code does, or sum, as its documents write.",
            DefaultValueFactory = _ => "mean",
        }.AcceptOnlyFromAmong("mean", "sum");
        var keepModerated = new Option<bool>("--keep-moderated") { Description = "Keep statements that moderators turned down." };
        var by = new Option<string?>("--by") { Description = "A declared attribute of raters: what its groups share and what divides them, beside the opinion groups.", HelpName = "ATTRIBUTE" };
        var top = new Option<int>("--top") { Description = "Statements in each list of the text; --json has all.", DefaultValueFactory = _ => 5 };
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<int> minimumCell = CliOptions.MinimumCell();
        Option<bool> json = CliOptions.Json("Print one JSON document (concordat.bridge/1).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("bridge",
            """
            Find opinion groups in who agreed with what, the statements that every group agrees on, those that mark a group, and those that divide them.

            Opinion groups are latent: clusters of opinions, not declared groups of people. A statement is left out where few people of some group gave an opinion on it.

            Examples:
              concordat bridge --evidence evidence
              concordat bridge --evidence evidence --by district
            """) { evidence, criterion, conversation, method, form, keepModerated, by, top, seed, threads, minimumCell, json, schema };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(BridgeDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            string folder = parsed.GetValue(evidence) ?? throw new ArgumentException("--evidence is missing; it names the evidence folder");
            EvidenceSet set = EvidenceInput.Rows(folder, "bridge", cancellationToken);
            var selection = new StatementSelection(parsed.GetValue(criterion)!, parsed.GetValue(conversation), parsed.GetValue(keepModerated));
            int cell = parsed.GetValue(minimumCell);
            if (parsed.GetValue(by) is not null && parsed.GetValue(method) != "groups")
                throw new ArgumentException("--by belongs to --method groups");
            BridgeDocument document = parsed.GetValue(method) == "groups"
                ? BridgeDocument.OfGroups(set, selection, new OpinionGroupsOptions { Seed = parsed.GetValue(seed) }, cell, parsed.GetValue(by), cancellationToken)
                : BridgeDocument.OfNotes(
                    set,
                    selection,
                    new BridgingOptions
                    {
                        Form = parsed.GetValue(form) == "mean" ? BridgingForm.Mean : BridgingForm.Sum,
                        Seed = parsed.GetValue(seed),
                        MaxThreads = parsed.GetValue(threads),
                    },
                    cell,
                    cancellationToken);
            if (parsed.GetValue(json))
                host.Out.WriteLine(JsonSerializer.Serialize(document, DocumentFormat.CamelCase));
            else
                host.Out.Write(BridgeSummary.Of(document, parsed.GetValue(top)));
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }
}
