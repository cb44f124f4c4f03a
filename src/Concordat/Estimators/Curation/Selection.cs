namespace Concordat.Estimators.Curation;

/// <summary>Examples that a method chose.</summary>
/// <param name="Method">The method.</param>
/// <param name="Rows">Their rows in the order in which they were chosen.</param>
/// <param name="TooNear">What was passed over for similarity, in the order of scores; only DEITA passes over by a rule of its own.</param>
/// <param name="Objective">What the method maximises (facility location, log-determinant) or minimises (k-centre: the covering radius); null without one.</param>
/// <param name="WhyFewer">Why fewer were chosen than asked for; null where they were not.</param>
public sealed record Selection(SelectionMethod Method, ImmutableArray<int> Rows, ImmutableArray<TooNear> TooNear, double? Objective, string? WhyFewer);
