using Concordat.Evidence;
using Concordat.Evidence.Counts;

namespace Concordat.Scale.Tests;

/// <summary>A source of counts before whose second answer something happens: the middle of an audit.</summary>
internal sealed class DisturbedCounts(ICountSource source, Action disturb) : ICountSource
{
    private int _asked;

    public EvidenceSet Frame => source.Frame;

    public CountTable Count(CountQuery query, CancellationToken cancellationToken)
    {
        if (++_asked == 2)
            disturb();
        return source.Count(query, cancellationToken);
    }
}
