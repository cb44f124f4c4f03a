using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Describing;

/// <summary>Consent for one use case: given and withdrawn, each time with the words that were on the page.</summary>
public static class ConsentFeature
{
    public static void Map(IEndpointRouteBuilder routes) => routes.Post(Endpoints.InUseCase + "/me/consent", AccessRule.AnySeat, ChangeAsync);

    public static string WordingOf(Consent consent) => consent switch
    {
        Consent.TakePart =>
            "I take part in this use case. What I give (votes, proposals, objections, judgements) is used to agree on its charter and to audit the system, under a pseudonym. I can withdraw at any time; from then on nothing of it counts.",
        _ => "If I delete my account, what I gave may be kept under the pseudonym, so that what was decided with it can still be checked.",
    };

    private static async Task<IResult> ChangeAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        Consent consent = form.Choice<Consent>("consent", "what you consent to");
        if (form.HasFaults)
            return Results.BadRequest();
        bool isGiven = form.IsChecked("given");
        string column = consent == Consent.TakePart ? "takes_part" : "may_be_kept";
        await database.Write(async session =>
        {
            await session.Execute($"UPDATE seats SET {column} = @Given WHERE id = @Id", new { Given = isGiven ? 1 : 0, caller.InSeat.Id });
            // Nobody decides on what its author no longer puts forward.
            if (consent == Consent.TakePart && !isGiven)
                await session.Execute("UPDATE proposals SET state = 'Withdrawn' WHERE seat_id = @Id AND state = 'Open'", new { caller.InSeat.Id });
            await session.Execute(
                "INSERT INTO consents (id, seat_id, kind, is_given, wording, at) VALUES (@Id, @Seat, @Kind, @Given, @Wording, @At)",
                new { Id = Chance.Id(), Seat = caller.InSeat.Id, Kind = consent.ToString(), Given = isGiven ? 1 : 0, Wording = WordingOf(consent), At = Moment.Of(clock) });
        }, cancellationToken);
        return View.Done($"/use-cases/{caller.InUseCase.Id}/me", !isGiven && consent == Consent.TakePart ? Notice.ConsentWithdrawn : Notice.Saved);
    }
}
