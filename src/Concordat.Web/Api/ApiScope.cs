namespace Concordat.Web.Api;

/// <summary>What a personal token may be used for. An endpoint of the API asks for exactly one; its access rule still decides who may.</summary>
public enum ApiScope
{
    /// <summary>Reading what its person may read.</summary>
    Read,

    /// <summary>Giving judgements in its person's name.</summary>
    Judge,

    /// <summary>Taking part in the charter workshop in its person's name: proposing, objecting, answering, voting, ranking, withdrawing.</summary>
    TakePart,

    /// <summary>A steward's work: drafts written by a model, decisions by the rule, audits.</summary>
    Steward,
}
