using System.CommandLine;
using Concordat.Estimators.SpeechActs;
using Concordat.Evidence;
using Concordat.Formats.Text;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat precode</c>: a first guess at the force of recorded answers, for people to correct.</summary>
internal static class PrecodeVerb
{
    public static Command Create(CliHost host)
    {
        var evidence = new Option<string?>("--evidence") { Description = "The evidence folder with responses.", HelpName = "DIR" };
        var against = new Option<string?>("--against") { Description = "Instead of the guesses, print how they agree with people's codings of this criterion (0 to 4).", HelpName = "ID" };
        var command = new Command("precode",
            """
            Guess the force (0 to 4) of recorded answers from English word lists, as CSV that 'import ratings-csv' reads: a start for coders, not a coding.
            The guesses come from a rater named 'lexical-pre-coder' of kind 'model'; the audit of speech acts does not use them unless the alternative
            annotator test admits that rater beside people. The guide for coders is examples/speech-acts/coding-guide.md.

            Examples:
              concordat precode --evidence answers > precodes.csv
              concordat precode --evidence coded --against force
            """)
        {
            evidence, against,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            EvidenceSet read = EvidenceInput.Rows(AggregateVerb.Required(parsed.GetValue(evidence), "--evidence DIR"), "precode", cancellationToken);
            ResponseTable responses = read.Responses;
            int withoutText = responses.Text.Count(text => text is null);
            if (responses.Count == withoutText)
                throw new ArgumentException("the evidence has no responses with text; import them with 'concordat import responses-csv' or 'responses-jsonl'");
            if (parsed.GetValue(against) is { } criterion)
                Compare(host, read, criterion);
            else
                Write(host, read);
            if (withoutText > 0)
                host.Error.WriteLine($"Note: {withoutText} responses have no text and were left out.");
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static void Write(CliHost host, EvidenceSet evidence)
    {
        host.Out.WriteLine("rater,rater.kind,item,system,response,force,urgency,directive,negative_event,hedges,clauses");
        ResponseTable responses = evidence.Responses;
        for (int i = 0; i < responses.Count; i++)
        {
            if (responses.Text[i] is not { } text)
                continue;
            SpeechActPreCode code = LexicalPreCoder.Code(text);
            host.Out.WriteLine(new CsvRow().Text(LexicalPreCoder.RaterId).Text("model").Text(evidence.Items.Keys[responses.Item[i]]).Text(evidence.Systems.Keys[responses.System[i]])
                .Text(responses.Keys[i]).Whole(code.Force).Text(Word(code.IsUrgent)).Text(Word(code.IsDirective)).Text(Word(code.NamesEvent)).Whole(code.Hedges).Whole(code.Clauses));
        }
    }

    private static void Compare(CliHost host, EvidenceSet evidence, string criterion)
    {
        var agreement = PreCoderAgreement.Fit(evidence, criterion);
        host.Out.WriteLine(FormattableString.Invariant(
            $"{agreement.Responses} answers coded by people: the same force {agreement.Same:0.0%}, within one {agreement.WithinOne:0.0%}, weighted kappa {agreement.WeightedKappa:0.00}; at force 2 or more {agreement.SpokeUpBoth:0.0%} judged alike."));
    }

    private static string Word(bool flag) => flag ? "yes" : "no";
}
