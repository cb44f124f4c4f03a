using Concordat.Formats.Text;

namespace Concordat.Models.Segments.Judges;

/// <summary>Points that a file declares for marks and words of turns: columns <c>attribute</c>, <c>level</c>, <c>goal</c> and <c>warmth</c>.</summary>
/// <remarks>Where <c>attribute</c> is <c>word</c>, the level is a word of the text, in any case. A turn's points are the sum over its marks and its different words.</remarks>
public sealed class DeclaredPoints
{
    private const string Word = "word";

    private readonly Dictionary<(string Attribute, string Level), TurnPoints> _points = [];

    /// <summary>Attributes of turns that have points.</summary>
    public ImmutableArray<string> Attributes => [.. _points.Keys.Select(key => key.Attribute).Where(attribute => attribute != Word).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputDataException">The file has faults: all of them, each with its place.</exception>
    public static DeclaredPoints Read(string file)
    {
        using DelimitedReader reader = DelimitedReader.Open(file, DelimitedOptions.Default);
        int attribute = reader.RequiredColumn("attribute"), level = reader.RequiredColumn("level"), goal = reader.RequiredColumn("goal"), warmth = reader.RequiredColumn("warmth");
        var declared = new DeclaredPoints();
        while (reader.Read())
        {
            string name = reader.Text(attribute), value = name == Word ? reader.Text(level).ToLowerInvariant() : reader.Text(level);
            if (name.Length == 0 || value.Length == 0)
                reader.Reject(level, "nothing", "an attribute and one of its levels, or word and a word");
            if (!reader.TryNumber(goal, out double forGoal))
                reader.Reject(goal, "a finite number");
            if (!reader.TryNumber(warmth, out double forWarmth))
                reader.Reject(warmth, "a finite number");
            if (!declared._points.TryAdd((name, value), new TurnPoints(forGoal, forWarmth)))
                reader.Reject(level, $"{name} '{value}' again", "each once");
        }

        return declared._points.Count > 0 ? declared : throw new InputDataException(file, 0, 0, "no points", "at least one row");
    }

    /// <summary>Points of a turn; null where nothing is declared of it.</summary>
    public TurnPoints? Of(SessionTurn turn)
    {
        TurnPoints sum = default;
        bool any = false;
        foreach ((string Attribute, string Level) key in turn.Marks.Select(mark => (mark.Attribute, mark.Level)).Concat(TurnWords.Of(turn.Text).Select(word => (Word, word))).Distinct())
        {
            if (!_points.TryGetValue(key, out TurnPoints own))
                continue;
            sum += own;
            any = true;
        }

        return any ? sum : null;
    }
}
