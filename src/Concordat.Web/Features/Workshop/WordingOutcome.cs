namespace Concordat.Web.Features.Workshop;

/// <summary>What a round chose.</summary>
/// <param name="Ballots">People who ranked.</param>
/// <param name="Order">Ids of the wordings in Schulze's order, tied ones together, best first.</param>
/// <param name="Winner">The wording that goes on.</param>
/// <param name="TieBroken">Whether several tied at the head, so that the one put forward first goes on.</param>
public sealed record WordingOutcome(int Ballots, ImmutableArray<ImmutableArray<string>> Order, string Winner, bool TieBroken)
{
    /// <summary>Chooses by Schulze over ranks; a wording that a ballot leaves out is tied last on it.</summary>
    /// <param name="wordings">Ids, in the order in which they were put forward.</param>
    /// <param name="ranks">Person, wording and rank, 1 for the best.</param>
    public static WordingOutcome Of(ImmutableArray<string> wordings, ImmutableArray<(string Seat, string Wording, long Rank)> ranks)
    {
        ImmutableArray<Choice.Ballot> ballots =
        [
            .. ranks.GroupBy(rank => rank.Seat, StringComparer.Ordinal).Select(own => own.ToDictionary(rank => rank.Wording, rank => (int)rank.Rank - 1, StringComparer.Ordinal))
                .Select(own => new Choice.Ballot([.. wordings.Select(wording => own.GetValueOrDefault(wording, Choice.Ballot.Unranked))], 1)),
        ];
        Choice.ChoiceOutcome outcome = new Choice.SchulzeRule().Choose(new Choice.Profile(wordings, ballots), CancellationToken.None);
        ImmutableArray<ImmutableArray<string>> order = [.. (outcome.Ranking ?? [outcome.Winners]).Select(tied => tied.Select(a => wordings[a]).ToImmutableArray())];
        return new WordingOutcome(ballots.Length, order, wordings[outcome.Winners.Min()], outcome.Winners.Length > 1);
    }
}
