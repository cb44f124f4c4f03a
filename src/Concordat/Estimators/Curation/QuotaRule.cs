namespace Concordat.Estimators.Curation;

/// <summary>How many examples each group gets.</summary>
public enum QuotaRule
{
    /// <summary>Groups are not looked at.</summary>
    None,

    /// <summary>The same number each; what does not divide goes to the first by name.</summary>
    Equal,

    /// <summary>In proportion to what passed the filters, by largest remainders.</summary>
    Proportional,

    /// <summary>As stated.</summary>
    Stated,
}
