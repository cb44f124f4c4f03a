using System.Globalization;
using System.Text.Json;

namespace Concordat.Web.Features.Desk;

/// <summary>A round's judgements in memory, each under its id.</summary>
internal sealed class LedgerRound(string id, string kind, string levels, int choices)
{
    private readonly ImmutableArray<string> _levels = JsonSerializer.Deserialize<ImmutableArray<string>>(levels);
    private readonly Dictionary<UInt128, int> _places = [];
    private readonly List<UInt128> _ids = [];
    private readonly List<JudgedAnswer> _answers = [];

    // The same response has the same number, wherever it stood: for each order in which responses were shown, each place's number.
    private readonly Dictionary<string, int[]> _numbers = new(StringComparer.Ordinal);

    public string Id => id;

    public string Kind => kind;

    /// <summary>How many responses stand beside each other.</summary>
    public int Choices => choices;

    public int Count => _answers.Count;

    public ReadOnlySpan<JudgedAnswer> Answers => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_answers);

    /// <summary>Adds a judgement, unless it is there.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(UInt128 judgement, JudgedAnswer answer)
    {
        if (!_places.TryAdd(judgement, _answers.Count))
            return false;
        _ids.Add(judgement);
        _answers.Add(answer);
        return true;
    }

    /// <summary>Takes a judgement out, if it is there; the last takes its place.</summary>
    public bool Remove(UInt128 judgement)
    {
        if (!_places.Remove(judgement, out int place))
            return false;
        if (place < _answers.Count - 1)
        {
            (_ids[place], _answers[place]) = (_ids[^1], _answers[^1]);
            _places[_ids[place]] = place;
        }

        _ids.RemoveAt(_ids.Count - 1);
        _answers.RemoveAt(_answers.Count - 1);
        return true;
    }

    /// <summary>What a value stands for, and where it stood.</summary>
    public (short Value, byte Place) Read(string? value, string shown)
    {
        if (value is null)
            return (JudgedAnswer.None, 0);
        if (kind == "Rating")
            return ((short)_levels.IndexOf(value), 0);
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int place))
            return (value is "tie" or "nothing" ? (short)-1 : (short)-2, 0);
        if (!_numbers.TryGetValue(shown, out int[]? numbers))
        {
            ImmutableArray<string> responses = JsonSerializer.Deserialize<ImmutableArray<string>>(shown), sorted = responses.Sort(StringComparer.Ordinal);
            _numbers.Add(shown, numbers = [.. responses.Select(response => sorted.IndexOf(response))]);
        }

        return place >= 1 && place <= numbers.Length ? ((short)numbers[place - 1], (byte)place) : ((short)-2, (byte)0);
    }
}
