using Concordat.Models.Laboratories.Sdpo;
using Concordat.Models.Segments;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Tests.Laboratories;

public sealed class BargainTests
{
    [Fact]
    public void Goal_ByRecursion_IsTheMeanOfManySessions()
    {
        double[] policy = Bargain.Policy().Probabilities();
        var random = new Xoshiro(3);
        double[] goals = new double[20_000], nonsense = new double[goals.Length];
        for (int i = 0; i < goals.Length; i++)
        {
            ImmutableArray<SessionTurn> turns = Bargain.Continue([], policy, ref random);
            Assert.Equal(2 * Bargain.Exchanges, turns.Length);
            (goals[i], nonsense[i]) = (Bargain.Goal(turns), turns.Count(turn => turn.Text == nameof(BargainAct.Nonsense)) / (double)Bargain.Exchanges);
        }

        // Four standard errors.
        Assert.Equal(goals.Average(), Bargain.Goal(policy), 4 * 2.5 / Math.Sqrt(goals.Length));
        Assert.Equal(nonsense.Average(), Bargain.Nonsense(policy), .002);
    }

    [Fact]
    public void Goal_OfTheBestPolicy_IsFive()
    {
        var best = new double[Bargain.Contexts * Bargain.Acts];
        for (int context = 0; context < Bargain.Contexts; context++)
        {
            BargainAct act = context switch { Bargain.Conflict => BargainAct.Trade, Bargain.Warm => BargainAct.Close, Bargain.Cold => BargainAct.Apologise, Bargain.Deal => BargainAct.Thank, _ => BargainAct.Share };
            best[(context * Bargain.Acts) + (int)act] = 1;
        }

        Assert.Equal(5, Bargain.Goal(best), 1e-12);
        Assert.Equal(0, Bargain.Nonsense(best));
    }

    [Fact]
    public void Draw_EqualSegments_GainAndLongerRejectedOnesCollapse()
    {
        // The direction that theory gives: equal segments gain, a longer rejected one is served by making all that was said improbable.
        var drawn = SdpoReplicate.Draw(400, [100], 3, CancellationToken.None);
        SdpoReplicate.Outcome Of(string policy) => drawn.Outcomes[SdpoReplicate.Policies.IndexOf(policy)][0];
        Assert.True(Of(SdpoReplicate.Sdpo).Goal > Of(SdpoReplicate.Before).Goal + 2, $"{Of(SdpoReplicate.Sdpo)}");
        Assert.True(Of(SdpoReplicate.LongerRejected).Goal < Of(SdpoReplicate.Sdpo).Goal, $"{Of(SdpoReplicate.LongerRejected)}");
        Assert.True(Of(SdpoReplicate.BlankLongerRejected).Nonsense > 3 * Of(SdpoReplicate.BlankEqual).Nonsense, $"{Of(SdpoReplicate.BlankLongerRejected)} {Of(SdpoReplicate.BlankEqual)}");
        Assert.Equal(1, drawn.ErrorFound);
    }
}
