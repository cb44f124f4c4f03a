namespace Concordat.Web.Access;

/// <summary>A seat as stored. Its id is the pseudonym under which everything is given.</summary>
public sealed record SeatRow(string Id, string UseCaseId, Role Role, string Community, long Taking, long Kept)
{
    /// <summary>The columns, under the names that the record's constructor expects.</summary>
    public const string Columns = "seats.id, seats.use_case_id, seats.role, seats.community, seats.takes_part AS taking, seats.may_be_kept AS kept";

    /// <summary>Whether they consented to take part and have not withdrawn.</summary>
    public bool TakesPart => Taking == 1;

    /// <summary>Whether what they gave may be kept, under the pseudonym, once they are gone.</summary>
    public bool MayBeKept => Kept == 1;
}
