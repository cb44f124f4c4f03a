using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>Imports that the command line made and a steward uploaded, kept file by file under their id.</summary>
internal static class StoredImports
{
    /// <summary>Writes them into a folder, file by file.</summary>
    public static async Task Write(Session session, string useCase, string folder)
    {
        await foreach (FileRow row in session.Stream<FileRow>("SELECT import_id AS import, name, content FROM evidence_import_files WHERE use_case_id = @useCase", new { useCase }).WithCancellation(session.CancellationToken))
            await File.WriteAllBytesAsync(Path.Combine(EvidenceExport.StoredFolder(folder, row.Import), row.Name), row.Content, session.CancellationToken);
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
