using Concordat.Web.Access;

namespace Concordat.Web.Api;

/// <summary>Maps endpoints of the API with the rule that a page of the same kind has.</summary>
public static class ApiEndpoints
{
    /// <summary>The start of every address of this version.</summary>
    public const string Start = "/api/v1";

    /// <summary>The start of every address inside a use case.</summary>
    public const string InUseCase = Start + Endpoints.InUseCase;

    /// <summary>Something to read.</summary>
    public static RouteHandlerBuilder ApiGet(this IEndpointRouteBuilder routes, string pattern, AccessRule rule, ApiScope scope, string name, Delegate handler) =>
        Documented(routes.Get(pattern, rule, handler), scope, name);

    /// <summary>Something to do.</summary>
    public static RouteHandlerBuilder ApiPost(this IEndpointRouteBuilder routes, string pattern, AccessRule rule, ApiScope scope, string name, Delegate handler) =>
        Documented(routes.Post(pattern, rule, handler), scope, name).ProducesProblem(StatusCodes.Status409Conflict);

    /// <summary>Something to do with a document that is sent.</summary>
    public static RouteHandlerBuilder ApiSend(this IEndpointRouteBuilder routes, string pattern, AccessRule rule, ApiScope scope, string name, Delegate handler) =>
        routes.ApiPost(pattern, rule, scope, name, handler)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);

    /// <summary>What the description shows of it.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder endpoint, object? request, object? answer) => endpoint.WithMetadata(new ApiExample(request, answer));

    private static RouteHandlerBuilder Documented(RouteHandlerBuilder endpoint, ApiScope scope, string name) => endpoint
        .WithMetadata(new ApiRule(scope)).WithName(name).RequireRateLimiting(WebServer.ApiCalls)
        .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
}
