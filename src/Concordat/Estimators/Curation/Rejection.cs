namespace Concordat.Estimators.Curation;

/// <summary>One example that was rejected, and the first rule that it fails.</summary>
/// <param name="Row">Its row in the input.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Value">What was measured: characters, a quality, a cosine; null where there is nothing to measure.</param>
/// <param name="Limit">The bound that it fails; null without one.</param>
/// <param name="Other">The row of the kept example, or the number of the held-out prompt, that it duplicates; −1 without one.</param>
public readonly record struct Rejection(int Row, CurationRule Rule, double? Value, double? Limit, int Other);
