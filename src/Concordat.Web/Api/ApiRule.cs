namespace Concordat.Web.Api;

/// <summary>Marks an endpoint of the API: it knows people by tokens and never by cookies, so that no other site's page can call it in someone's name.</summary>
/// <param name="Scope">What a token must be good for.</param>
public sealed record ApiRule(ApiScope Scope);
