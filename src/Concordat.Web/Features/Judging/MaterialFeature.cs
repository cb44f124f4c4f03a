using Concordat.Web.Access;
using Concordat.Web.Features.Describing;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace Concordat.Web.Features.Judging;

/// <summary>The steward's side of judging: loading items and responses, declaring rounds, opening and closing them.</summary>
public static class MaterialFeature
{
    private const string Path = Endpoints.InUseCase + "/judge-material";
    private const int LargestFile = 16 * 1024 * 1024, FaultsShown = 8;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, AccessRule.Steward, (Caller caller, Database database, CancellationToken cancellationToken) => Show(caller, Form.Empty, database, cancellationToken));
        routes.Post(Path + "/files", AccessRule.Steward, LoadAsync).WithMetadata(new RequestSizeLimitAttribute(LargestFile));
        routes.Post(Path + "/rounds", AccessRule.Steward, DeclareAsync);
        routes.Post(Path + "/rounds/{round}/open", AccessRule.Steward, OpenAsync);
        routes.Post(Path + "/rounds/{round}/close", AccessRule.Steward, CloseAsync);
    }

    private static Task<IResult> Show(Caller caller, Form form, Database database, CancellationToken cancellationToken) => database.Read(async session =>
    {
        string useCase = caller.InUseCase.Id;
        return View.Of<MaterialPage>(new
        {
            Caller = caller,
            Form = form,
            Items = await session.Count("SELECT count(*) FROM judging_items WHERE use_case_id = @useCase", new { useCase }),
            Systems = await session.All<MaterialPage.SystemLine>("SELECT system, count(*) AS responses FROM judging_responses WHERE use_case_id = @useCase GROUP BY system ORDER BY system", new { useCase }),
            Rounds = await JudgingStore.Rounds(session, useCase),
            Questions = await DescriptionFeature.Questions(session, useCase),
        }, form);
    }, cancellationToken);

    private static async Task<IResult> LoadAsync(Caller caller, Form form, HttpContext context, Database database, CancellationToken cancellationToken)
    {
        IFormFile? file = context.Request.HasFormContentType ? context.Request.Form.Files["file"] : null;
        string ending = System.IO.Path.GetExtension(file?.FileName ?? "");
        bool isJson = ending is ".jsonl" or ".ndjson", holdsItems = form.Typed("holds") == "items";
        if (file is null || (!isJson && ending != ".csv"))
            form.Fault("file", "Choose a file that ends in .csv or .jsonl.");
        else if (await ReadAsync(file, isJson, holdsItems, form, cancellationToken) is { } material
            && await database.Write(session => MaterialStore.Add(session, caller.InUseCase.Id, material), cancellationToken) is { } why)
            form.Fault("file", why);
        return form.HasFaults ? await Show(caller, form, database, cancellationToken) : Done(caller, Notice.Saved);
    }

    private static async Task<Material?> ReadAsync(IFormFile file, bool isJson, bool holdsItems, Form form, CancellationToken cancellationToken)
    {
        // Under a name of ours: an ending such as .gz would make the reader unpack it, without an end.
        string folder = Directory.CreateTempSubdirectory("concordat-upload-").FullName, path = System.IO.Path.Combine(folder, isJson ? "file.jsonl" : "file.csv");
        try
        {
            await using (FileStream copy = File.Create(path))
                await file.CopyToAsync(copy, cancellationToken);
            return holdsItems ? MaterialReading.Items(path, isJson) : MaterialReading.Responses(path, isJson, cancellationToken);
        }
        catch (InputDataException exception)
        {
            form.Fault("file", string.Join(" ", exception.Faults.Take(FaultsShown).Select(fault => $"Line {fault.Line}: found {fault.Found}; expected {fault.Expected}.")));
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IResult> DeclareAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        (RoundRow round, ImmutableArray<FrameRow> frames, ImmutableArray<(string, long)> quotas) = RoundForm.Read(form, caller.InUseCase.Id);
        ImmutableArray<string> attributes = [.. (await database.Read(session => DescriptionFeature.Questions(session, caller.InUseCase.Id), cancellationToken)).Select(question => question.Attribute)];
        if (round.GroupAttribute is not ("" or "community") && !attributes.Contains(round.GroupAttribute))
            form.Fault("group-attribute", "Nobody is asked for this attribute.");
        // Evidence knows no criterion of comparisons: two questions would be ranked as one.
        if (IsChoice(round) && (await database.Read(session => JudgingStore.Rounds(session, caller.InUseCase.Id), cancellationToken)).FirstOrDefault(other => IsChoice(other) && other.Criterion != round.Criterion) is { } asked)
            form.Fault("criterion", $"Choices between answers are ranked together, so a use case has one criterion for them: here “{asked.Criterion}”. Another needs a use case of its own.");
        if (form.HasFaults)
            return await Show(caller, form, database, cancellationToken);
        await database.Write(session => MaterialStore.Declare(session, round, frames, quotas, Moment.Of(clock)), cancellationToken);
        return Done(caller, Notice.Saved);
    }

    private static bool IsChoice(RoundRow round) => round.Kind is JudgementKind.Pairwise or JudgementKind.BestOf;

    private static async Task<IResult> OpenAsync(Caller caller, string round, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string? why = await database.Write(async session =>
            await JudgingStore.Round(session, caller.InUseCase.Id, round) is { } row ? await MaterialStore.Open(session, row, Moment.Of(clock)) : "There is no such round.", cancellationToken);
        if (why is null)
            return Done(caller, Notice.RoundOpened);
        form.Fault("round-" + round, why);
        return await Show(caller, form, database, cancellationToken);
    }

    private static async Task<IResult> CloseAsync(Caller caller, string round, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        await database.Write(session => session.Execute(
            "UPDATE judging_rounds SET state = 'Closed', closed_at = @Now WHERE id = @round AND use_case_id = @Id AND state = 'Open'", new { Now = Moment.Of(clock), round, caller.InUseCase.Id }), cancellationToken);
        return Done(caller, Notice.RoundClosed);
    }

    private static IResult Done(Caller caller, Notice notice) => View.Done($"/use-cases/{caller.InUseCase.Id}/judge-material", notice);
}
