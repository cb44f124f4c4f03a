namespace Concordat.Web.Features.Reading;

/// <summary>A published inquiry, by its question.</summary>
public sealed record KeptQuestion(string Id, string Question, long At);
