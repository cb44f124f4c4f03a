namespace Concordat.Web.Features.Workshop;

/// <summary>A model that may draft standards and wordings. What it writes is marked and counts for nothing until a person takes it up as their own.</summary>
/// <param name="Model">What it is called beside its words.</param>
/// <param name="Draft">What is asked for, to a text; null where the model gave none.</param>
public sealed record CharterDrafter(string Model, Func<DraftRequest, CancellationToken, Task<string?>> Draft);
