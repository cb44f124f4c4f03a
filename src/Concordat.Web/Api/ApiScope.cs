namespace Concordat.Web.Api;

/// <summary>What a personal token may be used for. An endpoint of the API asks for exactly one.</summary>
public enum ApiScope
{
    /// <summary>Reading what its person may read.</summary>
    Read,

    /// <summary>Giving judgements in its person's name.</summary>
    Judge,
}
