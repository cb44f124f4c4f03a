using System.Text;
using Concordat.Charters.Record;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Record;

/// <summary>Shows a use case's record and hands it out whole, to be verified without this server. What people gave is sealed in it, whoever reads.</summary>
public static class RecordFeature
{
    private const int Batch = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Endpoints.InUseCase + "/record", AccessRule.Reader, ShowAsync);
        routes.Get(Endpoints.InUseCase + "/record.jsonl", AccessRule.Reader, WriteAsync);
    }

    private static Task<IResult> ShowAsync(Caller caller, Database database, CancellationToken cancellationToken) => database.Read(async session => View.Of<RecordPage>(new
    {
        Caller = caller,
        Head = await session.One<(long Sequence, string? Hash)>("SELECT sequence, hash FROM record_heads WHERE use_case_id = @Id", new { caller.InUseCase.Id }),
        Kinds = await session.All<KindCount>(
            "SELECT kind, count(*) AS entries FROM record_entries WHERE use_case_id = @Id GROUP BY kind ORDER BY kind", new { caller.InUseCase.Id }),
        Open = await session.All<OpenEntry>(
            "SELECT sequence, at, kind, content FROM record_entries WHERE use_case_id = @Id AND seat_id IS NULL ORDER BY sequence DESC LIMIT 50", new { caller.InUseCase.Id }),
    }), cancellationToken);

    private static async Task WriteAsync(Caller caller, HttpContext context, Database database)
    {
        context.Response.ContentType = "application/jsonl";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"record.jsonl\"";
        CancellationToken cancellationToken = context.RequestAborted;
        for (long after = 0; ;)
        {
            ImmutableArray<RecordEntry> entries = await database.Read(session => RecordBook.Entries(session, caller.InUseCase.Id, after, Batch), cancellationToken);
            foreach (RecordEntry entry in entries)
                await context.Response.WriteAsync(RecordFile.Text(entry) + "\n", Encoding.UTF8, cancellationToken);
            if (entries.Length < Batch)
                return;
            after = entries[^1].Sequence;
        }
    }

    public sealed record KindCount(string Kind, long Entries);

    public sealed record OpenEntry(long Sequence, long At, string Kind, byte[] Content);
}
