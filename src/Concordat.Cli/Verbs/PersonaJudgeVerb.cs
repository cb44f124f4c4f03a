using System.CommandLine;
using System.Globalization;
using Concordat.Audits;
using Concordat.Estimators.Judges;
using Concordat.Evidence;
using Concordat.Formats;
using Concordat.Formats.PersonaCsv;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat persona-judge</c>: how well a judge answers in the place of people, by the certainty it states, for everyone and by group.</summary>
internal static class PersonaJudgeVerb
{
    private static readonly double[] s_shown = [.1, .25, .5, .75, 1];

    public static Command Create(CliHost host)
    {
        var files = new Argument<string[]>("FILE") { Description = "CSV files with rater, item, answer, persona, order, predicted, certainty; further columns are attributes of the rater.", Arity = ArgumentArity.ZeroOrMore };
        var evidence = new Option<string?>("--evidence") { Description = "An evidence folder that `import persona-csv` filled, instead of files.", HelpName = "DIR" };
        var judge = new Option<string>("--judge") { Description = "The judge's name in the evidence.", DefaultValueFactory = _ => "judge", HelpName = "NAME" };
        var criterion = new Option<string>("--criterion") { Description = "The criterion of people's own answers in the evidence.", DefaultValueFactory = _ => "choice", HelpName = "ID" };
        var by = new Option<string?>("--by") { Description = "An attribute of raters: the curves of each of its levels by themselves.", HelpName = "attribute" };
        var confidence = new Option<double>("--confidence") { Description = "Two-sided level of each interval.", DefaultValueFactory = _ => .95 };
        Option<int> minimum = CliOptions.MinimumCell(), replicates = CliOptions.Replicates(), threads = CliOptions.Threads();
        Option<ulong> seed = CliOptions.Seed();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({PersonaJudgeDocument.SchemaId}).");
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of that document and stop." };
        var command = new Command("persona-judge",
            """
            Show how often a judge that is told about a person answers as that person did: accuracy always with its coverage, from the answers it is most certain
            of to all; whether its certainty means what it says; how many answers survive swapped positions; and what knowing the person gains over not knowing.
            Intervals are over people.

            A row is one question to the judge. `predicted` is first, second or tie as the judge saw them, so that with order swapped `first` is the second alternative.

              rater,item,answer,persona,order,predicted,certainty,country
              p1,i1,first,yes,given,first,90,India
              p1,i1,first,yes,swapped,second,85,India
              p1,i1,first,no,given,second,60,India

            Examples:
              concordat persona-judge predictions.csv --by country --json
              concordat persona-judge --evidence evidence --judge gpt-4o --criterion choice
            """)
        {
            files, evidence, judge, criterion, by, confidence, minimum, replicates, seed, threads, json, schema,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(schema))
            {
                host.Out.Write(PersonaJudgeDocument.SchemaText());
                return Task.FromResult(ExitCode.Met);
            }

            double level = parsed.GetValue(confidence);
            if (level is not (> 0 and < 1))
                throw new ArgumentException($"--confidence is {level.ToString(CultureInfo.InvariantCulture)}; it must lie in (0, 1)");
            string name = parsed.GetValue(judge)!, on = parsed.GetValue(criterion)!;
            EvidenceSet read = Read(parsed.GetValue(files) ?? [], parsed.GetValue(evidence), name, on, cancellationToken);
            PersonaRatings ratings = PersonaRatings.Select(read, on, name, out string why) ?? throw new ArgumentException(why);
            AttributeColumn? groups = parsed.GetValue(by) is { } attribute ? AggregateVerb.ByRater(read, attribute) : null;
            PersonaJudgeDocument.GroupPart Part(string? of)
            {
                PersonaAnswers answers = ratings.Of(of is null ? null : GroupMembership.Resolve(read, read.Ratings.Attributes, new GroupKey(parsed.GetValue(by)!, of)));
                int people = answers.Rater.Distinct().Count();
                return people == 0 ? PersonaJudgeDocument.Missing(of, "the judge answered in nobody's place here")
                    : of is not null && people < parsed.GetValue(minimum) ? PersonaJudgeDocument.Missing(of, $"fewer than {parsed.GetValue(minimum)} raters, the smallest group that may be shown")
                    : PersonaJudgeDocument.Of(of, people, answers.Judge.Length, PersonaCurves.Fit(answers, level, parsed.GetValue(replicates), parsed.GetValue(seed), parsed.GetValue(threads), cancellationToken));
            }

            var document = new PersonaJudgeDocument(
                PersonaJudgeDocument.SchemaId, name, on, level, parsed.GetValue(replicates), parsed.GetValue(seed), parsed.GetValue(by),
                ratings.Excluded.Considered, ratings.Excluded.Used, ratings.Excluded.ByReason,
                [Part(null), .. (groups?.Levels.Ids ?? []).Order(StringComparer.Ordinal).Select(Part)]);
            if (parsed.GetValue(json))
                host.Out.WriteLine(PersonaJudgeDocument.Text(document));
            else
                Write(host.Out, document);
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static EvidenceSet Read(string[] files, string? folder, string judge, string criterion, CancellationToken cancellationToken)
    {
        if (files.Length > 0 == folder is not null)
            throw new ArgumentException("persona-judge needs either files or --evidence DIR");
        if (folder is not null)
            return EvidenceInput.Rows(folder, "persona-judge", cancellationToken);
        var builder = new EvidenceBuilder();
        new PersonaCsvImporter().Read(new ImportRequest([.. files], MeasureOptions.Empty.With("judge", judge).With("criterion", criterion)), builder, cancellationToken);
        return builder.Build();
    }

    private static void Write(TextWriter writer, PersonaJudgeDocument document)
    {
        writer.WriteLine($"{document.Judge} in people's places on {document.Criterion}: {document.AnswersUsed} of {document.AnswersConsidered} answers");
        foreach ((string reason, long count) in document.LeftOut)
            writer.WriteLine($"  left out: {count}: {reason}");
        foreach (PersonaJudgeDocument.GroupPart group in document.Groups)
        {
            string who = group.Level is null ? "Everyone" : $"{document.By}: {group.Level}";
            if (group.WhyMissing is { } why)
            {
                writer.WriteLine($"  {who}: not shown: {why}");
                continue;
            }

            writer.WriteLine($"  {who}: {group.People} people, {group.Answers} answers");
            foreach (PersonaJudgeDocument.PointPart point in s_shown.Select(share => group.Points.First(point => point.Coverage >= share)).Distinct())
                writer.WriteLine($"    certainty {Number(point.Certainty)} and above: coverage {Number(point.Coverage)}, accuracy {Show(new PersonaJudgeDocument.FigurePart(point.Accuracy, point.Lower, point.Upper))}");
            writer.WriteLine($"    calibration error {Show(group.CalibrationError)}");
            writer.WriteLine($"    positions swapped: {(group.SwapCount > 0 ? $"{Show(group.SwapAgreement)} of {group.SwapCount} answers stay" : "never asked")}");
            writer.WriteLine($"    without the person: {(group.BaselineCount > 0 ? $"accuracy {Show(group.BaselineAccuracy)}, gain of knowing the person {Show(group.PersonaGain)}, {group.BaselineCount} answers" : "never asked")}");
        }
    }

    private static string Show(PersonaJudgeDocument.FigurePart? figure) => figure is null ? "none"
        : figure is { Lower: { } lower, Upper: { } upper } ? $"{Number(figure.Value)} ({Number(lower)} … {Number(upper)})"
        : Number(figure.Value);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
