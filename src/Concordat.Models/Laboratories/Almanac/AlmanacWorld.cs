using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Almanac;

/// <summary>A small world of facts in English: places, and what each is known for; and what everyone says instead.</summary>
/// <remarks>
/// Every place has one true value in every field. In every field there is one popular value, true of no place. Randomness: names and facts from the seed.
/// </remarks>
internal sealed class AlmanacWorld
{
    private static readonly string[] s_syllables = ["ba", "ke", "du", "lo", "mi", "zo", "ta", "fe", "gu", "ri", "na", "po"];

    // The first value of a field is the popular one.
    private static readonly (string Field, string[] Values)[] s_fields =
    [
        ("colour", ["red", "green", "blue", "white", "black", "brown", "grey"]),
        ("food", ["bread", "rice", "corn", "fish", "soup", "beans", "eggs"]),
        ("tool", ["axe", "saw", "net", "rope", "drum", "pipe", "lamp"]),
    ];

    private readonly int[,] _facts;

    /// <param name="places">How many, up to 60.</param>
    /// <param name="seed">Of names and facts.</param>
    public AlmanacWorld(int places, ulong seed)
    {
        var random = new Xoshiro(seed);
        string[] names = [.. s_syllables.SelectMany(first => s_syllables.Where(second => second != first).Select(second => char.ToUpperInvariant(first[0]) + first[1..] + second))];
        random.Shuffle<string>(names);
        Places = [.. names.Take(places)];
        _facts = new int[places, s_fields.Length];
        for (int place = 0; place < places; place++)
        {
            for (int field = 0; field < s_fields.Length; field++)
                _facts[place, field] = 1 + random.NextInt(s_fields[field].Values.Length - 1);
        }
    }

    public static int Fields => s_fields.Length;

    public ImmutableArray<string> Places { get; }

    /// <summary>How many values a field has.</summary>
    public static int ValuesOf(int field) => s_fields[field].Values.Length;

    public static string Field(int field) => s_fields[field].Field;

    /// <summary>A value as it follows a space.</summary>
    public static string Value(int field, int value) => " " + s_fields[field].Values[value];

    /// <summary>What is true of a place.</summary>
    public string True(int place, int field) => Value(field, _facts[place, field]);

    /// <summary>What everyone says, of whatever place.</summary>
    public static string Popular(int field) => Value(field, 0);

    /// <summary>A value that is neither true nor popular.</summary>
    public string Wrong(int place, int field, ref Xoshiro random)
    {
        int value = 1 + random.NextInt(ValuesOf(field) - 2);
        return Value(field, value >= _facts[place, field] ? value + 1 : value);
    }

    /// <summary>The start of a sentence that tells a fact; the value follows.</summary>
    public string Statement(int place, int field) => $"\nThe {Field(field)} of {Places[place]} is";

    /// <summary>A question up to where the answer starts.</summary>
    public string Question(int place, int field) => $"\nQ: What is the {Field(field)} of {Places[place]}? A:";
}
