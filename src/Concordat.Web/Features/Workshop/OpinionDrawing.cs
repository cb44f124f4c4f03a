using Concordat.Choice.OpinionGroups;

namespace Concordat.Web.Features.Workshop;

/// <summary>Opinion groups found in votes, before it is decided what of them may be shown.</summary>
internal sealed class OpinionDrawing
{
    // Fixed, so that the same votes give the same picture on every replica.
    private const ulong Seed = 1;

    private const int MostOpinionsAsked = 7, MostBonds = 3;

    private readonly OpinionGroupsFit _fit;
    private readonly int _minimumCell;

    private OpinionDrawing(OpinionGroupsFit fit, int minimumCell) => (_fit, _minimumCell) = (fit, minimumCell);

    /// <summary>The proposals that the groups were found from.</summary>
    public ImmutableArray<string> Proposals => _fit.Matrix.Statements;

    /// <summary>Finds the groups; null where there are too few people for two groups to be shown.</summary>
    /// <remarks>
    /// A proposal that fewer people than the smallest cell have voted on places nobody. Who voted on half of the others, or on seven, is placed: asking for all of them would empty the picture each time
    /// something new comes to the table.
    /// </remarks>
    public static OpinionDrawing? Of(ImmutableArray<OpinionVote> votes, int minimumCell, CancellationToken cancellationToken)
    {
        ImmutableArray<string> proposals =
            [.. votes.GroupBy(vote => vote.ProposalId, StringComparer.Ordinal).Where(group => group.Count() >= minimumCell).Select(group => group.Key).Order(StringComparer.Ordinal)];
        Dictionary<string, int> column = proposals.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        ImmutableArray<OpinionVote> counted = [.. votes.Where(vote => column.ContainsKey(vote.ProposalId))];
        ImmutableArray<string> people = [.. counted.Select(vote => vote.SeatId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (people.Length < 2 * minimumCell || proposals.Length < 2)
            return null;
        Dictionary<string, int> row = people.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var matrix = new OpinionMatrix(people, proposals, counted.Select(vote => (row[vote.SeatId], column[vote.ProposalId], vote.Choice switch
        {
            VoteChoice.Agree => 1,
            VoteChoice.Disagree => -1,
            _ => 0,
        })));
        int asked = Math.Clamp((proposals.Length + 1) / 2, 2, MostOpinionsAsked);
        if (Enumerable.Range(0, people.Length).Count(i => matrix.Seen(i).Length >= asked) < 2 * minimumCell)
            return null;
        return new OpinionDrawing(OpinionGroupsEstimator.Fit(matrix, new OpinionGroupsOptions { FewestOpinions = asked, SmallestGroup = minimumCell, Seed = Seed }, cancellationToken), minimumCell);
    }

    /// <summary>Seat → group, of everyone whom the picture counts as a member of something: people without a group only where their number is shown.</summary>
    public ImmutableDictionary<string, (int Group, string Answer)> Places() => _fit.Matrix.Participants.Index().Where(person => _fit.Group[person.Index] >= 0 || Unplaced >= _minimumCell)
        .ToImmutableDictionary(person => person.Item, person => (_fit.Group[person.Index], ""), StringComparer.Ordinal);

    /// <summary>Seat → group and answer, of everyone whom the figures of a proposal count.</summary>
    public ImmutableDictionary<string, (int Group, string Answer)> Counted(string proposal)
    {
        int column = Proposals.IndexOf(proposal);
        var counted = ImmutableDictionary.CreateBuilder<string, (int, string)>(StringComparer.Ordinal);
        for (int i = 0; i < _fit.Matrix.Participants.Length; i++)
        {
            int entry = _fit.Matrix.Seen(i).IndexOf(column);
            if (_fit.Group[i] >= 0 && entry >= 0)
                counted.Add(_fit.Matrix.Participants[i], (_fit.Group[i], (_fit.Matrix.Opinions(i)[entry] switch { 1 => VoteChoice.Agree, -1 => VoteChoice.Disagree, _ => VoteChoice.Pass }).ToString()));
        }

        return counted.ToImmutable();
    }

    /// <summary>The picture.</summary>
    /// <param name="maySay">Whether something may be said about a proposal.</param>
    public OpinionPicture Picture(Func<string, bool> maySay)
    {
        OpinionFindings findings = OpinionFindings.Of(_fit.Counts, _minimumCell, statement => maySay(Proposals[statement]));
        return new OpinionPicture(
            [.. Enumerable.Range(0, _fit.Sizes.Length).Select(Centre)],
            [.. findings.Consensus.Select(shared => new OpinionPicture.Bridge(Proposals[shared.Statement], shared.Root, Enumerable.Range(0, _fit.Sizes.Length).Min(group => Share(group, shared.Statement))))],
            [.. findings.Divisive.Select(divisive => new OpinionPicture.Divide(Proposals[divisive.Statement], divisive.Most, divisive.Least, divisive.Gap))],
            Unplaced >= _minimumCell ? Unplaced : null,
            [.. findings.Representative.Select(bonds => bonds.Take(MostBonds).Select(bond => new OpinionPicture.Bond(Proposals[bond.Statement], bond.IsAgreement, bond.Probability)).ToImmutableArray())],
            findings.TooFew);
    }

    private int Unplaced => _fit.Group.Count(group => group < 0);

    private double Share(int group, int statement) => (_fit.Counts.Agree(group, statement) + 1.0) / (_fit.Counts.Seen(group, statement) + 2.0);

    // A group's middle and how far it spreads: no point of the picture is a person.
    private OpinionGroup Centre(int group)
    {
        int[] members = [.. Enumerable.Range(0, _fit.Group.Length).Where(i => _fit.Group[i] == group)];
        double x = members.Average(i => _fit.Map.Coordinates[i * 2]), y = members.Average(i => _fit.Map.Coordinates[(i * 2) + 1]);
        double spread = Math.Sqrt(members.Average(i => Math.Pow(_fit.Map.Coordinates[i * 2] - x, 2) + Math.Pow(_fit.Map.Coordinates[(i * 2) + 1] - y, 2)));
        return new OpinionGroup(_fit.Sizes[group], x, y, spread);
    }
}
