namespace Concordat.Estimators.Curation;

/// <summary>An example that was passed over because it is too similar to one that was chosen.</summary>
/// <param name="Row">The example.</param>
/// <param name="Chosen">What it is similar to.</param>
/// <param name="Similarity">Their cosine.</param>
public readonly record struct TooNear(int Row, int Chosen, double Similarity);
