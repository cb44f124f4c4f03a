using System.Text.Json;
using System.Text.RegularExpressions;
using Concordat.Web.Access;
using Concordat.Web.Features.UseCases;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Describing;

/// <summary>Voluntary self-description: a steward's questions, a person's answers, which they can change and delete one by one.</summary>
public static partial class DescriptionFeature
{
    private const int MostQuestions = 20, MostLevels = 40;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Endpoints.InUseCase + "/me", AccessRule.AnySeat, ShowAsync);
        routes.Post(Endpoints.InUseCase + "/me/description", AccessRule.AnySeat, AnswerAsync);
        routes.Post(Endpoints.InUseCase + "/people/questions", AccessRule.Steward, AskAsync);
    }

    public static async Task<ImmutableArray<Question>> Questions(Session session, string useCase) =>
        await session.All<Question>("SELECT id, attribute, wording, why_asked, levels FROM description_questions WHERE use_case_id = @useCase ORDER BY position", new { useCase });

    private static Task<IResult> ShowAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        ImmutableArray<(string Question, string? Answer)> answers =
            await session.All<(string, string?)>("SELECT question_id, answer FROM description_answers WHERE seat_id = @Id", new { caller.InSeat.Id });
        return View.Of<MyPart>(new
        {
            Caller = caller,
            Questions = await Questions(session, caller.InUseCase.Id),
            Answers = answers.ToImmutableDictionary(pair => pair.Question, pair => pair.Answer, StringComparer.Ordinal),
        });
    }, cancellationToken);

    private static async Task<IResult> AnswerAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        await database.Write(async session =>
        {
            foreach (Question question in await Questions(session, caller.InUseCase.Id))
            {
                string typed = form.Typed("q-" + question.Id);
                object row = new { Seat = caller.InSeat.Id, Question = question.Id, Answer = question.Choices.Contains(typed) ? typed : null, At = Moment.Of(clock) };
                if (typed.Length == 0)
                    await session.Execute("DELETE FROM description_answers WHERE seat_id = @Seat AND question_id = @Question", row);
                else if (typed == Question.RatherNotSay || question.Choices.Contains(typed))
                    await session.Execute(
                        """
                        INSERT INTO description_answers (seat_id, question_id, answer, at) VALUES (@Seat, @Question, @Answer, @At)
                        ON CONFLICT (seat_id, question_id) DO UPDATE SET answer = excluded.answer, at = excluded.at
                        """, row);
            }
        }, cancellationToken);
        return View.Done($"/use-cases/{caller.InUseCase.Id}/me", Notice.Saved);
    }

    private static async Task<IResult> AskAsync(Caller caller, Form form, Database database, CancellationToken cancellationToken)
    {
        string wording = form.Text("wording", "The question", 200, 5), attribute = form.Text("attribute", "The attribute", 40, 2), why = form.Text("why", "The reason", 300, 5);
        ImmutableArray<string> levels = [.. form.Text("levels", "The answers", 2000).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        if (levels.Length is < 2 or > MostLevels)
            form.Fault("levels", $"A question has 2 to {MostLevels} different answers, one on each line.");
        if (!AttributeName().IsMatch(attribute))
            form.Fault("attribute", "The attribute has lower-case letters, digits and single hyphens.");
        string useCase = caller.InUseCase.Id;
        if (!form.HasFaults)
        {
            try
            {
                bool isAdded = await database.Write(async session =>
                {
                    long position = await session.Count("SELECT coalesce(max(position), 0) + 1 FROM description_questions WHERE use_case_id = @useCase", new { useCase });
                    return position <= MostQuestions && await session.Execute(
                        "INSERT INTO description_questions (id, use_case_id, attribute, wording, why_asked, levels, position) VALUES (@Id, @useCase, @attribute, @wording, @why, @Levels, @position)",
                        new { Id = Chance.Id(), useCase, attribute, wording, why, Levels = JsonSerializer.Serialize(levels), position }) == 1;
                }, cancellationToken);
                if (isAdded)
                    return View.Done($"/use-cases/{useCase}/people", Notice.Saved);
                form.Fault("wording", $"There are {MostQuestions} questions already; nobody would answer more.");
            }
            catch (Exception exception) when (database.IsConflict(exception))
            {
                form.Fault("attribute", "Another question has this attribute.");
            }
        }

        return await InvitationFeature.Show(caller, database, form, null, cancellationToken);
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AttributeName();

    public sealed record Question(string Id, string Attribute, string Wording, string WhyAsked, string Levels)
    {
        public const string RatherNotSay = "rather-not-say";

        public ImmutableArray<string> Choices { get; } = JsonSerializer.Deserialize<ImmutableArray<string>>(Levels);
    }
}
