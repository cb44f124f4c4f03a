namespace Concordat.Web.Features.Desk;

/// <summary>How often each answer was given to each unit. Answers are few: the levels of a scale, or the responses that stand beside each other.</summary>
internal sealed class UnitCounts
{
    private readonly int _least, _width;
    private readonly int[] _counts;

    public UnitCounts(ReadOnlySpan<GivenAnswer> answers)
    {
        int most = int.MinValue, last = -1;
        _least = int.MaxValue;
        foreach (GivenAnswer answer in answers)
            (_least, most, last) = (Math.Min(_least, answer.Value), Math.Max(most, answer.Value), Math.Max(last, answer.Unit));
        _width = answers.IsEmpty ? 0 : most - _least + 1;
        Units = last + 1;
        _counts = new int[Units * _width];
        foreach (GivenAnswer answer in answers)
            _counts[(answer.Unit * _width) + answer.Value - _least]++;
    }

    public int Units { get; }

    /// <summary>Answers to a unit.</summary>
    public int Of(int unit)
    {
        int sum = 0;
        foreach (int count in _counts.AsSpan(unit * _width, _width))
            sum += count;
        return sum;
    }

    /// <summary>Each answer that was given to a unit, by unit, then by answer.</summary>
    public IEnumerable<(int Unit, int Value, int Count)> Cells()
    {
        for (int cell = 0; cell < _counts.Length; cell++)
        {
            if (_counts[cell] > 0)
                yield return (cell / _width, (cell % _width) + _least, _counts[cell]);
        }
    }

    /// <summary>The mean of the level's place; or the most frequent answer, the smaller where several are, and the share that gave it.</summary>
    public (double Mean, int Most) Centre(int unit, bool isOrdinal)
    {
        ReadOnlySpan<int> counts = _counts.AsSpan(unit * _width, _width);
        int of = Of(unit), most = 0;
        double sum = 0;
        for (int value = 0; value < _width; value++)
        {
            sum += counts[value] * (double)(value + _least);
            most = counts[value] > counts[most] ? value : most;
        }

        return of == 0 ? (0, 0) : (isOrdinal ? sum / of : counts[most] / (double)of, most + _least);
    }
}
