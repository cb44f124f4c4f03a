namespace Concordat.Web.Features.Reading;

/// <summary>A model that may word an answer from the claims that were found.</summary>
/// <param name="Model">What it is called beside its words.</param>
/// <param name="Draft">Question and statements, in the order of their numbers, to a text; null where the model gave none.</param>
public sealed record InquiryDrafter(string Model, Func<string, ImmutableArray<string>, CancellationToken, Task<string?>> Draft);
