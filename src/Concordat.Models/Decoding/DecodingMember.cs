namespace Concordat.Models.Decoding;

/// <summary>A member as a record names it.</summary>
/// <param name="Name">The folder or endpoint as it was given.</param>
/// <param name="Role"><c>base</c>, <c>expert</c>, <c>anti</c> or <c>objective</c>.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Content">What tells its weights: a hash in process, the server's name of the model behind an endpoint.</param>
public sealed record DecodingMember(string Name, string Role, string Template, string Content);
