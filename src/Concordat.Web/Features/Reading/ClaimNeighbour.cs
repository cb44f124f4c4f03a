using System.Globalization;
using System.Numerics.Tensors;
using Concordat.Claims;
using Concordat.Estimators.Embeddings;

namespace Concordat.Web.Features.Reading;

/// <summary>A claim one step away from another: related by someone's word, or alike in its wording.</summary>
/// <param name="Entry">The claim.</param>
/// <param name="Kind">How they bear on each other; null where they are only alike.</param>
/// <param name="IsOutgoing">Whether the one in the centre bears on it, rather than it on the one in the centre.</param>
/// <param name="Reason">Whoever related them says why.</param>
/// <param name="Cosine">How alike; null where they are related.</param>
public sealed record ClaimNeighbour(ClaimEntry Entry, ClaimRelationKind? Kind, bool IsOutgoing, string? Reason, double? Cosine)
{
    private const int MostAlike = 6;

    // Below this two claims share little but the words that all of them have.
    private const double LeastCosine = .15;

    /// <summary>How it bears, seen from the centre.</summary>
    public string Told => Kind switch
    {
        null => $"alike, {Cosine!.Value.ToString("0.00", CultureInfo.InvariantCulture)}",
        ClaimRelationKind.Supports => IsOutgoing ? "supports" : "is supported by",
        ClaimRelationKind.Contradicts => IsOutgoing ? "contradicts" : "is contradicted by",
        ClaimRelationKind.Qualifies => IsOutgoing ? "qualifies" : "is qualified by",
        _ => IsOutgoing ? "replaces" : "is replaced by",
    };

    /// <summary>The class by which it is drawn.</summary>
    public string Drawn => Kind?.ToString().ToLowerInvariant() ?? "alike";

    /// <summary>Relations first, in the order in which they were made; then what is most alike among the rest.</summary>
    internal static ImmutableArray<ClaimNeighbour> Of(ClaimStore store, ClaimEntry centre, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<ClaimNeighbour>();
        foreach (ClaimStore.Relation relation in store.Relations)
        {
            if (relation.Claim == centre.Id && store.Find(relation.Other) is { } other)
                all.Add(new ClaimNeighbour(other, relation.Kind, true, relation.Reason, null));
            else if (relation.Other == centre.Id && store.Find(relation.Claim) is { } one)
                all.Add(new ClaimNeighbour(one, relation.Kind, false, relation.Reason, null));
        }

        var related = all.Select(neighbour => neighbour.Entry.Id).Append(centre.Id).ToHashSet(StringComparer.Ordinal);
        double[] cosines = Cosines(store.Claims, store.Claims.IndexOf(centre), cancellationToken);
        all.AddRange(store.Claims.Zip(cosines).Where(pair => !related.Contains(pair.First.Id) && pair.Second >= LeastCosine)
            .OrderByDescending(pair => pair.Second).ThenBy(pair => pair.First.Id, StringComparer.Ordinal).Take(MostAlike).Select(pair => new ClaimNeighbour(pair.First, null, true, null, pair.Second)));
        return all.ToImmutable();
    }

    private static double[] Cosines(ImmutableArray<ClaimEntry> claims, int centre, CancellationToken cancellationToken)
    {
        EmbeddingMatrix vectors = new LexicalEmbedder(LexicalOptions.Default).Embed([.. claims.Select(entry => entry.Text)], 1, cancellationToken);
        return [.. Enumerable.Range(0, claims.Length).Select(i => (double)TensorPrimitives.Dot(vectors.Row(i), vectors.Row(centre)))];
    }
}
