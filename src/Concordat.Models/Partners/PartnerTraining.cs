using Concordat.Models.Objectives;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Partners;

/// <summary>Trains players of the card game.</summary>
/// <remarks>Randomness: cards, partners, wordings and decisions from streams derived from the seed, step and game; the same on any number of threads.</remarks>
/// <param name="Script">What partners say.</param>
/// <param name="HelpfulShare">Share of games with a helpful partner.</param>
public sealed record PartnerTraining(ScriptedPartner Script, double HelpfulShare)
{
    /// <summary>Games in a step.</summary>
    public int Games { get; init; } = 48;

    /// <summary>Plays of each game under policy gradient.</summary>
    public int Plays { get; init; } = 4;

    /// <summary>Steps.</summary>
    public int Steps { get; init; } = 150;

    public double LearningRate { get; init; } = .1;

    /// <summary>Learning rate on pairs; null for the same.</summary>
    public double? PairLearningRate { get; init; }

    /// <summary>Steps on pairs; null for as many.</summary>
    public int? PairSteps { get; init; }

    /// <summary>Games that are played for pairs, each eight times; at most one pair of each.</summary>
    public int PairGames { get; init; } = 768;

    /// <summary>β of policy gradient.</summary>
    public double Beta { get; init; } = .02;

    private const int PairPlays = 8;

    /// <summary>β of DPO.</summary>
    public const double PairBeta = .1;

    /// <summary>Teaches a language model to play as <see cref="ReferenceBehaviour"/> says, half of the games after the counterfactual prefix.</summary>
    public void Imitate(ModelPlayer player, int steps, double learningRate, ulong seed, CancellationToken cancellationToken)
    {
        var model = new ReferencePlayer();
        for (int step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectiveExample[] examples = [.. Enumerable.Range(0, Games).Select(i =>
            {
                ulong stream = StreamOf(seed, step, i);
                var random = new Xoshiro(stream);
                int prefix = random.NextDouble() < .5 ? random.NextInt(CardGame.Prefixes) : -1;
                // All wordings, so that the words kept for evaluation are known, though not learnt from in play.
                bool isEvaluated = random.NextInt(ScriptedPartner.Wordings) == 0;
                CardGame game = CardGame.Play(model, Partner(ref random), Script, prefix, isEvaluated, Xoshiro.DeriveSeed(stream, 1), Xoshiro.DeriveSeed(stream, 2));
                return ObjectiveExample.Answer(player.Sequence(game, prefix));
            })];
            PolicyStep.Evaluate(player.Policy, new SupervisedObjective(), examples, reference: new double[examples.Sum(example => example.Sequences[0].ScoredTokens)]);
            player.Step(learningRate * Math.Min(1, (steps - step) / (.5 * steps)));
        }
    }

    /// <summary>Policy gradient on whether the cards were right in the end; λ &gt; 0 also asks that answers change little under the counterfactual prefix.</summary>
    public void Reinforce(ILearningPlayer player, double lambda, ulong seed, CancellationToken cancellationToken)
    {
        var objective = new PolicyGradientObjective { Beta = Beta, Lambda = lambda };
        for (int step = 0; step < Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectiveExample[] examples = [.. Enumerable.Range(0, Games).Select(i =>
            {
                ulong stream = StreamOf(seed, step, i);
                var random = new Xoshiro(stream);
                PartnerKind partner = Partner(ref random);
                int prefix = random.NextInt(CardGame.Prefixes - 1);
                CardGame[] plays = [.. Enumerable.Range(0, Plays).Select(play => CardGame.Play(player, partner, Script, -1, false, Xoshiro.DeriveSeed(stream, 1), Xoshiro.DeriveSeed(stream, (ulong)play + 2)))];
                return new ObjectiveExample([.. plays.Select(game => player.Sequence(game, -1))])
                {
                    Weight = 1.0 / Plays,
                    Rewards = [.. plays.Select(game => ImmutableArray.Create(game.IsRight ? 1.0 : 0))],
                    Contrasts = lambda > 0 ? [.. plays.Select(game => player.Sequence(game, prefix))] : [],
                };
            })];
            PolicyStep.Evaluate(player.Policy, objective, examples);
            player.Step(LearningRate);
        }
    }

    /// <summary>DPO on pairs of whole games that the player played as it was: the same cards and partner, right against wrong.</summary>
    /// <returns>Pairs that there were.</returns>
    public int Prefer(ILearningPlayer player, ulong seed, CancellationToken cancellationToken)
    {
        var pairs = new List<ObjectiveExample>();
        for (int i = 0; i < PairGames; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ulong stream = StreamOf(seed, -1, i);
            var random = new Xoshiro(stream);
            PartnerKind partner = Partner(ref random);
            CardGame[] plays = [.. Enumerable.Range(0, PairPlays).Select(play => CardGame.Play(player, partner, Script, -1, false, Xoshiro.DeriveSeed(stream, 1), Xoshiro.DeriveSeed(stream, (ulong)play + 2)))];
            if (Array.Find(plays, game => game.IsRight) is { } right && Array.Find(plays, game => !game.IsRight) is { } wrong)
                pairs.Add(ObjectiveExample.Pair(player.Sequence(right, -1), player.Sequence(wrong, -1)));
        }

        var objective = new DpoObjective { Beta = PairBeta };
        for (int step = 0; step < (PairSteps ?? Steps) && pairs.Count > 0; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = new Xoshiro(StreamOf(seed, step, -1));
            ObjectiveExample[] batch = [.. Enumerable.Range(0, Math.Min(pairs.Count, 2 * Games)).Select(_ => pairs[random.NextInt(pairs.Count)])];
            PolicyStep.Evaluate(player.Policy, objective, batch);
            player.Step(PairLearningRate ?? LearningRate);
        }

        return pairs.Count;
    }

    private PartnerKind Partner(ref Xoshiro random) => random.NextDouble() < HelpfulShare ? PartnerKind.Helpful : PartnerKind.Misleading;

    private static ulong StreamOf(ulong seed, int step, int game) => Xoshiro.DeriveSeed(Xoshiro.DeriveSeed(seed, unchecked((ulong)step)), unchecked((ulong)game));
}
