using Concordat.Models.Objectives;
using Concordat.Models.Policies;
using Concordat.Models.Training;

namespace Concordat.Models.Preferences;

/// <summary>Trains the in-process decoder by an objective on recorded examples, a step at a time.</summary>
/// <remarks>
/// The log-probabilities of the frozen reference are computed once for each example, each by itself, and kept. The loss of a batch is divided by the batch's number of examples
/// times the mean of wᵢ·sᵢ over all data, so that a weight acts whatever else is in its batch. An objective that asks what drew the answers and is not told takes the reference.
/// Bits and checkpoints as in <see cref="PolicyOptimiser"/>. Randomness: the order of the data, from the seed.
/// </remarks>
public sealed class PreferenceTrainer
{
    private readonly PolicyOptimiser _optimiser;
    private readonly (double[]? Own, double[]? Contrast)[] _references;
    private readonly ObjectiveExample[] _examples;
    private readonly double _meanSize;
    private int[] _order;
    private int _round, _place;

    /// <exception cref="ArgumentException">An option is out of range, or an example is not of the objective's kind.</exception>
    public PreferenceTrainer(LlamaPolicy policy, IObjective objective, PreferenceData data, TrainingOptions options)
    {
        foreach (ObjectiveExample example in data.Examples.Concat(data.HeldOut))
            objective.Require(example);
        _optimiser = new PolicyOptimiser(policy, objective, options);
        (Data, _examples) = (data, [.. data.Examples]);
        _references = new (double[]?, double[]?)[_examples.Length];
        _meanSize = PolicyStep.Size(objective, _examples) / _examples.Length;
        if (!(_meanSize > 0))
            throw new ArgumentException($"the examples have size {_meanSize}; one must count", nameof(data));
        _order = data.Order(0, options.Seed);
    }

    public PreferenceData Data { get; }

    public LlamaPolicy Policy => _optimiser.Policy;

    public IObjective Objective => _optimiser.Objective;

    public TrainingOptions Options => _optimiser.Options;

    /// <summary>The tensors that are trained.</summary>
    public ImmutableArray<Lm.TensorSlot> Slots => Policy.Trained.Slots;

    /// <summary>Number of steps made.</summary>
    public int StepsDone => _optimiser.StepsDone;

    /// <summary>Makes the next step.</summary>
    /// <exception cref="InvalidOperationException">All steps are made.</exception>
    public PolicyTrainingStep Step()
    {
        var places = new int[Options.BatchSize];
        for (int i = 0; i < places.Length; i++)
        {
            if (_place == _order.Length)
                (_round, _place, _order) = (_round + 1, 0, Data.Order(_round + 1, Options.Seed));
            places[i] = _order[_place++];
        }

        foreach (int place in places)
            Refer(place);
        ObjectiveExample[] batch = [.. places.Select(place => _examples[place])];
        return _optimiser.Step(
            batch, _meanSize * batch.Length, Objective.UsesReference ? Joined(places, place => _references[place].Own) : null,
            Objective.UsesContrasts ? Joined(places, place => _references[place].Contrast) : null);
    }

    /// <summary>Loss, margins and divergence from the reference over held-out examples, without a step; null where none is held out.</summary>
    /// <param name="mostExamples">At most so many are looked at.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public PreferenceAssessment? HeldOut(int mostExamples, CancellationToken cancellationToken) =>
        Data.HeldOut.IsEmpty ? null : PreferenceAssessment.Of(Policy, Objective, _optimiser.GroupWeights, Data.HeldOut[..Math.Min(mostExamples, Data.HeldOut.Length)], Options.BatchSize, cancellationToken);

    /// <summary>Mean KL(π ‖ π_ref) of the next token, in nats, at the scored tokens of the first examples: exact there, whatever drew them.</summary>
    /// <param name="mostExamples">At most so many are looked at.</param>
    public double Divergence(int mostExamples) => Policy.Divergence(ScoredBatch.Sequences(_examples.Take(mostExamples)));

    /// <summary>Writes weights, moments, step, weights on groups and place in the data, beside the file's place first, flushed, then renamed.</summary>
    public void Save(string path) => _optimiser.Save(path, Data.Fingerprint, _round, _place);

    /// <summary>Goes on from where a checkpoint was written.</summary>
    /// <exception cref="InputDataException">The file is damaged or of a run with another objective, other options, another model or other data.</exception>
    public void Resume(string path)
    {
        (_round, _place) = _optimiser.Resume(path, Data.Fingerprint, _examples.Length);
        _order = Data.Order(_round, Options.Seed);
    }

    private void Refer(int place)
    {
        ObjectiveExample example = _examples[place];
        if (Objective.UsesReference)
            _references[place].Own ??= Policy.ReferenceLogProbabilities(example.Sequences);
        if (Objective.UsesContrasts)
            _references[place].Contrast ??= Policy.ReferenceLogProbabilities(example.Contrasts);
        if (Objective.UsesBehaviour && example.Behaviour.IsEmpty)
            _examples[place] = example with { Behaviour = [.. _references[place].Own!] };
    }

    private static double[] Joined(int[] places, Func<int, double[]?> of) => [.. places.SelectMany(place => of(place)!)];
}
