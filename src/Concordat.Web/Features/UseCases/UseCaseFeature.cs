using System.Text.RegularExpressions;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.UseCases;

/// <summary>Opening a use case, its front page, and who may read it.</summary>
public static partial class UseCaseFeature
{
    private const int LongestSummary = 2000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/new-use-case", AccessRule.Host, () => View.Of<NewUseCase>(new { Form = Form.Empty }));
        routes.Post("/new-use-case", AccessRule.Host, OpenAsync);
        routes.Get(Endpoints.InUseCase, AccessRule.Reader, (Caller caller) => View.Of<UseCasePage>(new { Caller = caller }));
        routes.Post(Endpoints.InUseCase + "/settings", AccessRule.Steward, ChangeAsync);
    }

    private static async Task<IResult> OpenAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string id = form.Text("id", "The short name", 60, 3), title = form.Text("title", "The title", 120, 3), summary = form.Text("summary", "The summary", LongestSummary, 10);
        if (!form.HasFaults && !ShortName().IsMatch(id))
            form.Fault("id", "The short name has lower-case letters, digits and single hyphens.");
        if (!form.HasFaults)
        {
            long now = Moment.Of(clock);
            try
            {
                await database.Write(async session =>
                {
                    await session.Execute("INSERT INTO use_cases (id, title, summary, created_at) VALUES (@id, @title, @summary, @now)", new { id, title, summary, now });
                    await session.Execute(
                        "INSERT INTO seats (id, use_case_id, person_id, role, joined_at) VALUES (@Seat, @id, @Person, 'Steward', @now)", new { Seat = Chance.Id(), id, caller.Person, now });
                }, cancellationToken);
                return View.Done($"/use-cases/{id}/people", Notice.Saved);
            }
            catch (Exception exception) when (database.IsConflict(exception))
            {
                form.Fault("id", "Another use case has this short name.");
            }
        }

        return View.Of<NewUseCase>(new { Form = form }, form);
    }

    private static async Task<IResult> ChangeAsync(Caller caller, Form form, Database database, CancellationToken cancellationToken)
    {
        string title = form.Text("title", "The title", 120, 3), summary = form.Text("summary", "The summary", LongestSummary, 10);
        if (form.HasFaults)
            return await InvitationFeature.Show(caller, database, form, null, cancellationToken);
        await database.Write(session => session.Execute(
            "UPDATE use_cases SET title = @title, summary = @summary, is_public = @isPublic WHERE id = @Id",
            new { title, summary, isPublic = form.IsChecked("public") ? 1 : 0, caller.InUseCase.Id }), cancellationToken);
        return View.Done($"/use-cases/{caller.InUseCase.Id}/people", Notice.Saved);
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShortName();
}
