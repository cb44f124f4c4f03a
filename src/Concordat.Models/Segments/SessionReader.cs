using Concordat.Evidence;

namespace Concordat.Models.Segments;

/// <summary>Turns recorded conversations into sessions.</summary>
/// <remarks>
/// Each speaker who may be an agent gives a session of their own. Turns without words (a pressed button) are left out; neighbouring turns of one side become one, so that
/// sides alternate, and all speakers but the agent are the other side. Order: conversations, then speakers, by id. Randomness: none.
/// </remarks>
public static class SessionReader
{
    /// <summary>The sessions of the evidence.</summary>
    /// <exception cref="ArgumentException">There are no turns, or no such criterion or attribute; the message lists those that are there.</exception>
    public static ImmutableArray<Session> Read(EvidenceSet evidence, SessionOptions options, CancellationToken cancellationToken)
    {
        if (evidence.Turns.Count == 0)
            throw new ArgumentException("the evidence has no turns; import conversations first, such as with turns-jsonl or casino");
        var goal = new CriterionMeans(evidence, options.Goal);
        CriterionMeans? warmth = options.Warmth is null ? null : new CriterionMeans(evidence, options.Warmth);
        ImmutableArray<AttributeColumn> marks = [.. options.Marks.Select(name => evidence.Turns.Attribute(name)
            ?? throw new ArgumentException($"turns have no attribute '{name}'; there are: {Listed(evidence.Turns.Attributes.Select(column => column.Name))}"))];
        Func<int, bool> mayBeAgent = Agents(evidence, options.Agent);
        int[] itemRank = evidence.Items.Keys.Ranks(), speakerRank = evidence.Raters.Keys.Ranks();
        var sessions = ImmutableArray.CreateBuilder<Session>();
        foreach (IGrouping<int, int> rows in Enumerable.Range(0, evidence.Turns.Count).GroupBy(row => evidence.Turns.Conversation[row]).OrderBy(rows => itemRank[rows.Key]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] order = [.. rows.Where(row => !string.IsNullOrWhiteSpace(evidence.Turns.Text[row])).OrderBy(row => evidence.Turns.Index[row])];
            int[] speakers = [.. rows.Select(row => evidence.Turns.Speaker[row]).Distinct().OrderBy(speaker => speakerRank[speaker])];
            foreach (int agent in speakers.Where(mayBeAgent))
            {
                sessions.Add(new Session(
                    evidence.Items.Keys[rows.Key], evidence.Raters.Keys[agent], goal.Of(rows.Key, agent, speakers, options.RatedBy), warmth?.Of(rows.Key, agent, speakers, options.RatedBy),
                    Turns(evidence.Turns, order, agent, marks)));
            }
        }

        return sessions.ToImmutable();
    }

    private static ImmutableArray<SessionTurn> Turns(TurnTable table, int[] rows, int agent, ImmutableArray<AttributeColumn> marks)
    {
        var turns = ImmutableArray.CreateBuilder<SessionTurn>();
        foreach (int row in rows)
        {
            bool isAgent = table.Speaker[row] == agent;
            ImmutableArray<SessionMark> own =
            [
                .. from column in marks
                   from level in (column.LevelOf(row) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                   select new SessionMark(column.Name, level),
            ];
            if (turns.Count > 0 && turns[^1].IsAgent == isAgent)
                turns[^1] = new SessionTurn(isAgent, $"{turns[^1].Text}\n{table.Text[row]}", [.. turns[^1].Marks, .. own]);
            else
                turns.Add(new SessionTurn(isAgent, table.Text[row]!, own));
        }

        return turns.ToImmutable();
    }

    private static Func<int, bool> Agents(EvidenceSet evidence, string? agent)
    {
        if (agent is null)
            return _ => true;
        int equals = agent.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw new ArgumentException($"agent is '{agent}'; expected name=level of an attribute of speakers, such as role=assistant");
        AttributeColumn column = evidence.Raters.Attribute(agent[..equals])
            ?? throw new ArgumentException($"speakers have no attribute '{agent[..equals]}'; there are: {Listed(evidence.Raters.Attributes.Select(attribute => attribute.Name))}");
        return column.Levels.CodeOf(agent[(equals + 1)..]) < 0
            ? throw new ArgumentException($"no speaker has {agent}; levels: {Listed(column.Levels.Ids)}")
            : speaker => column.LevelOf(speaker) == agent[(equals + 1)..];
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).Take(20)) is { Length: > 0 } list ? list : "none";

    /// <summary>Numbers that ratings of conversations on one criterion stand for.</summary>
    private sealed class CriterionMeans
    {
        private readonly Dictionary<int, List<(int Rater, double Value)>> _ofItem = [];

        public CriterionMeans(EvidenceSet evidence, string criterion)
        {
            int index = evidence.CriterionIndex(criterion);
            if (index < 0)
                throw new ArgumentException($"there is no criterion '{criterion}'; there are: {Listed(evidence.Criteria.Select(one => one.Id))}");
            RatingTable ratings = evidence.Ratings;
            for (int row = 0; row < ratings.Count; row++)
            {
                if (ratings.Criterion[row] != index || ratings.Response[row] >= 0 || !evidence.Criteria[index].Scale.TryNumber(ratings.Value[row], out double number))
                    continue;
                if (!_ofItem.TryGetValue(ratings.Item[row], out List<(int, double)>? values))
                    _ofItem.Add(ratings.Item[row], values = []);
                values.Add((ratings.Rater[row], number));
            }
        }

        public double? Of(int item, int agent, int[] speakers, GoalRater by)
        {
            double[] values = [.. _ofItem.GetValueOrDefault(item, []).Where(rating => by switch
            {
                GoalRater.Self => rating.Rater == agent,
                GoalRater.Partner => rating.Rater != agent && speakers.Contains(rating.Rater),
                _ => !speakers.Contains(rating.Rater),
            }).Select(rating => rating.Value).Order()];
            return values.Length == 0 ? null : values.Average();
        }
    }
}
