using Concordat.Estimators.Embeddings;

namespace Concordat.Estimators.Curation;

/// <summary>Some rows of a matrix.</summary>
internal static class CurationVectors
{
    public static EmbeddingMatrix Rows(EmbeddingMatrix vectors, ReadOnlySpan<int> rows)
    {
        var values = new float[rows.Length * vectors.Dimensions];
        for (int i = 0; i < rows.Length; i++)
            vectors.Row(rows[i]).CopyTo(values.AsSpan(i * vectors.Dimensions));
        return new EmbeddingMatrix(vectors.Dimensions, values);
    }
}
