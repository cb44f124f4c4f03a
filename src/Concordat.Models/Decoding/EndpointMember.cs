using Concordat.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace Concordat.Models.Decoding;

/// <summary>A model behind an endpoint that takes part in a mixture.</summary>
/// <param name="Endpoint">The endpoint; of kind completions, with log-probabilities.</param>
/// <param name="Client">Its client.</param>
/// <param name="Template">How it reads a prompt.</param>
public sealed record EndpointMember(EndpointDescription Endpoint, IChatClient Client, PromptTemplate Template)
{
    /// <exception cref="ArgumentException">The endpoint cannot be mixed; the message says what it lacks.</exception>
    public void Validate()
    {
        if (Endpoint.Kind != EndpointKind.Completions)
            throw new ArgumentException($"{Endpoint.Name} is of kind {Endpoint.Kind.ToString().ToLowerInvariant()}; expected completions: a message cannot be continued token by token");
        if (Endpoint.TopLogprobs is not > 0)
            throw new ArgumentException($"{Endpoint.Name} lists no log-probabilities; expected logprobs of at least 1, and as many as the server gives");
    }
}
