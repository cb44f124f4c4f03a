namespace Concordat.Web.Access;

/// <summary>A use case as stored.</summary>
public sealed record UseCaseRow(string Id, string Title, string Summary, long Public, long MinimumCell)
{
    /// <summary>The columns, under the names that the record's constructor expects.</summary>
    public const string Columns = "use_cases.id, use_cases.title, use_cases.summary, use_cases.is_public AS public, use_cases.minimum_cell";

    public bool IsPublic => Public == 1;
}
