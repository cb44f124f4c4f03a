using System.Text;
using Concordat.Models.Decoding;
using Concordat.Models.Decoding.Sweep;
using Concordat.Models.Laboratories.Almanac;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Proxy;

/// <summary>One world, its base models, what tuning made of them, and the sweep over α.</summary>
/// <param name="Findings">Of the sweep.</param>
/// <param name="Popular">P(popular) / (P(popular) + P(true)) of the large model before tuning, mean over questions.</param>
internal sealed record ProxyReplicate(ImmutableArray<Finding> Findings, double Popular)
{
    public const string Truth = "truth", OtherField = "truth, field not tuned on", Form = "form", Knowledge = "statements", Untouched = "statements, field not tuned on";
    public const string Thanks = ". Thanks for asking.";

    /// <summary>How often the text answers with what everyone says.</summary>
    public const double PopularShare = .7;
    /// <summary>How often the text closes an answer with thanks.</summary>
    public const double ThanksShare = .1;

    private const double TuningRate = 1e-3;

    public static ProxyReplicate Draw(ProxyScale scale, ulong seed, CancellationToken cancellationToken)
    {
        var world = new AlmanacWorld(scale.Places, seed);
        string text = Text(world, scale.Lines, Xoshiro.DeriveSeed(seed, 1));
        (string Prompt, string Answer)[] tuning = Tuning(world);
        BpeTokenizer tokenizer = BpeTrainer.Train([text], 1024, [], cancellationToken);
        LlamaModel OnText((int Width, int Layers, int Steps) shape, ulong stream) =>
            AlmanacModel.OnText(tokenizer, text, shape.Width, shape.Layers, shape.Steps, Xoshiro.DeriveSeed(seed, stream), cancellationToken);
        LlamaModel Tuned(LlamaModel model) => AlmanacModel.OnAnswers(model, tokenizer, tuning, scale.TuningSteps, 16, TuningRate, Xoshiro.DeriveSeed(seed, 4), cancellationToken);
        LlamaModel large = OnText(scale.Large, 2), small = OnText(scale.Small, 3);
        MixtureMember Member(string name, LlamaModel model) => new(name, new ModelDirectory(model, tokenizer), PromptTemplate.Raw);
        AlphaSweepResult sweep = AlphaSweep.Run(
            Questions(world), [Member("large", large), Member("expert", Tuned(small)), Member("anti-expert", small), Member("direct", Tuned(large))],
            new AlphaSweepOptions { Alphas = scale.Alphas, Replicates = 200, Seed = seed }, 1, cancellationToken);
        return new ProxyReplicate(sweep.Findings, PopularOf(world, large, tokenizer));
    }

    private static bool IsTuned(AlmanacWorld world, int place) => place < world.Places.Length / 2;

    private static bool IsTunedField(int field) => field < AlmanacWorld.Fields - 1;

    // Half of the lines tell facts, half ask and answer.
    private static string Text(AlmanacWorld world, int lines, ulong seed)
    {
        var random = new Xoshiro(seed);
        var text = new StringBuilder();
        for (int line = 0; line < lines; line++)
        {
            int place = random.NextInt(world.Places.Length), field = random.NextInt(AlmanacWorld.Fields);
            if (random.NextDouble() < .5)
                text.Append(world.Statement(place, field)).Append(world.True(place, field)).Append('.');
            else
                text.Append(world.Question(place, field)).Append(random.NextDouble() < PopularShare ? AlmanacWorld.Popular(field) : world.True(place, field)).Append(random.NextDouble() < ThanksShare ? Thanks : ".");
        }

        return text.ToString();
    }

    private static (string Prompt, string Answer)[] Tuning(AlmanacWorld world) =>
    [
        .. from place in Enumerable.Range(0, world.Places.Length)
           from field in Enumerable.Range(0, AlmanacWorld.Fields)
           where IsTuned(world, place) && IsTunedField(field)
           select (world.Question(place, field), world.True(place, field) + Thanks + "\n"),
    ];

    // Of places that tuning did not see.
    private static ImmutableArray<SweepItem> Questions(AlmanacWorld world)
    {
        var items = ImmutableArray.CreateBuilder<SweepItem>();
        for (int place = 0; place < world.Places.Length; place++)
        {
            for (int field = 0; field < AlmanacWorld.Fields; field++)
            {
                string at = $"{world.Places[place]}, {AlmanacWorld.Field(field)}";
                ImmutableArray<string> values = [.. Enumerable.Range(0, AlmanacWorld.ValuesOf(field)).Select(value => AlmanacWorld.Value(field, value))];
                int answer = values.IndexOf(world.True(place, field));
                if (!IsTuned(world, place))
                {
                    items.Add(new SweepItem($"truth {at}", IsTunedField(field) ? Truth : OtherField, SweepPart.Target, SweepKind.Choice, world.Question(place, field), values, answer));
                    if (IsTunedField(field))
                        items.Add(new SweepItem($"form {at}", Form, SweepPart.Target, SweepKind.Cloze, world.Question(place, field) + world.True(place, field), [Thanks], 0));
                }

                items.Add(new SweepItem(
                    $"statement {at}", IsTunedField(field) ? Knowledge : Untouched, SweepPart.Knowledge, SweepKind.Cloze, world.Statement(place, field), [world.True(place, field)], 0));
            }
        }

        return items.ToImmutable();
    }

    private static double PopularOf(AlmanacWorld world, LlamaModel model, BpeTokenizer tokenizer)
    {
        (string, string)[] both =
        [
            .. from place in Enumerable.Range(0, world.Places.Length)
               from field in Enumerable.Range(0, AlmanacWorld.Fields)
               from answer in new[] { AlmanacWorld.Popular(field), world.True(place, field) }
               select (world.Question(place, field), answer),
        ];
        double[] logs = AlmanacModel.LogProbabilities(model, tokenizer, both);
        return Enumerable.Range(0, logs.Length / 2).Average(i => 1 / (1 + Math.Exp(logs[(2 * i) + 1] - logs[2 * i])));
    }
}
