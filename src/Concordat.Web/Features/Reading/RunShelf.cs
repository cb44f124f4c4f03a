using System.Collections.Concurrent;
using Concordat.Runs;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Reading;

/// <summary>The runs of a use case, as someone may read them: what is published, and for stewards and auditors what is not yet.</summary>
internal static class RunShelf
{
    private const int MostKept = 32;

    // Read runs by the hash of their bytes: what is kept here can never be out of date, on any replica.
    private static readonly ConcurrentDictionary<string, Run> s_read = new(StringComparer.Ordinal);

    /// <summary>Newest first: by the day they speak for, then as they came.</summary>
    public static Task<ImmutableArray<RunRow>> All(Session session, Caller caller) => session.All<RunRow>(
        $"SELECT {RunRow.Columns} FROM audit_runs WHERE use_case_id = @useCase{Visible(caller)} ORDER BY speaks_for DESC, received_at DESC, id", new { useCase = caller.InUseCase.Id });

    /// <summary>One of them; null where there is none that this caller may read.</summary>
    public static Task<RunRow?> One(Session session, Caller caller, string id) =>
        session.One<RunRow>($"SELECT {RunRow.Columns} FROM audit_runs WHERE use_case_id = @useCase AND id = @id{Visible(caller)}", new { useCase = caller.InUseCase.Id, id });

    /// <summary>Its bytes, as they came.</summary>
    public static async Task<byte[]> Bytes(Session session, RunRow row) =>
        await session.One<byte[]>("SELECT content FROM audit_runs WHERE id = @Id", new { row.Id }) ?? throw new InvalidOperationException("a run that was found has no content");

    public static async Task<Run> Read(Session session, RunRow row)
    {
        if (s_read.TryGetValue(row.Sha256, out Run? known))
            return known;
        using var stream = new MemoryStream(await Bytes(session, row));
        Run run = RunJson.Read(stream, "run.json");
        if (s_read.Count >= MostKept)
            s_read.Clear();
        return s_read.GetOrAdd(row.Sha256, run);
    }

    private static string Visible(Caller caller) => AccessRule.Overseer.Admits(caller) ? "" : " AND published_at IS NOT NULL";
}
