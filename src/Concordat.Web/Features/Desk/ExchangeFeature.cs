using System.Globalization;
using System.Text;
using Concordat.Evidence.Store;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace Concordat.Web.Features.Desk;

/// <summary>All evidence out, in the formats that the command line reads; and in, what the command line imported.</summary>
public static class ExchangeFeature
{
    private const int MostImports = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(DeskFeature.Path + "/evidence.zip", AccessRule.Overseer, ExportAsync);
        routes.Post(DeskFeature.Path + "/imports", AccessRule.Steward, ImportAsync).WithMetadata(new RequestSizeLimitAttribute(EvidenceUpload.LargestArchive));
        routes.Post(DeskFeature.Path + "/imports/{import}/remove", AccessRule.Steward, RemoveAsync);
    }

    private static async Task<IResult> ExportAsync(Caller caller, Database database, ServeOptions options, CancellationToken cancellationToken)
    {
        using WorkFolder folder = WorkFolder.Make(options);
        EvidenceExport export = await ExportedJudgements.Write(database, caller.InUseCase, folder.Path, cancellationToken);
        ImmutableArray<AuditJob> jobs = [.. (await database.Read(session => DeskStore.Jobs(session, caller.InUseCase.Id), cancellationToken)).Where(job => job.State == JobState.Done)];
        var more = jobs.ToImmutableSortedDictionary(job => job.CharterFile, job => job.Charter, StringComparer.Ordinal).Add("README.md", Readme(caller.InUseCase, export, jobs));
        FileStream archive = WorkFolder.Lasting(options);
        try
        {
            export.Zip(archive, more, cancellationToken);
            archive.Position = 0;
            return Results.Stream(archive, "application/zip", $"{caller.InUseCase.Id}-evidence.zip");
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    private static string Readme(UseCaseRow useCase, EvidenceExport export, ImmutableArray<AuditJob> jobs)
    {
        var text = new StringBuilder($"# Evidence of {useCase.Id}\n\nUnpack this archive and run in its folder:\n\n```sh\n");
        foreach (ImportLine line in export.Imports)
            text.Append(line.Command).Append('\n');
        text.Append("```\n");
        if (!jobs.IsEmpty)
            text.Append("\nThen each of these gives the same run as the server did, as long as nobody gave or took back anything in between:\n\n```sh\n");
        foreach (AuditJob job in jobs)
            text.Append(CultureInfo.InvariantCulture, $"concordat audit {job.CharterFile} --evidence evidence --system '{job.SystemVersion.Replace("'", "'\\''", StringComparison.Ordinal)}' --date {job.SpeaksFor} --seed {job.Seed} --replicates {job.Replicates}\n");
        return text.Append(jobs.IsEmpty ? "" : "```\n").Append(CultureInfo.InvariantCulture,
            $"\nPeople stand in these files under pseudonyms of the export. Only those who take part are in them, days stand for times and are left out where fewer judged, and what they say of themselves is left out wherever fewer than {useCase.MinimumCell} people would be alike in it. Where parts of a text are marked, `row.span_start` and `row.span_end` count UTF-16 units from 0, the end left out.\n").ToString();
    }

    private static async Task<IResult> ImportAsync(Caller caller, Form form, HttpContext context, Database database, DeskWatch watch, ServeOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        string useCase = caller.InUseCase.Id;
        try
        {
            if (!context.Request.HasFormContentType || context.Request.Form.Files["archive"] is not { } file)
                throw new InvalidDataException("Choose an archive.");
            await using Stream stream = file.OpenReadStream();
            using WorkFolder alone = WorkFolder.Make(options), together = WorkFolder.Make(options);
            EvidenceExport upload = EvidenceUpload.Read(stream, alone.Path), present = await ExportedJudgements.Write(database, caller.InUseCase, together.Path, cancellationToken);
            ImmutableArray<(string Id, string Summary, ImmutableSortedDictionary<string, byte[]> Files)> imports = Checked(upload, present, cancellationToken);
            await database.Write(async session =>
            {
                foreach ((string id, string summary, ImmutableSortedDictionary<string, byte[]> files) in imports)
                    await StoredImports.Add(session, clock, useCase, id, summary, files);
                if (await session.Count("SELECT count(*) FROM evidence_imports WHERE use_case_id = @useCase", new { useCase }) > MostImports)
                    throw new InvalidDataException($"A use case holds at most {MostImports} imports.");
            }, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            form.Fault("archive", exception is ArgumentException ? $"The archive's settings do not fit: {exception.Message}" : exception.Message);
        }
        catch (InputDataException exception)
        {
            form.Fault("archive", AuditWorker.Told(exception));
        }

        return form.HasFaults ? await DeskFeature.Show(caller, form, database, watch, clock, cancellationToken) : View.Done($"/use-cases/{useCase}/desk", Notice.Saved);
    }

    // It is read as an audit would read it, by itself and beside what is there, before any of it is kept.
    private static ImmutableArray<(string Id, string Summary, ImmutableSortedDictionary<string, byte[]> Files)> Checked(EvidenceExport upload, EvidenceExport present, CancellationToken cancellationToken)
    {
        string evidence = upload.Make(cancellationToken);
        EvidenceStore.Open(evidence, cancellationToken);
        ImmutableArray<(string Id, string Summary, ImmutableSortedDictionary<string, byte[]> Files)> imports = EvidenceUpload.Imports(evidence);
        foreach ((string id, _, ImmutableSortedDictionary<string, byte[]> files) in imports)
        {
            string import = EvidenceExport.StoredFolder(present.Folder, id);
            foreach ((string name, byte[] content) in files)
                File.WriteAllBytes(Path.Combine(import, name), content);
        }

        EvidenceStore.Open(present.Make(cancellationToken), cancellationToken);
        return imports;
    }

    private static async Task<IResult> RemoveAsync(Caller caller, string import, Database database, CancellationToken cancellationToken)
    {
        object key = new { UseCase = caller.InUseCase.Id, import };
        int removed = await database.Write(async session =>
        {
            await session.Execute("DELETE FROM evidence_import_files WHERE use_case_id = @UseCase AND import_id = @import", key);
            return await session.Execute("DELETE FROM evidence_imports WHERE use_case_id = @UseCase AND id = @import", key);
        }, cancellationToken);
        return removed == 1 ? View.Done($"/use-cases/{caller.InUseCase.Id}/desk", Notice.Withdrawn) : Results.NotFound();
    }
}
