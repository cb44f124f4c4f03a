using System.Globalization;
using Concordat.Models.Segments;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Laboratories.Sdpo;

/// <summary>Continues sessions in the same environment, and remembers the whole continuations.</summary>
internal sealed class BargainSampler(double[] policy, ulong seed) : IContinuationSampler
{
    private readonly Dictionary<(string Session, string Source), ImmutableArray<SessionTurn>> _whole = [];
    private ulong _sessions;

    /// <summary>The session from its beginning, as a continuation has it.</summary>
    public ImmutableArray<SessionTurn> Whole(string session, string source) => _whole[(session, source)];

    public Task<ImmutableArray<Continuation>> SampleAsync(Session session, int from, int count, CancellationToken cancellationToken)
    {
        var random = Xoshiro.Derive(seed, _sessions++);
        var made = ImmutableArray.CreateBuilder<Continuation>(count);
        for (int i = 0; i < count; i++)
        {
            ImmutableArray<SessionTurn> whole = Bargain.Continue([.. session.Turns.Take(from)], policy, ref random);
            string source = i.ToString(CultureInfo.InvariantCulture);
            _whole.Add((session.Id, source), whole);
            made.Add(new Continuation(whole.Slice(from, whole.Length - from), source));
        }

        return Task.FromResult(made.MoveToImmutable());
    }
}
