using System.Globalization;

namespace Concordat.Models.Segments.Samplers;

/// <summary>Continues with what people said at like places of recorded sessions that reached their goal: a script without a model.</summary>
/// <remarks>
/// A place is a turn of the agent of another conversation; it is alike by the share of marks, then of words, that the partner's turn before it has in common with the one before the
/// error turn (intersection over union). Each session gives one continuation. Ties: by session and place. Randomness: none. The words are real but were said of other matters:
/// what an agent says of its needs there need not fit here.
/// </remarks>
public sealed class RecordedSampler : IContinuationSampler
{
    private readonly int _turns;
    private readonly ImmutableArray<(Session Session, int Turn, HashSet<string> Words, HashSet<SessionMark> Marks)> _places;

    /// <param name="donors">Sessions that reached their goal.</param>
    /// <param name="agentTurns">Turns of the agent in a continuation, at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of turns is not positive.</exception>
    public RecordedSampler(ImmutableArray<Session> donors, int agentTurns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(agentTurns);
        _turns = (2 * agentTurns) - 1;
        _places = [.. from session in donors from turn in session.AgentTurns select (session, turn, TurnWords.Of(session.Turns[turn - 1].Text), session.Turns[turn - 1].Marks.ToHashSet())];
    }

    public Task<ImmutableArray<Continuation>> SampleAsync(Session session, int from, int count, CancellationToken cancellationToken)
    {
        SessionTurn before = session.Turns[from - 1];
        HashSet<string> words = TurnWords.Of(before.Text);
        HashSet<SessionMark> marks = [.. before.Marks];
        ImmutableArray<Continuation> found =
        [
            .. _places.Where(place => place.Session.Conversation != session.Conversation)
                .Select(place => (place.Session, place.Turn, Marks: Common(marks, place.Marks), Words: Common(words, place.Words)))
                .OrderByDescending(place => place.Marks).ThenByDescending(place => place.Words).ThenBy(place => place.Session.Id, StringComparer.Ordinal).ThenBy(place => place.Turn)
                .DistinctBy(place => place.Session.Id).Take(count)
                .Select(place => new Continuation(
                    place.Session.Turns.Slice(place.Turn, Math.Min(_turns, place.Session.Turns.Length - place.Turn)),
                    string.Create(CultureInfo.InvariantCulture, $"{place.Session.Id} from {place.Turn}"))),
        ];
        return Task.FromResult(found);
    }

    private static double Common<T>(HashSet<T> left, HashSet<T> right)
    {
        int both = left.Count(right.Contains), either = left.Count + right.Count - both;
        return either == 0 ? 0 : (double)both / either;
    }
}
