namespace Concordat.Models.Objectives;

/// <summary>L = Σ wᵢ·ℓᵢ / size of examples that do not look at each other.</summary>
internal static class WeightedSum
{
    /// <summary>ℓ of one example; writes w·∂ℓ/∂log π, w = wᵢ/size, among all slopes.</summary>
    public delegate double OfExample(int example, double w, double[] slopes);

    public static ObjectiveValue Evaluate(ScoredBatch batch, double size, OfExample ofExample)
    {
        var slopes = new double[batch.Policy.Length];
        var losses = new double[batch.Examples.Count];
        double total = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            double w = batch.Examples[i].Weight / size;
            losses[i] = ofExample(i, w, slopes);
            total += w * losses[i];
        }

        return new ObjectiveValue(total, slopes, [.. losses], [], []);
    }
}
