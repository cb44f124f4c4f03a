namespace Concordat.Web.Access;

/// <summary>Maps endpoints together with who may call them; there is no other way to map one.</summary>
public static class Endpoints
{
    /// <summary>The name of the part of an address that names a use case.</summary>
    public const string UseCase = "useCase";

    /// <summary>The start of every address inside a use case.</summary>
    public const string InUseCase = "/use-cases/{" + UseCase + "}";

#pragma warning disable RS0030 // Banned everywhere else, so that the build fails where an endpoint is mapped without a rule.
    /// <summary>Something to read.</summary>
    public static RouteHandlerBuilder Get(this IEndpointRouteBuilder routes, string pattern, AccessRule rule, Delegate handler) =>
        routes.MapGet(pattern, handler).WithMetadata(rule).DisableAntiforgery();

    /// <summary>Something to do. Its forgery token is checked before it runs, by <see cref="ForgeryGuard"/>.</summary>
    public static RouteHandlerBuilder Post(this IEndpointRouteBuilder routes, string pattern, AccessRule rule, Delegate handler) =>
        routes.MapPost(pattern, handler).WithMetadata(rule).DisableAntiforgery();
#pragma warning restore RS0030

    /// <summary>The endpoints that carry no rule; the server does not start with any.</summary>
    public static ImmutableArray<string> WithoutRule(IEnumerable<Microsoft.AspNetCore.Http.Endpoint> endpoints) =>
        [.. endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<AccessRule>() is null).Select(endpoint => endpoint.DisplayName ?? "an endpoint without a name")];
}
