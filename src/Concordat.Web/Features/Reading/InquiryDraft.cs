namespace Concordat.Web.Features.Reading;

/// <summary>An answer as a model worded it; it is shown beside the claims, marked, and nothing is derived from it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Text">Its words; null where it gave none.</param>
public sealed record InquiryDraft(string Model, string? Text);
