using Concordat.Models.Lm.Layers;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Lm;

/// <summary>Prompts that wait for a lane of a decoder, and the texts that grow in the lanes.</summary>
internal sealed class ContinuationQueue
{
    private readonly LlamaConfig _config;
    private readonly BatchDecoder _decoder;
    private readonly IReadOnlyList<ReadOnlyMemory<int>> _prompts;
    private readonly int _maxTokens, _threads;
    private readonly SamplingOptions _options;
    private readonly IReadOnlyList<ulong> _seeds;
    private readonly ImmutableArray<int>.Builder[] _drawn;
    private readonly int[] _prompt, _busy, _token;
    private readonly Xoshiro[] _random;
    private int _next;

    public ContinuationQueue(
        LlamaConfig config, BatchDecoder decoder, IReadOnlyList<ReadOnlyMemory<int>> prompts, int maxTokens, SamplingOptions options, IReadOnlyList<ulong> seeds, int maxThreads)
    {
        (_config, _decoder, _prompts, _maxTokens, _options, _seeds, _threads) = (config, decoder, prompts, maxTokens, options, seeds, maxThreads);
        _drawn = [.. prompts.Select(_ => ImmutableArray.CreateBuilder<int>())];
        (_prompt, _busy, _token, _random) = (new int[decoder.Lanes], new int[decoder.Lanes], new int[decoder.Lanes], new Xoshiro[decoder.Lanes]);
    }

    public ImmutableArray<ImmutableArray<int>> Run(CancellationToken cancellationToken)
    {
        int busy = 0;
        for (int lane = 0; lane < _decoder.Lanes; lane++)
        {
            if (Begins(lane))
                _busy[busy++] = lane;
        }

        while (busy > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _decoder.Run();
            int count = busy;
            RowBlocks.Each(count, count * _config.VocabularySize > 1 << 14 ? _threads : 1, i =>
                _token[_busy[i]] = TokenSampler.Draw(_decoder.Logits(_busy[i]), _options, ref _random[_busy[i]]));
            busy = 0;
            for (int i = 0; i < count; i++)
            {
                int lane = _busy[i];
                if (GoesOn(lane) || Begins(lane))
                    _busy[busy++] = lane;
            }
        }

        return [.. _drawn.Select(tokens => tokens.ToImmutable())];
    }

    private bool GoesOn(int lane)
    {
        int token = _token[lane];
        ImmutableArray<int>.Builder drawn = _drawn[_prompt[lane]];
        if (_config.EndTokens.Contains(token))
            return false;
        drawn.Add(token);
        if (drawn.Count == _maxTokens || _decoder.Position(lane) == _config.MaxPositions)
            return false;
        _decoder.Feed(lane, [token]);
        return true;
    }

    private bool Begins(int lane)
    {
        if (_next == _prompts.Count)
            return false;
        _decoder.Rewind(lane, 0);
        _decoder.Feed(lane, _prompts[_next].Span);
        (_prompt[lane], _random[lane]) = (_next, new Xoshiro(_seeds[_next]));
        _next++;
        return true;
    }
}
