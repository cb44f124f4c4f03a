using System.Globalization;
using System.Text;
using Concordat.Evidence;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Judging;

/// <summary>Judgements as evidence: what a round's judgements are in the formats that <c>concordat import</c> reads.</summary>
/// <remarks>
/// Only judgements of those who take part are read. A rating is a row of ratings; a marked part is a rating whose row carries the part and the comment; a choice between two is a
/// comparison of their systems. The best of n becomes n − 1 comparisons, of the chosen one with each other, that share their <c>choice</c>; an answer without a choice becomes
/// abstentions between the first shown and each other. Passing and having no opinion are different words in the column <c>answer</c>, and both abstentions.
/// </remarks>
public static class Judgements
{
    public const string Pass = "pass", NoOpinion = "no opinion";

    /// <summary>The judgements of a round in the order in which they were given.</summary>
    public static Task<ImmutableArray<JudgementRow>> Of(Session session, string round) => session.All<JudgementRow>(
        """
        SELECT judgements.id, judging_tasks.id AS task, judgements.seat_id AS rater, item_id AS item, shown, condition, replicate, position, answer, value, span_start, span_end, comment, given_at
        FROM judgements JOIN judging_tasks ON judging_tasks.id = task_id JOIN judging_units ON judging_units.round_id = judging_tasks.round_id AND number = unit
        JOIN seats ON seats.id = judgements.seat_id WHERE judging_tasks.round_id = @round AND takes_part = 1 ORDER BY given_at, judgements.id
        """, new { round });

    /// <summary>The judgements of a round as a file; null where there are none.</summary>
    public static async Task<EvidenceFile?> File(Session session, RoundRow round)
    {
        ImmutableArray<JudgementRow> rows = await Of(session, round.Id);
        if (rows.IsEmpty)
            return null;
        var systems = (await session.All<(string Id, string System)>("SELECT id, system FROM judging_responses WHERE use_case_id = @UseCaseId", new { round.UseCaseId }))
            .ToDictionary(pair => pair.Id, pair => pair.System, StringComparer.Ordinal);
        return round.Kind is JudgementKind.Pairwise or JudgementKind.BestOf ? Comparisons(round, rows, systems) : Ratings(round, rows, systems);
    }

    /// <summary>The scale of a round's ratings, with the two answers that take no position.</summary>
    public static string ScaleOf(RoundRow round) => round.Kind == JudgementKind.Span
        ? $"nominal:{RoundRow.Marked}|{RoundRow.Nothing}"
        : round.ScaleKind == ScaleKind.Nominal
            ? "nominal:" + string.Join('|', round.LevelNames)
            : "ordinal:" + string.Join('|', round.LevelNames.Select((level, place) => $"{level}={place + 1}"));

    private static EvidenceFile Ratings(RoundRow round, ImmutableArray<JudgementRow> rows, Dictionary<string, string> systems)
    {
        var text = new StringBuilder("rater,item,response,system,criterion,value,condition,replicate,time,row.order,row.span_start,row.span_end,row.comment\n");
        foreach (JudgementRow row in rows)
        {
            string response = row.Responses.IsEmpty ? "" : row.Responses[0];
            Write(text, row.Rater, row.Item, response, response.Length == 0 ? "" : systems[response], round.Criterion, Said(row), row.Condition, Number(row.Replicate), Time(row), Number(row.Position), Number(row.SpanStart), Number(row.SpanEnd), Typed(row.Comment));
        }

        return new EvidenceFile($"ratings-{round.Criterion}-{round.Id[..8]}.csv", "ratings-csv", [("scale", $"{round.Criterion}={ScaleOf(round)}"), ("abstentions", $"{Pass}|{NoOpinion}")], text.ToString());
    }

    private static EvidenceFile Comparisons(RoundRow round, ImmutableArray<JudgementRow> rows, Dictionary<string, string> systems)
    {
        var text = new StringBuilder("rater,item,first,second,outcome,condition,replicate,time,row.order,row.answer,row.choice,row.first_response,row.second_response\n");
        foreach (JudgementRow row in rows)
        {
            foreach ((string first, string second, string outcome) in Pairs(round, row))
                Write(text, row.Rater, row.Item, systems[first], systems[second], outcome, row.Condition, Number(row.Replicate), Time(row), Number(row.Position), Said(row), row.Task, first, second);
        }

        return new EvidenceFile(
            $"comparisons-{round.Criterion}-{round.Id[..8]}.csv", "comparisons-csv",
            [("first", "first"), ("second", "second"), ("tie", RoundRow.Tie), ("neither", RoundRow.Neither), ("abstention", $"{Pass}|{NoOpinion}"), ("repeats", "number")], text.ToString());
    }

    private static IEnumerable<(string First, string Second, string Outcome)> Pairs(RoundRow round, JudgementRow row)
    {
        ImmutableArray<string> shown = row.Responses;
        if (row.Answer != AnswerKind.Value)
            return shown.Skip(1).Select(other => (shown[0], other, Said(row)));
        if (round.Kind == JudgementKind.Pairwise)
            return [(shown[0], shown[1], row.Value switch { "1" => "first", "2" => "second", var other => other! })];
        int chosen = int.Parse(row.Value!, CultureInfo.InvariantCulture) - 1;
        // In the order in which they stood, so that what was shown first stays first.
        return Enumerable.Range(0, shown.Length).Where(other => other != chosen).Select(other => other < chosen ? (shown[other], shown[chosen], "second") : (shown[chosen], shown[other], "first"));
    }

    private static string Said(JudgementRow row) => row.Answer switch { AnswerKind.Pass => Pass, AnswerKind.NoOpinion => NoOpinion, _ => row.Value! };

    private static string Time(JudgementRow row) => Moment.Time(row.GivenAt).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    // What people typed must not become a formula where someone opens the file in a spreadsheet.
    private static string Typed(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' ? "'" + text : text;

    private static void Write(StringBuilder text, params ReadOnlySpan<string> fields)
    {
        for (int i = 0; i < fields.Length; i++)
        {
            text.Append(i == 0 ? "" : ",");
            if (fields[i].AsSpan().IndexOfAny(",\"\n\r") >= 0)
                text.Append('"').Append(fields[i].Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                text.Append(fields[i]);
        }

        text.Append('\n');
    }
}
