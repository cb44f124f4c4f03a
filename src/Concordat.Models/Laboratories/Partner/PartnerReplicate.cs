using Concordat.Models.Partners;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Partner;

/// <summary>One replicate: every policy of both players, trained and evaluated on the same fresh games.</summary>
/// <param name="Features">Outcomes of the log-linear player, in the order of <see cref="FeaturePolicies"/>.</param>
/// <param name="Model">Outcomes of the language model, in the order of <see cref="ModelPolicies"/>.</param>
/// <param name="Logic">The game's own logic.</param>
internal sealed record PartnerReplicate(ImmutableArray<PartnerOutcome> Features, ImmutableArray<PartnerOutcome> Model, PartnerOutcome Logic)
{
    public const string Before = "before training", Plain = "policy gradient (λ = 0)", PrefixOnly = "prefix only (λ = 0)", Dpo = "DPO on pairs", Ignoring = "never adopts";

    /// <summary>λ of the log-linear player.</summary>
    public static ImmutableArray<double> FeatureLambdas { get; } = [.05, .1, .2, .3, .5];

    /// <summary>λ of the language model.</summary>
    public static ImmutableArray<double> ModelLambdas { get; } = [.1];

    public static ImmutableArray<string> FeaturePolicies { get; } = Policies(FeatureLambdas);

    public static ImmutableArray<string> ModelPolicies { get; } = Policies(ModelLambdas);

    public static string Aware(double lambda) => FormattableString.Invariant($"partner-aware (λ = {lambda:0.##})");

    public static PartnerReplicate Draw(PartnerScale scale, double helpfulShare, ulong seed, CancellationToken cancellationToken)
    {
        var script = ScriptedPartner.Usual;
        var training = new PartnerTraining(script, helpfulShare) { Steps = scale.Features.Steps, Games = scale.Features.Games, PairGames = scale.Features.PairGames };
        ulong evaluation = Xoshiro.DeriveSeed(seed, 0);
        var model = ModelPlayer.Create(32, 1, 2048, Xoshiro.DeriveSeed(seed, 1), 1);
        (training with { Games = scale.ImitationGames }).Imitate(model, scale.ImitationSteps, 5e-3, Xoshiro.DeriveSeed(seed, 2), cancellationToken);
        return new PartnerReplicate(
            Outcomes(new FeaturePlayer(), training, FeatureLambdas, scale.FeatureGames, seed, cancellationToken),
            Outcomes(model, training with { Steps = scale.Model.Steps, Games = scale.Model.Games, LearningRate = 1e-3, PairLearningRate = 3e-4, PairSteps = scale.Model.PairSteps, PairGames = scale.Model.PairGames, Beta = .05 }, ModelLambdas, scale.ModelGames, seed, cancellationToken),
            PartnerOutcome.Of(FixedPlayer.Logic(), script, 20 * scale.FeatureGames, false, evaluation, cancellationToken));
    }

    private static ImmutableArray<PartnerOutcome> Outcomes(
        ILearningPlayer start, PartnerTraining training, ImmutableArray<double> lambdas, int games, ulong seed, CancellationToken cancellationToken)
    {
        ulong evaluation = Xoshiro.DeriveSeed(seed, 0), play = Xoshiro.DeriveSeed(seed, 3);
        PartnerOutcome Of(ICardPlayer player, bool hasPrefix = false) => PartnerOutcome.Of(player, training.Script, games, hasPrefix, evaluation, cancellationToken);
        ILearningPlayer Trained(double lambda)
        {
            ILearningPlayer player = start.Copy();
            training.Reinforce(player, lambda, play, cancellationToken);
            return player;
        }

        ILearningPlayer plain = Trained(0), preferred = start.Copy();
        training.Prefer(preferred, play, cancellationToken);
        return [Of(start), Of(plain), .. lambdas.Select(lambda => Of(Trained(lambda))), Of(plain, hasPrefix: true), Of(preferred), Of(FixedPlayer.Ignoring(plain))];
    }

    private static ImmutableArray<string> Policies(ImmutableArray<double> lambdas) => [Before, Plain, .. lambdas.Select(Aware), PrefixOnly, Dpo, Ignoring];
}
