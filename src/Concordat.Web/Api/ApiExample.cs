namespace Concordat.Web.Api;

/// <summary>An example of what is sent to an endpoint and of what it answers, made of the same types.</summary>
/// <param name="Request">What is sent; null where nothing is.</param>
/// <param name="Answer">What is answered; null where it is no document of ours.</param>
public sealed record ApiExample(object? Request, object? Answer);
