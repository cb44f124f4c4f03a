using Concordat.Reporting;
using Concordat.Runs;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Http.Metadata;

namespace Concordat.Web.Features.Reading;

/// <summary>Cases: runs come in, are published, and are read.</summary>
public static class ReadingFeature
{
    private const string Path = Endpoints.InUseCase + "/cases";

    // Each is read whole to tell what it found: older ones are reached from the newer ones' history, and by comparing.
    private const int MostListed = 24;

    // What a form has besides the file: its token and its boundaries.
    private const long RoomForTheForm = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Reader, (Caller caller, Database database, TimeProvider clock, CancellationToken cancellationToken) => List(caller, Form.Empty, database, clock, cancellationToken));
        routes.Post(Path, AccessRule.Steward, ReceiveAsync).WithMetadata(new LargestBody(RunIntake.MostBytes + RoomForTheForm));
        routes.Get(Path + "/compare", AccessRule.Reader, CompareAsync);
        routes.Get(Path + "/{run}", AccessRule.Reader, ShowAsync);
        routes.Get(Path + "/{run}/run.json", AccessRule.Reader, BytesAsync);
        routes.Get(Path + "/{run}/report.html", AccessRule.Reader, ReportAsync);
        routes.Post(Path + "/{run}/publish", AccessRule.Steward, PublishAsync);
        routes.Post(Path + "/{run}/discard", AccessRule.Steward, DiscardAsync);
        ClaimFeature.Map(routes);
        InquiryFeature.Map(routes);
    }

    private static Task<IResult> List(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(async session =>
    {
        var cases = ImmutableArray.CreateBuilder<(RunRow, Run)>();
        foreach (RunRow row in (await RunShelf.All(session, caller)).Take(MostListed))
            cases.Add((row, await RunShelf.Read(session, row)));
        return View.Of<CaseList>(new { Caller = caller, Form = form, Cases = cases.ToImmutable(), Today = Today(clock) }, form);
    }, cancellationToken);

    private static async Task<IResult> ReceiveAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        byte[] bytes = await form.Upload("run", "The run", RunIntake.MostBytes, cancellationToken);
        if (form.HasFaults)
            return await List(caller, form, database, clock, cancellationToken);
        if (RunIntake.Read(caller.InUseCase, bytes, out ImmutableArray<string> faults) is not { } run)
        {
            form.Fault("run", string.Join(" ", faults.Take(5)));
            return await List(caller, form, database, clock, cancellationToken);
        }

        string id = await database.Write(session => RunIntake.Keep(session, clock, caller.InUseCase.Id, run, bytes), cancellationToken);
        return View.Done($"/use-cases/{caller.InUseCase.Id}/cases/{id}", Notice.RunReceived);
    }

    private static Task<IResult> ShowAsync(Caller caller, string run, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Read(async session =>
        await RunShelf.One(session, caller, run) is { } row ? View.Of<CasePage>(new { Caller = caller, Case = await CaseView.Read(session, caller, row, Today(clock)) }) : Results.NotFound(), cancellationToken);

    private static Task<IResult> BytesAsync(Caller caller, string run, HttpContext context, Database database, CancellationToken cancellationToken) => database.Read(async session =>
        await RunShelf.One(session, caller, run) is { } row ? Results.File(await RunShelf.Bytes(session, row), "application/json", "run.json") : Results.NotFound(), cancellationToken);

    // The report draws its charts by scripts of its own, which the content policy here refuses: it is handed out as a file.
    private static Task<IResult> ReportAsync(Caller caller, string run, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        if (await RunShelf.One(session, caller, run) is not { } row)
            return Results.NotFound();
        using var report = new MemoryStream();
        new HtmlReport().Write(await RunShelf.Read(session, row), report);
        return Results.File(report.ToArray(), "text/html", "report.html");
    }, cancellationToken);

    private static Task<IResult> CompareAsync(Caller caller, string? from, string? to, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        ImmutableArray<RunRow> rows = await RunShelf.All(session, caller);
        RunRow? later = rows.FirstOrDefault(row => row.Id == to), earlier = rows.FirstOrDefault(row => row.Id == from);
        Comparison? comparison = earlier is null || later is null ? null : Comparison.Of(await RunShelf.Read(session, earlier), await RunShelf.Read(session, later));
        return View.Of<ComparePage>(new { Caller = caller, Rows = rows, Earlier = earlier, Later = later, Comparison = comparison });
    }, cancellationToken);

    private static Task<IResult> PublishAsync(Caller caller, string run, Database database, TimeProvider clock, CancellationToken cancellationToken) => database.Write(async session =>
    {
        if (await RunShelf.One(session, caller, run) is not { } row)
            return Results.NotFound();
        await RunIntake.Publish(session, clock, caller.InUseCase.Id, row);
        return View.Done($"/use-cases/{caller.InUseCase.Id}/cases/{row.Id}", Notice.Published);
    }, cancellationToken);

    private static Task<IResult> DiscardAsync(Caller caller, string run, Database database, CancellationToken cancellationToken) => database.Write(async session =>
        await session.Execute("DELETE FROM audit_runs WHERE id = @run AND use_case_id = @UseCase AND published_at IS NULL", new { run, UseCase = caller.InUseCase.Id }) == 1
            ? View.Done($"/use-cases/{caller.InUseCase.Id}/cases", Notice.RunDiscarded)
            : Results.NotFound(), cancellationToken);

    internal static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private sealed record LargestBody(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
