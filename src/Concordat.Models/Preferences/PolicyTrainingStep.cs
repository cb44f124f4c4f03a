namespace Concordat.Models.Preferences;

/// <summary>What one step of training by an objective found.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Loss">The batch's loss before the step.</param>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="GradientNorm">The gradient's norm before clipping.</param>
/// <param name="IsSkipped">Whether the gradient was not finite, so that nothing was changed.</param>
/// <param name="Measures">Margin, accuracy and losses by group before the step.</param>
/// <param name="GroupWeights">The weights on groups after the step; empty where the objective has none.</param>
public sealed record PolicyTrainingStep(
    int Step, double Loss, double LearningRate, double GradientNorm, bool IsSkipped, PolicyMeasures Measures, ImmutableArray<double> GroupWeights);
