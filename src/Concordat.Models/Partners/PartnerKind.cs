namespace Concordat.Models.Partners;

/// <summary>Who plays along.</summary>
public enum PartnerKind
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>One who wants the group to be right.</summary>
    Helpful,

    /// <summary>One who wants it to be wrong.</summary>
    Misleading,
}
