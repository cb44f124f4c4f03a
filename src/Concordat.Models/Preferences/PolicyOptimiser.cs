using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Models.Training;

namespace Concordat.Models.Preferences;

/// <summary>Changes the in-process decoder by an objective, a batch of the caller's at a time: AdamW, a cosine schedule, clipping, checkpoints.</summary>
/// <remarks>
/// For batches that the policy draws itself, as policy gradients need, and for those of a dataset (<see cref="PreferenceTrainer"/>). The same batches give the same bits on any
/// number of threads, and a run that went on from a checkpoint the same bits as one that never stopped. Randomness: none.
/// </remarks>
public sealed class PolicyOptimiser
{
    private readonly AdamW _optimiser;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PolicyOptimiser(LlamaPolicy policy, IObjective objective, TrainingOptions options)
    {
        options.Validate();
        (Policy, Objective, Options) = (policy, objective, options);
        _optimiser = new AdamW(policy.Trained.Slots);
        GroupWeights = objective.FirstGroupWeights;
    }

    public LlamaPolicy Policy { get; }

    public IObjective Objective { get; }

    /// <summary>Steps, rates, decay and clipping; batches are the caller's.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Number of steps made.</summary>
    public int StepsDone { get; private set; }

    /// <summary>The weights on groups; empty where the objective has none.</summary>
    public ImmutableArray<double> GroupWeights { get; private set; }

    /// <summary>Makes the next step.</summary>
    /// <param name="examples">The batch.</param>
    /// <param name="size">What the weighted sum of losses is divided by; the batch's own size unless given.</param>
    /// <param name="reference">log π_ref of the batch's tokens, where known.</param>
    /// <param name="contrastReference">log π_ref of its contrasts, where known.</param>
    /// <exception cref="InvalidOperationException">All steps are made.</exception>
    /// <exception cref="ArgumentException">An example is not of the objective's kind, or all weights are 0.</exception>
    public PolicyTrainingStep Step(IReadOnlyList<ObjectiveExample> examples, double? size = null, double[]? reference = null, double[]? contrastReference = null)
    {
        if (StepsDone >= Options.Steps)
            throw new InvalidOperationException($"all {Options.Steps} steps are made");
        Policy.ClearGradient();
        (_, ObjectiveValue value) = PolicyStep.Evaluate(Policy, Objective, examples, size, GroupWeights, reference, contrastReference);
        TrainedWeights trained = Policy.Trained;
        trained.Collect();
        double norm = AdamW.Clip(trained.Gradient, Options.ClipNorm), rate = LearningRate.At(++StepsDone, Options);
        bool isFinite = double.IsFinite(value.Loss) && double.IsFinite(norm) && value.GroupWeights.All(double.IsFinite);
        if (isFinite)
        {
            _optimiser.Step(trained.Values, trained.Gradient, StepsDone, rate, Options, Policy.Threads);
            Policy.Refresh();
            GroupWeights = value.GroupWeights;
        }

        return new PolicyTrainingStep(StepsDone, value.Loss, rate, norm, !isFinite, PolicyMeasures.Of(examples, value), GroupWeights);
    }

    /// <summary>Writes weights, moments, step, weights on groups and a place in the data.</summary>
    /// <param name="path">The file; it is written beside its place first, flushed, then renamed.</param>
    /// <param name="data">What tells the data from others.</param>
    /// <param name="round">Round through the data.</param>
    /// <param name="place">Place in the round.</param>
    public void Save(string path, string data, int round = 0, int place = 0) =>
        Checkpoint.Write(path, Policy.Trained, _optimiser, new Checkpoint(StepsDone, round, place, GroupWeights), Identity(data));

    /// <summary>Goes on from where a checkpoint was written.</summary>
    /// <returns>The place in the data.</returns>
    /// <exception cref="InputDataException">The file is damaged or of a run with another objective, other options, another model or other data.</exception>
    public (int Round, int Place) Resume(string path, string data, int mostPlaces = 0)
    {
        Checkpoint read = Checkpoint.Read(path, Policy.Trained, _optimiser, Identity(data), Options.Steps, mostPlaces);
        if (read.GroupWeights.Length != GroupWeights.Length)
            throw new InputDataException(path, 0, 0, $"{read.GroupWeights.Length} weights on groups", $"{GroupWeights.Length}");
        Policy.Refresh();
        (StepsDone, GroupWeights) = (read.Step, read.GroupWeights);
        return (read.Round, read.Place);
    }

    private SortedDictionary<string, string> Identity(string data)
    {
        SortedDictionary<string, string> identity = Checkpoint.Identity(Policy.Trained, Options, data);
        Checkpoint.Add(identity, "objective", Objective);
        identity["reference"] = Policy.ReferenceFingerprint;
        return identity;
    }
}
