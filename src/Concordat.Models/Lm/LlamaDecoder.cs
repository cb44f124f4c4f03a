namespace Concordat.Models.Lm;

/// <summary>Reads one sequence token by token, with the keys and values of the past kept.</summary>
/// <remarks>
/// Gives what a full forward pass gives at the last position, up to rounding, in O(position·d) for each token instead of all of it again; the same bits in pieces of any size.
/// The model's weights are taken when a sequence begins, at position 0: what trains the model meanwhile is seen by the next sequence.
/// Memory: 2·layers·positions·KeyWidth numbers and a copy of the weights. Not for use by two callers at once. Randomness: none.
/// </remarks>
public sealed class LlamaDecoder
{
    private readonly BatchDecoder _lane;

    public LlamaDecoder(LlamaModel model, int maxThreads) => _lane = new BatchDecoder(model, 1, maxThreads, int.MaxValue, takesWeights: false);

    /// <summary>Number of tokens read.</summary>
    public int Position => _lane.Position(0);

    /// <summary>Forgets what was read from a position on, so that another continuation can be tried.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position lies ahead.</exception>
    public void Rewind(int position) => _lane.Rewind(0, position);

    /// <summary>Reads tokens and gives the logits of what follows the last of them; valid until the next call.</summary>
    /// <exception cref="ArgumentException">There is no token, one outside the vocabulary, or more than the model has positions.</exception>
    public ReadOnlySpan<float> Advance(scoped ReadOnlySpan<int> tokens)
    {
        bool begins = Position == 0;
        _lane.Feed(0, tokens);
        if (begins)
            _lane.TakeWeights();
        _lane.Run();
        return _lane.Logits(0);
    }
}
