using Concordat.Models.Objectives;
using Concordat.Models.Policies;

namespace Concordat.Models.Preferences;

/// <summary>How a policy stands on examples that it does not learn from.</summary>
/// <param name="Examples">How many.</param>
/// <param name="Loss">The objective's loss.</param>
/// <param name="Measures">Margin, accuracy and losses by group.</param>
/// <param name="Divergence">Mean KL(π ‖ π_ref) of the next token at their scored tokens, in nats.</param>
public sealed record PreferenceAssessment(int Examples, double Loss, PolicyMeasures Measures, double Divergence)
{
    internal static PreferenceAssessment Of(
        IPolicy policy, IObjective objective, ImmutableArray<double> groupWeights, ImmutableArray<ObjectiveExample> examples, int batchSize, CancellationToken cancellationToken)
    {
        // One evaluation over all, so that what an objective reads from a batch, as KTO's z₀, is read from all of them; scored in parts, so that it can be stopped.
        double[] policyScores = [], referenceScores = [], contrastScores = [], contrastReference = [];
        double divergence = 0;
        int tokens = 0;
        foreach (ObjectiveExample[] part in examples.Chunk(batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ScoredBatch scored = PolicyStep.Score(policy, objective, part);
            (policyScores, referenceScores) = ([.. policyScores, .. scored.Policy], [.. referenceScores, .. scored.Reference]);
            (contrastScores, contrastReference) = ([.. contrastScores, .. scored.ContrastPolicy], [.. contrastReference, .. scored.ContrastReference]);
            divergence += policy.Divergence(ScoredBatch.Sequences(part)) * scored.Policy.Length;
            tokens += scored.Policy.Length;
        }

        ImmutableArray<ObjectiveExample> behaving = !objective.UsesBehaviour ? examples : Behaving(examples, referenceScores);
        ObjectiveValue value = objective.Evaluate(
            new ScoredBatch(behaving, policyScores, referenceScores, contrastScores, contrastReference), PolicyStep.Size(objective, examples), groupWeights.AsSpan());
        return new PreferenceAssessment(examples.Length, value.Loss, PolicyMeasures.Of(examples, value), divergence / tokens);
    }

    private static ImmutableArray<ObjectiveExample> Behaving(ImmutableArray<ObjectiveExample> examples, double[] reference)
    {
        int at = 0;
        return
        [
            .. examples.Select(example =>
            {
                int from = at;
                at += example.Sequences.Sum(sequence => sequence.ScoredTokens);
                return example.Behaviour.IsEmpty ? example with { Behaviour = [.. reference[from..at]] } : example;
            }),
        ];
    }
}
