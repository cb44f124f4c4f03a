namespace Concordat.Web.Features.Desk;

/// <summary>Numbers for names, from 0 in the order in which they came.</summary>
internal sealed class NameCodes
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public int Count => _names.Count;

    public string this[int code] => _names[code];

    public int Code(string name)
    {
        if (!_codes.TryGetValue(name, out int code))
        {
            _codes.Add(name, code = _names.Count);
            _names.Add(name);
        }

        return code;
    }

    public bool TryCode(string name, out int code) => _codes.TryGetValue(name, out code);

    /// <summary>The place of each name in ordinal order: the same on every server, in whatever order the names came.</summary>
    public int[] Places()
    {
        string[] names = [.. _names];
        int[] order = [.. Enumerable.Range(0, names.Length)], places = new int[names.Length];
        Array.Sort(names, order, StringComparer.Ordinal);
        for (int place = 0; place < order.Length; place++)
            places[order[place]] = place;
        return places;
    }
}
