using System.CommandLine;
using System.Globalization;
using Concordat.Estimators.Judges;
using Concordat.Evidence;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat judge</c>: whether a judge may stand in for raters, for everyone and by group.</summary>
internal static class JudgeVerb
{
    public static Command Create(CliHost host)
    {
        var human = new Option<string?>("--human") { Description = "CSV of people's ratings: rater, item, value; further columns are attributes of the rater.", HelpName = "FILE" };
        var model = new Option<string[]>("--model") { Description = "With --human a CSV of judges' ratings: rater (optional), item, value. With --evidence the judge's rater id.", HelpName = "FILE|RATER", Arity = ArgumentArity.ZeroOrMore };
        var evidence = new Option<string?>("--evidence") { Description = "An evidence folder, instead of --human.", HelpName = "DIR" };
        var criterion = new Option<string?>("--criterion") { Description = "With --evidence, the criterion.", HelpName = "ID" };
        var condition = new Option<string?>("--condition") { Description = "With --evidence, only ratings given under this condition.", HelpName = "ID" };
        var epsilon = new Option<double>("--epsilon")
        {
            Description = "What the judge may lose against a rater and still be preferred for its cost: .2 beside experts, .15 beside skilled raters, .1 beside a crowd.",
            DefaultValueFactory = _ => AlternativeTestOptions.Default.Epsilon,
        };
        var score = new Option<string>("--score") { Description = "Share of equal answers, or minus the root mean squared difference; auto: accuracy for answers without order and for files.", DefaultValueFactory = _ => "auto" };
        score.AcceptOnlyFromAmong("auto", "accuracy", "rmse");
        var items = new Option<int>("--minimum-items") { Description = "Raters with fewer items are left out and named; those under 30 are tested by signed ranks.", DefaultValueFactory = _ => 30 };
        var rate = new Option<double>("--fdr") { Description = "False discovery rate over raters (Benjamini–Yekutieli).", DefaultValueFactory = _ => .05 };
        var by = new Option<string?>("--by") { Description = "An attribute of raters: a test for each of its levels, from their ratings alone.", HelpName = "attribute" };
        var minimum = new Option<int>("--minimum-cell") { Description = "Groups with fewer raters are not shown.", DefaultValueFactory = _ => 5 };
        Option<bool> json = CliOptions.Json($"Print one JSON document ({JudgeDocument.SchemaId}).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("judge",
            """
            Test whether a judge represents raters at least as well as they represent each other (the alternative annotator test), for everyone and for each
            group. A judge is often admitted for one group and not for another: there, people go on rating.

            Examples:
              concordat judge --human people.csv --model gpt.csv --epsilon .15 --by country --json
              concordat judge --evidence evidence --criterion hate --model gpt-4o --by nationality
            """)
        {
            human, model, evidence, criterion, condition, epsilon, score, items, rate, by, minimum, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(JudgeDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            string[] models = parsed.GetValue(model) ?? [];
            if (models.Length == 0 || parsed.GetValue(human) is null == parsed.GetValue(evidence) is null)
                throw new ArgumentException("judge needs --model, and either --human FILE or --evidence DIR");
            string how = parsed.GetValue(score)!;
            (EvidenceSet read, ImmutableArray<string> judges) = parsed.GetValue(human) is { } people
                ? JudgeFiles.Read(people, models is [string file] ? file : throw new ArgumentException("--human takes one --model FILE; a file can hold several judges"), how)
                : (EvidenceInput.Rows(parsed.GetValue(evidence)!, "judge", cancellationToken), [.. models]);
            string on = parsed.GetValue(human) is null ? AggregateVerb.Required(parsed.GetValue(criterion), "--criterion ID") : JudgeFiles.Criterion;
            var options = new AlternativeTestOptions { Epsilon = parsed.GetValue(epsilon), MinimumItems = parsed.GetValue(items), FalseDiscoveryRate = parsed.GetValue(rate) };
            AttributeColumn? groups = parsed.GetValue(by) is { } attribute ? AggregateVerb.ByRater(read, attribute) : null;
            string used = how;
            var parts = ImmutableArray.CreateBuilder<JudgeDocument.JudgePart>();
            foreach (string judge in judges)
            {
                cancellationToken.ThrowIfCancellationRequested();
                JudgedRatings ratings = JudgedRatings.Select(read, on, judge, judges, parsed.GetValue(condition), how);
                used = ratings.Score == AlignmentScores.Accuracy ? "accuracy" : "rmse";
                var found = ImmutableArray.CreateBuilder<JudgeDocument.GroupPart>();
                found.Add(JudgeDocument.Of(null, AlternativeTest.Fit(ratings.Panel(null), ratings.Score, options), 1, read.Raters.Keys));
                foreach (string level in (groups?.Levels.Ids ?? []).Order(StringComparer.Ordinal))
                {
                    GroupMembership members = GroupMembership.Resolve(read, read.Ratings.Attributes, new GroupKey(parsed.GetValue(by)!, level));
                    found.Add(JudgeDocument.Of(level, AlternativeTest.Fit(ratings.Panel(members), ratings.Score, options), parsed.GetValue(minimum), read.Raters.Keys));
                }

                parts.Add(new JudgeDocument.JudgePart(
                    judge, ratings.JudgeAnswers, ratings.Excluded.Considered, ratings.Excluded.Used, ratings.Excluded.ByReason, found.ToImmutable()));
            }

            var document = new JudgeDocument(
                JudgeDocument.SchemaId, on, used, options.Epsilon, options.MinimumItems, options.FalseDiscoveryRate, parsed.GetValue(by), parts.ToImmutable());
            if (parsed.GetValue(json))
                host.Out.WriteLine(JudgeDocument.Text(document));
            else
                Write(host.Out, document);
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static void Write(TextWriter writer, JudgeDocument document)
    {
        foreach (JudgeDocument.JudgePart judge in document.Judges)
        {
            writer.WriteLine($"{judge.Id} on {document.Criterion}: {judge.Answers} answers, score {document.Score}, epsilon {Number(document.Epsilon)}");
            foreach (JudgeDocument.GroupPart group in judge.Groups)
            {
                string who = group.Level is null ? "Everyone" : $"{document.By}: {group.Level}";
                writer.WriteLine(group.WinningRate is { } rate && group.Advantage is { } advantage
                    ? $"  {who}: {(group.IsAdmitted == true ? "admitted" : "not admitted, people rate")}; wins against {Number(rate)} of {group.Raters.Length} raters, advantage {Number(advantage)}, {group.Items} items"
                    : $"  {who}: no test, people rate: {group.WhyMissing}");
                foreach (JudgeDocument.LeftOutPart rater in group.LeftOut)
                    writer.WriteLine($"    left out: {rater.Id}: {rater.Reason}");
            }
        }
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
