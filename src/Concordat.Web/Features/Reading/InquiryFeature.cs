using System.Text.Json;
using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Reading;

/// <summary>Inquiries: questions answered from claims. Whoever reads may ask; what a steward publishes stays.</summary>
internal static class InquiryFeature
{
    private const string Path = Endpoints.InUseCase + "/inquiries";

    private const int LongestQuestion = 300;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Reader, (Caller caller, Database database, CancellationToken cancellationToken) => List(caller, Form.Empty, database, cancellationToken));
        routes.Post(Path, AccessRule.Reader, AskAsync);
        routes.Post(Path + "/publish", AccessRule.Steward, PublishAsync);
        routes.Get(Path + "/{inquiry}", AccessRule.Reader, ShowAsync);
    }

    private static Task<IResult> List(Caller caller, Form form, Database database, CancellationToken cancellationToken) => database.Read(async session => View.Of<InquiryList>(new
    {
        Caller = caller,
        Form = form,
        Kept = await Published(session, caller.InUseCase.Id),
    }, form), cancellationToken);

    /// <summary>The published inquiries, newest first.</summary>
    internal static Task<ImmutableArray<KeptQuestion>> Published(Session session, string useCase) =>
        session.All<KeptQuestion>("SELECT id, question, at FROM inquiries WHERE use_case_id = @useCase ORDER BY at DESC, id", new { useCase });

    /// <summary>One published inquiry with its answer; null where there is none.</summary>
    internal static Task<KeptAnswer?> One(Session session, string useCase, string inquiry) =>
        session.One<KeptAnswer>("SELECT question, answer, at FROM inquiries WHERE use_case_id = @useCase AND id = @inquiry", new { useCase, inquiry });

    private static async Task<IResult> AskAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string question = form.Text("question", "The question", LongestQuestion, 5);
        if (form.HasFaults)
            return await List(caller, form, database, cancellationToken);
        ClaimStore store = await database.Read(session => ClaimStore.Read(session, caller.InUseCase.Id, ReadingFeature.Today(clock)), cancellationToken);
        return View.Of<InquiryPage>(new { Caller = caller, Question = question, Answer = InquiryAnswer.To(question, store.Claims), store.Claims });
    }

    private static async Task<IResult> PublishAsync(Caller caller, Form form, Database database, TimeProvider clock, ServeOptions options, CancellationToken cancellationToken)
    {
        string question = form.Text("question", "The question", LongestQuestion, 5), useCase = caller.InUseCase.Id;
        if (form.HasFaults)
            return await List(caller, form, database, cancellationToken);
        ClaimStore store = await database.Read(session => ClaimStore.Read(session, useCase, ReadingFeature.Today(clock)), cancellationToken);
        InquiryAnswer answer = InquiryAnswer.To(question, store.Claims);
        if (form.IsChecked("draft") && options.Drafter is { } drafter && !answer.Cited.IsEmpty)
            answer = answer with { Draft = new InquiryDraft(drafter.Model, await drafter.Draft(question, [.. answer.Cited.Select(citation => citation.Statement)], cancellationToken)) };
        string id = Chance.Id(), text = JsonSerializer.Serialize(answer, WorkshopStore.Format);
        await database.Write(async session =>
        {
            await session.Execute("INSERT INTO inquiries (id, use_case_id, question, answer, at) VALUES (@id, @useCase, @question, @text, @Now)", new { id, useCase, question, text, Now = Moment.Of(clock) });
            await RecordBook.AppendOpen(session, clock, useCase, "inquiry", new { inquiry = id, question, cited = answer.Cited.Select(citation => citation.Claim), sha256 = Chance.Digest(text) });
        }, cancellationToken);
        return View.Done($"/use-cases/{useCase}/inquiries/{id}", Notice.Published);
    }

    private static Task<IResult> ShowAsync(Caller caller, string inquiry, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(async session =>
    {
        if (await One(session, caller.InUseCase.Id, inquiry) is not { } kept)
            return Results.NotFound();
        ClaimStore store = await ClaimStore.Read(session, caller.InUseCase.Id, ReadingFeature.Today(clock));
        return View.Of<InquiryPage>(new { Caller = caller, kept.Question, Answer = kept.Read(), store.Claims, AnsweredAt = (long?)kept.At });
    }, cancellationToken);

    internal sealed record KeptAnswer(string Question, string Answer, long At)
    {
        public InquiryAnswer Read() => JsonSerializer.Deserialize<InquiryAnswer>(Answer, WorkshopStore.Format)!;
    }
}
