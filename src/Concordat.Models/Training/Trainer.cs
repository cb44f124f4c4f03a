using Concordat.Models.Lm;
using Concordat.Models.Lm.Layers;

namespace Concordat.Models.Training;

/// <summary>Trains a decoder to predict the next token, by AdamW, a step at a time.</summary>
/// <remarks>
/// Loss: the mean of −log p(next token) over the batch. With an adapter the decoder's own weights stay and only the adapter is trained;
/// <see cref="LlamaModel.Weights"/> holds the merged ones. The same seed gives the same bits on any number of threads, and a run that went on from a checkpoint the
/// same bits as one that never stopped. Randomness: the order of the data, from the seed.
/// </remarks>
public sealed class Trainer
{
    private readonly TrainedWeights _trained;
    private readonly LlamaPass _pass;
    private readonly AdamW _optimiser;
    private readonly int _threads;
    private readonly int[] _tokens, _targets;
    private readonly float[] _tokenWeights;
    private int[] _order;
    private int _round, _place;

    /// <exception cref="ArgumentException">An option is out of range, or the corpus has no window of the context's length.</exception>
    public Trainer(LlamaModel model, TokenCorpus corpus, TrainingOptions options, int maxThreads, LoraAdapter? adapter = null)
    {
        options.Validate();
        if (options.ContextLength > model.Config.MaxPositions)
            throw new ArgumentException($"ContextLength is {options.ContextLength}; the model has {model.Config.MaxPositions} positions");
        if (corpus.Windows(options.ContextLength) == 0)
            throw new ArgumentException($"{corpus.Length} tokens of text; a window takes {options.ContextLength + 1} that are not held out");
        (Model, Corpus, Options, _threads) = (model, corpus, options, maxThreads);
        _trained = new TrainedWeights(model, adapter, maxThreads);
        int rows = options.BatchSize * options.ContextLength;
        _pass = new LlamaPass(model.Config, rows, maxThreads);
        (_tokens, _targets, _tokenWeights) = (new int[rows], new int[rows], new float[rows]);
        Array.Fill(_tokenWeights, 1f / rows);
        _optimiser = new AdamW(Slots);
        _order = corpus.Order(options.ContextLength, 0, options.Seed);
    }

    public LlamaModel Model { get; }

    public TokenCorpus Corpus { get; }

    public TrainingOptions Options { get; }

    /// <summary>The tensors that are trained.</summary>
    public ImmutableArray<TensorSlot> Slots => _trained.Slots;

    /// <summary>Number of steps made.</summary>
    public int StepsDone { get; private set; }

    /// <summary>Makes the next step.</summary>
    /// <exception cref="InvalidOperationException">All steps are made.</exception>
    public TrainingStep Step()
    {
        if (StepsDone >= Options.Steps)
            throw new InvalidOperationException($"all {Options.Steps} steps are made");
        for (int i = 0; i < Options.BatchSize; i++)
        {
            if (_place == _order.Length)
                (_round, _place, _order) = (_round + 1, 0, Corpus.Order(Options.ContextLength, _round + 1, Options.Seed));
            Corpus.Window(_order[_place++], Options.ContextLength, Part(_tokens, i), Part(_targets, i));
        }

        Array.Clear(_trained.ModelGradient);
        _pass.Forward(Model.Weights, _tokens, Options.BatchSize);
        double loss = CrossEntropy.Backward(_pass.Logits, _targets, _tokenWeights, Model.Config.VocabularySize, _threads);
        _pass.Backward(Model.Weights, _trained.ModelGradient);
        _trained.Collect();
        double norm = AdamW.Clip(_trained.Gradient, Options.ClipNorm), rate = LearningRate.At(++StepsDone, Options);
        bool isFinite = double.IsFinite(loss) && double.IsFinite(norm);
        if (isFinite)
        {
            _optimiser.Step(_trained.Values, _trained.Gradient, StepsDone, rate, Options, _threads);
            _trained.Merge();
        }

        return new TrainingStep(StepsDone, loss, rate, norm, !isFinite);
    }

    /// <summary>Mean −log p over held-out windows, in nats; null where none is held out.</summary>
    public double? HeldOutLoss(int maxWindows, CancellationToken cancellationToken)
    {
        int windows = Math.Min(maxWindows, Corpus.HeldOutWindows(Options.ContextLength));
        double sum = 0;
        for (int first = 0; first < windows; first += Options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int batch = Math.Min(Options.BatchSize, windows - first), rows = batch * Options.ContextLength;
            for (int i = 0; i < batch; i++)
                Corpus.HeldOutWindow(first + i, Options.ContextLength, Part(_tokens, i), Part(_targets, i));
            _pass.Forward(Model.Weights, _tokens.AsSpan(0, rows), batch);
            sum -= CrossEntropy.LogProbabilities(_pass.Logits, _targets.AsMemory(0, rows), Model.Config.VocabularySize, _threads).Sum();
        }

        return windows == 0 ? null : sum / ((double)windows * Options.ContextLength);
    }

    /// <summary>Writes weights, moments, step and place in the data, beside the file's place first, flushed, then renamed.</summary>
    public void Save(string path) => Checkpoint.Write(path, _trained, _optimiser, new Checkpoint(StepsDone, _round, _place, []), Identity());

    /// <summary>Goes on from where a checkpoint was written.</summary>
    /// <exception cref="InputDataException">The file is damaged or was written by a run with other options, another shape or other text.</exception>
    public void Resume(string path)
    {
        Checkpoint read = Checkpoint.Read(path, _trained, _optimiser, Identity(), Options.Steps, Corpus.Windows(Options.ContextLength));
        (StepsDone, _round, _place) = (read.Step, read.Round, read.Place);
        _order = Corpus.Order(Options.ContextLength, _round, Options.Seed);
    }

    private SortedDictionary<string, string> Identity() => Checkpoint.Identity(_trained, Options, Corpus.Fingerprint);

    private Span<int> Part(int[] values, int sequence) => values.AsSpan(sequence * Options.ContextLength, Options.ContextLength);
}
