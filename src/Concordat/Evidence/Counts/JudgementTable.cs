namespace Concordat.Evidence.Counts;

/// <summary>The tables that grow with the number of judgements, and are therefore counted where they lie.</summary>
public enum JudgementTable
{
    Comparisons,
    Ratings,
    Outcomes,
}
