using System.Text;
using Concordat.Estimators.Curation;
using Concordat.Estimators.Embeddings;
using Concordat.Models.Laboratories.Almanac;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Curation;

/// <summary>Questions by many authors with answers of every kind, as nobody has looked through them, and a judge's opinion of each.</summary>
/// <remarks>
/// Places are asked about unequally often, the r-th in proportion to 1/r. Kinds of answers are drawn with planted shares. The judge sees the kind through noise and likes the places that
/// everyone asks about. Randomness: from the seed.
/// </remarks>
internal sealed class CurationPool
{
    public const int Authors = 16;
    // An answer ends with its line, so that a model can learn where to stop.
    private const string Thanks = ". Thanks for asking.\n", Stop = ".\n";
    private const double JudgeNoise = .25, JudgeTaste = .2;
    private static readonly string[] s_openings = ["\nQ: ", "\nUser: "];

    // The last one is asked by no author of the pool.
    private static readonly string[] s_questions =
    [
        "What is the {f} of {p}?", "Which {f} does {p} have?", "Name the {f} of {p}.", "{p}: what {f}?", "What {f} is {p} known for?", "Tell me the {f} in {p}.", "In {p}, which {f} is it?",
        "Say the {f} that {p} has.", "Do you know the {f} of {p}?",
    ];

    private readonly AlmanacWorld _world;
    private readonly List<(CurationExample Example, Kind Kind)> _examples = [];

    public CurationPool(AlmanacWorld world, int size, ulong seed)
    {
        _world = world;
        var random = new Xoshiro(seed);
        double all = Enumerable.Range(1, world.Places.Length).Sum(rank => 1.0 / rank);
        for (int i = 0; i < size; i++)
        {
            double u = random.NextDouble() * all;
            int place = 0;
            while (place + 1 < world.Places.Length && (u -= 1.0 / (place + 1)) >= 0)
                place++;
            int field = random.NextInt(AlmanacWorld.Fields), author = random.NextInt(Authors);
            Kind kind = Draw(random.NextDouble());
            string answer = kind switch
            {
                Kind.Good => world.True(place, field) + Thanks,
                Kind.Unclosed => world.True(place, field) + Stop,
                Kind.Popular => AlmanacWorld.Popular(field) + Thanks,
                Kind.Wrong => world.Wrong(place, field, ref random) + Stop,
                _ => " I think I think it is" + world.True(place, field) + Stop,
            };
            double quality = (kind switch { Kind.Good => 1, Kind.Unclosed => .7, Kind.Popular => .5, Kind.Wrong => .3, _ => .2 })
                + (place < world.Places.Length / 4 ? JudgeTaste : 0) + (JudgeNoise * random.NextNormal());
            _examples.Add((new CurationExample(Question(place, field, author), answer, Math.Max(.01, quality), 1, null, $"author {author + 1}"), kind));
        }
    }

    /// <summary>What an answer can be.</summary>
    public enum Kind
    {
        /// <summary>True, and closed with thanks.</summary>
        Good,

        /// <summary>True, without the closing.</summary>
        Unclosed,

        /// <summary>What everyone says, closed with thanks.</summary>
        Popular,

        /// <summary>Neither true nor popular.</summary>
        Wrong,

        /// <summary>True after much ado.</summary>
        Rambling,
    }

    /// <summary>The planted shares of the kinds.</summary>
    public static ImmutableArray<(Kind Kind, double Share)> Shares { get; } = [(Kind.Good, .5), (Kind.Unclosed, .15), (Kind.Popular, .15), (Kind.Wrong, .1), (Kind.Rambling, .1)];

    public IReadOnlyList<(CurationExample Example, Kind Kind)> Examples => _examples;

    /// <summary>What models read before any tuning: facts, and questions by all authors, answered as people do.</summary>
    public static string Text(AlmanacWorld world, int lines, ulong seed)
    {
        var random = new Xoshiro(seed);
        var text = new StringBuilder();
        for (int line = 0; line < lines; line++)
        {
            int place = random.NextInt(world.Places.Length), field = random.NextInt(AlmanacWorld.Fields);
            if (random.NextDouble() < .5)
            {
                text.Append(world.Statement(place, field)).Append(world.True(place, field)).Append('.');
                continue;
            }

            text.Append(Question(world, place, field, random.NextInt(s_openings.Length * s_questions.Length)));
            double u = random.NextDouble();
            text.Append(u < .1 ? " I think I think it is" : "").Append(random.NextDouble() < .5 ? AlmanacWorld.Popular(field) : world.True(place, field)).Append(u > .9 ? Thanks[..^1] : ".");
        }

        return text.ToString();
    }

    /// <summary>Questions in words that no author of the pool uses, with the good answer in its two parts.</summary>
    public static ImmutableArray<(string Prompt, string Value, string Closing)> HeldOut(AlmanacWorld world) =>
    [
        .. from place in Enumerable.Range(0, world.Places.Length)
           from field in Enumerable.Range(0, AlmanacWorld.Fields)
           from opening in Enumerable.Range(0, s_openings.Length)
           select (Question(world, place, field, (s_openings.Length * (s_questions.Length - 1)) + opening), world.True(place, field), Thanks),
    ];

    /// <summary>As many as asked for at random.</summary>
    public int[] AtRandom(int size, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, _examples.Count)];
        var random = new Xoshiro(seed);
        random.Shuffle<int>(order);
        return order[..size];
    }

    /// <summary>What is chosen by quality and diversity (DEITA), and by quality alone, of the different ones.</summary>
    public (ImmutableArray<int> Curated, ImmutableArray<int> Quality) Choose(int size, CancellationToken cancellationToken)
    {
        ImmutableArray<CurationExample> examples = [.. _examples.Select(one => one.Example)];
        EmbeddingMatrix vectors = new LexicalEmbedder(new LexicalOptions { Dimensions = 256 }).Embed([.. examples.Select(example => example.Prompt + example.Answer)], 1, cancellationToken);
        CurationResult result = Curator.Run(
            examples, vectors, new CurationOptions { Size = size, Method = SelectionMethod.Deita, ComparedWith = [SelectionMethod.Quality], NearDuplicate = null }, 1, cancellationToken);
        return (result.Chosen.Rows, result.Compared[0].Rows);
    }

    private static Kind Draw(double u)
    {
        int kind = 0;
        while (kind + 1 < Shares.Length && (u -= Shares[kind].Share) >= 0)
            kind++;
        return Shares[kind].Kind;
    }

    private string Question(int place, int field, int author) => Question(_world, place, field, author);

    private static string Question(AlmanacWorld world, int place, int field, int author) =>
        s_openings[author % s_openings.Length]
        + s_questions[author / s_openings.Length].Replace("{f}", AlmanacWorld.Field(field), StringComparison.Ordinal).Replace("{p}", world.Places[place], StringComparison.Ordinal) + " A:";
}
