using System.Text;
using Concordat.Claims;
using Concordat.Runs;
using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Reading;

/// <summary>The claims of a use case, walked from one to the next.</summary>
internal static class ClaimFeature
{
    private const string Path = Endpoints.InUseCase + "/claims";

    private const long MostBytes = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Reader, (Caller caller, Database database, TimeProvider clock, CancellationToken cancellationToken) => List(caller, Form.Empty, database, clock, cancellationToken));
        routes.Post(Path, AccessRule.Steward, AddAsync);
        routes.Get(Path + "/{claim}", AccessRule.Reader, (Caller caller, string claim, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
            Show(caller, claim, Form.Empty, database, clock, cancellationToken));
        routes.Get(Path + "/{claim}/claim.md", AccessRule.Reader, FileAsync);
        routes.Post(Path + "/{claim}/relations", AccessRule.Steward, RelateAsync);
    }

    private static Task<IResult> List(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(async session =>
        View.Of<ClaimList>(new { Caller = caller, Form = form, (await ClaimStore.Read(session, caller.InUseCase.Id, ReadingFeature.Today(clock))).Claims }, form), cancellationToken);

    private static Task<IResult> Show(Caller caller, string claim, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(async session =>
    {
        ClaimStore store = await ClaimStore.Read(session, caller.InUseCase.Id, ReadingFeature.Today(clock));
        return store.Find(claim) is { } centre
            ? View.Of<ClaimPage>(new { Caller = caller, Form = form, Centre = centre, Neighbours = ClaimNeighbour.Of(store, centre, cancellationToken), Others = store.Claims.Remove(centre) }, form)
            : Results.NotFound();
    }, cancellationToken);

    private static Task<IResult> FileAsync(Caller caller, string claim, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        await session.One<string>("SELECT text FROM claims WHERE use_case_id = @UseCase AND id = @claim", new { UseCase = caller.InUseCase.Id, claim }) is { } text
            ? Results.File(Encoding.UTF8.GetBytes(text), "text/markdown", claim + ClaimFile.Extension)
            : Results.NotFound(), cancellationToken);

    private static async Task<IResult> AddAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        byte[] bytes = await form.Upload("claim", "The claim", MostBytes, cancellationToken);
        Claim? claim = null;
        try
        {
            claim = form.HasFaults ? null : ClaimFile.Parse("The claim", bytes);
        }
        catch (InputDataException exception)
        {
            form.Fault("claim", string.Join(" ", exception.Faults.Take(5).Select(fault => $"Line {fault.Line}: found {fault.Found}; expected {fault.Expected}.")));
        }

        if (claim is not null)
        {
            try
            {
                string? fault = await database.Write(session => Add(session, caller, claim, clock), cancellationToken);
                if (fault is null)
                    return View.Done($"/use-cases/{caller.InUseCase.Id}/claims/{claim.Id}", Notice.ClaimAdded);
                form.Fault("claim", fault);
            }
            catch (Exception exception) when (database.IsConflict(exception))
            {
                form.Fault("claim", $"There is a claim “{claim.Id}” already, or it bears on one that is not here.");
            }
        }

        return await List(caller, form, database, clock, cancellationToken);
    }

    /// <returns>What is wrong with it; null where it was added.</returns>
    private static async Task<string?> Add(Session session, Caller caller, Claim claim, TimeProvider clock)
    {
        string useCase = caller.InUseCase.Id;
        if (claim.Type == ClaimType.Verdict)
            return "Verdicts come from published runs alone; this can be an observation or an interpretation.";
        ImmutableArray<RunRow> published = await session.All<RunRow>($"SELECT {RunRow.Columns} FROM audit_runs WHERE use_case_id = @useCase AND published_at IS NOT NULL", new { useCase });
        foreach (ClaimEvidence evidence in claim.Evidence)
        {
            if (published.FirstOrDefault(row => row.Sha256 == evidence.RunSha256) is not { } row)
                return $"Its evidence {evidence.Run} is no run that is published here.";
            if (!Quotes(await RunShelf.Read(session, row), evidence))
                return $"Its evidence on {evidence.Measure} does not say what the run says.";
        }

        long now = Moment.Of(clock);
        string text = ClaimFile.Write(claim);
        await session.Execute("INSERT INTO claims (use_case_id, id, text, added_at) VALUES (@useCase, @Id, @text, @now)", new { useCase, claim.Id, text, now });
        foreach (ClaimRelation relation in claim.Relations)
            await ClaimStore.Relate(session, useCase, new ClaimStore.Relation(claim.Id, relation.Kind, relation.Claim, "The claim itself says so."), now);
        await RecordBook.AppendOpen(session, clock, useCase, "claim", new { claim = claim.Id, sha256 = Chance.Digest(text) });
        return null;
    }

    // A quoted figure that the run does not have could tell of a cell that the run keeps back.
    private static bool Quotes(Run run, ClaimEvidence evidence) => run.Standards
        .Where(result => evidence.Standard is null || result.Standard.Standard.Id == evidence.Standard)
        .SelectMany(result => result.Result.Findings.Concat(result.Verdicts.Select(verdict => verdict.Finding)))
        .Any(finding => finding.Measure == evidence.Measure && finding.Group?.ToString() == evidence.Group && finding.WhyMissing == evidence.WhyMissing
            && (finding.Estimate is { } found ? new ClaimEstimate(found.Value, found.Lower, found.Upper, found.ConfidenceLevel, found.Count) : null) == evidence.Estimate);

    private static async Task<IResult> RelateAsync(Caller caller, string claim, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        ClaimRelationKind kind = form.Choice<ClaimRelationKind>("kind", "how it bears on the other");
        string other = form.Text("other", "The other claim", 120), reason = form.Text("reason", "The reason", 500, 5);
        if (!form.HasFaults && other == claim)
            form.Fault("other", "A claim has no bearing on itself.");
        if (!form.HasFaults)
        {
            try
            {
                await database.Write(async session =>
                {
                    await ClaimStore.Relate(session, caller.InUseCase.Id, new ClaimStore.Relation(claim, kind, other, reason), Moment.Of(clock));
                    await RecordBook.AppendOpen(session, clock, caller.InUseCase.Id, "relation", new { claim, kind = Charters.Wording.Of(kind), other, reason });
                }, cancellationToken);
                return View.Done($"/use-cases/{caller.InUseCase.Id}/claims/{claim}", Notice.Related);
            }
            catch (Exception exception) when (database.IsConflict(exception))
            {
                form.Fault("other", "There is no such claim here, or they are related so already.");
            }
        }

        return await Show(caller, claim, form, database, clock, cancellationToken);
    }
}
