using System.Numerics.Tensors;
using Concordat.Models.Lm;
using Concordat.Models.Policies;
using Concordat.Models.Training;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>The in-process language model: it reads the game in words and answers with a word, drawn from all it knows.</summary>
/// <remarks>A word that is no answer leaves a card and keeps what stands. Randomness: one number for each decision, from the stream that is passed.</remarks>
public sealed class ModelPlayer : ILearningPlayer
{
    private static readonly TrainingOptions s_adam = new() { WeightDecay = 0 };

    private readonly LlamaPolicy _policy;
    private readonly LlamaDecoder _decoder;
    private readonly AdamW _adam;
    private readonly ImmutableArray<int>.Builder _ahead = ImmutableArray.CreateBuilder<int>();
    private readonly int _room;
    private CardTable? _table;
    private int _step;

    /// <param name="model">The decoder; training changes it.</param>
    /// <param name="room">Room for tokens in a pass.</param>
    /// <param name="maxThreads">Upper limit on threads; nothing depends on it.</param>
    public ModelPlayer(LlamaModel model, int room, int maxThreads)
    {
        (_room, MaxThreads) = (room, maxThreads);
        _policy = new LlamaPolicy(model, room, maxThreads);
        _decoder = new LlamaDecoder(model, maxThreads);
        _adam = new AdamW(_policy.Trained.Slots);
    }

    public IPolicy Policy => _policy;

    private int MaxThreads { get; }

    /// <summary>A fresh decoder that knows the words of the game.</summary>
    public static ModelPlayer Create(int width, int layers, int room, ulong seed, int maxThreads) => new(
        LlamaModel.Create(
            new LlamaConfig { VocabularySize = CardWords.Count, HiddenSize = width, IntermediateSize = 2 * width, Layers = layers, Heads = 4, KeyValueHeads = 4, MaxPositions = 96 }, seed),
        room, maxThreads);

    public ILearningPlayer Copy() => new ModelPlayer(_policy.Model.Copy(), _room, MaxThreads);

    public void Begin(CardTable table, int prefix)
    {
        _table = table;
        _decoder.Rewind(0);
        _ahead.Clear();
        CardWords.Add(_ahead, CardWords.Opening(table, prefix));
    }

    public void Hear(Advice advice) => CardWords.Add(_ahead, CardWords.Statement(_table!, advice));

    public CardDecision Decide(int card, Advice? advice, Advice? reason, ref Xoshiro random)
    {
        var decision = new CardDecision(card, advice, reason, false, 0);
        CardWords.Add(_ahead, CardWords.Question(_table!, decision));
        ReadOnlySpan<float> logits = _decoder.Advance(_ahead.ToArray());
        int token = Draw(logits, random.NextDouble());
        _ahead.Clear();
        _ahead.Add(token);
        return decision with { Token = token, IsYes = token == CardWords.Id(CardWords.Answer(advice is not null, true)) };
    }

    public TokenSequence Sequence(CardGame game, int prefix)
    {
        var tokens = ImmutableArray.CreateBuilder<int>();
        var turns = ImmutableArray.CreateBuilder<TokenSpan>();
        int heard = 0;
        CardWords.Add(tokens, CardWords.Opening(game.Table, prefix));
        foreach (CardDecision decision in game.Decisions)
        {
            // All that was said up to the advice on which it decides.
            while (decision.Advice is { } advice && (heard == 0 || game.Statements[heard - 1] != advice))
                CardWords.Add(tokens, CardWords.Statement(game.Table, game.Statements[heard++]));
            CardWords.Add(tokens, CardWords.Question(game.Table, decision));
            turns.Add(new TokenSpan(tokens.Count, 1));
            tokens.Add(decision.Token);
        }

        return new TokenSequence(tokens.ToImmutable(), turns.ToImmutable());
    }

    public void Step(double learningRate)
    {
        _policy.Trained.Collect();
        AdamW.Clip(_policy.Trained.Gradient, 1);
        _adam.Step(_policy.Trained.Values, _policy.Trained.Gradient, ++_step, learningRate, s_adam, MaxThreads);
        _policy.Refresh();
        _policy.ClearGradient();
    }

    public double[] Divergences(CardGame game, int prefix)
    {
        TokenSequence seen = Sequence(game, game.Prefix), otherwise = Sequence(game, prefix);
        int alone = game.Decisions.Length - game.Adoptions.Count();
        return [.. Enumerable.Range(alone, game.Decisions.Length - alone).Select(turn =>
        {
            double[] p = Next(seen, turn), q = Next(otherwise, turn);
            return Enumerable.Range(0, p.Length).Sum(i => p[i] > 0 ? p[i] * Math.Log(p[i] / q[i]) : 0);
        })];
    }

    private double[] Next(TokenSequence sequence, int turn)
    {
        _decoder.Rewind(0);
        ReadOnlySpan<float> logits = _decoder.Advance(sequence.Tokens.AsSpan(0, sequence.Turns[turn].Start));
        var probabilities = new double[logits.Length];
        for (int i = 0; i < probabilities.Length; i++)
            probabilities[i] = logits[i];
        TensorPrimitives.SoftMax<double>(probabilities, probabilities);
        return probabilities;
    }

    private static int Draw(ReadOnlySpan<float> logits, double u)
    {
        float max = TensorPrimitives.Max(logits);
        double total = 0;
        foreach (float logit in logits)
            total += Math.Exp(logit - max);
        u *= total;
        for (int token = 0; token < logits.Length; token++)
        {
            u -= Math.Exp(logits[token] - max);
            if (u < 0)
                return token;
        }

        return TensorPrimitives.IndexOfMax(logits);
    }
}
