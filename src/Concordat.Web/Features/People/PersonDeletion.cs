using Concordat.Web.Features.UseCases;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.People;

/// <summary>Removes a person: what identifies them goes, what they let us keep stays under the pseudonym, everything else that they gave goes too.</summary>
internal static class PersonDeletion
{
    public static async Task Delete(Session session, string person)
    {
        foreach (string seat in await session.All<string>("SELECT id FROM seats WHERE person_id = @person", new { person }))
        {
            // The record keeps its entries and its chain; without the key nobody can read what this person wrote there.
            await session.Execute("DELETE FROM record_keys WHERE seat_id = @seat", new { seat });
            bool mayBeKept = await session.Count("SELECT may_be_kept FROM seats WHERE id = @seat", new { seat }) == 1;
            if (!mayBeKept)
                await Contributions.Erase(session, seat);
            // A community can be so small that its name names the person.
            await session.Execute("UPDATE seats SET person_id = NULL, takes_part = takes_part * may_be_kept, community = CASE WHEN may_be_kept = 1 THEN community ELSE '' END WHERE id = @seat", new { seat });
        }

        await session.Execute("DELETE FROM people WHERE id = @person", new { person });
    }
}
