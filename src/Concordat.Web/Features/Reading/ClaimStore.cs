using System.Collections.Concurrent;
using System.Text;
using Concordat.Claims;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Reading;

/// <summary>The claims of a use case and how they bear on each other.</summary>
internal sealed record ClaimStore(ImmutableArray<ClaimEntry> Claims, ImmutableArray<ClaimStore.Relation> Relations)
{
    private const int MostKept = 5000;

    // Read claims by their text: what is kept here can never be out of date, on any replica.
    private static readonly ConcurrentDictionary<string, Claim> s_read = new(StringComparer.Ordinal);

    public ClaimEntry? Find(string id) => Claims.FirstOrDefault(entry => entry.Id == id);

    /// <summary>All of them, newest first.</summary>
    public static async Task<ClaimStore> Read(Session session, string useCase, DateOnly today)
    {
        ImmutableArray<Row> rows = await session.All<Row>(
            """
            SELECT claims.id, claims.run_id, claims.text, audit_runs.system_version FROM claims LEFT JOIN audit_runs ON audit_runs.id = claims.run_id
            WHERE claims.use_case_id = @useCase ORDER BY claims.added_at DESC, claims.id
            """, new { useCase });
        ImmutableArray<Relation> relations = await session.All<Relation>("SELECT claim, kind, other, reason FROM claim_relations WHERE use_case_id = @useCase ORDER BY at, claim, other", new { useCase });
        var replaced = relations.Where(relation => relation.Kind == ClaimRelationKind.Replaces).Select(relation => relation.Other).ToHashSet(StringComparer.Ordinal);
        return new ClaimStore(
        [
            .. rows.Select(row =>
            {
                Claim claim = Parsed(row);
                return new ClaimEntry(claim, row.RunId, row.SystemVersion, replaced.Contains(row.Id), claim.Expires < today);
            }),
        ], relations);
    }

    public static Task Relate(Session session, string useCase, Relation relation, long now) => session.Execute(
        "INSERT INTO claim_relations (use_case_id, claim, kind, other, reason, at) VALUES (@useCase, @Claim, @Kind, @Other, @Reason, @now)",
        new { useCase, relation.Claim, Kind = relation.Kind.ToString(), relation.Other, relation.Reason, now });

    private static Claim Parsed(Row row)
    {
        if (s_read.Count >= MostKept)
            s_read.Clear();
        return s_read.GetOrAdd(row.Text, text => ClaimFile.Parse(row.Id, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>One claim's bearing on another.</summary>
    public sealed record Relation(string Claim, ClaimRelationKind Kind, string Other, string Reason);

    private sealed record Row(string Id, string? RunId, string Text, string? SystemVersion);
}
