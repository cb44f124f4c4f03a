using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>Imports that the command line made and a steward uploaded, kept file by file under their id.</summary>
internal static class StoredImports
{
    public static async Task<ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, byte[]>>> Read(Session session, string useCase)
    {
        ImmutableArray<FileRow> rows = await session.All<FileRow>("SELECT import_id AS import, name, content FROM evidence_import_files WHERE use_case_id = @useCase", new { useCase });
        return rows.GroupBy(row => row.Import, StringComparer.Ordinal).ToImmutableSortedDictionary(
            group => group.Key, group => group.ToImmutableSortedDictionary(row => row.Name, row => row.Content, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>Keeps an import, unless it is there already.</summary>
    /// <returns>Whether it is new.</returns>
    public static async Task<bool> Add(Session session, TimeProvider clock, string useCase, string id, string summary, ImmutableSortedDictionary<string, byte[]> files)
    {
        int added = await session.Execute(
            "INSERT INTO evidence_imports (use_case_id, id, summary, at) VALUES (@useCase, @id, @summary, @At) ON CONFLICT (use_case_id, id) DO NOTHING", new { useCase, id, summary, At = Moment.Of(clock) });
        if (added == 0)
            return false;
        foreach ((string name, byte[] content) in files)
            await session.Execute("INSERT INTO evidence_import_files (use_case_id, import_id, name, content) VALUES (@useCase, @id, @name, @content)", new { useCase, id, name, content });
        return true;
    }

    private sealed record FileRow(string Import, string Name, byte[] Content);
}
