using Concordat.Web.Access;

namespace Concordat.Web.Api;

/// <summary>Maps endpoints of the API with the rule that a page of the same kind would have.</summary>
public static class ApiEndpoints
{
    /// <summary>The start of every address of this version.</summary>
    public const string Start = "/api/v1";

    /// <summary>The start of every address inside a use case.</summary>
    public const string InUseCase = Start + Endpoints.InUseCase;

    public static RouteHandlerBuilder ApiGet(this IEndpointRouteBuilder routes, string pattern, AccessRule rule, ApiScope scope, string name, Delegate handler) =>
        Documented(routes.Get(pattern, rule, handler), scope, name);

    public static RouteHandlerBuilder ApiPost(this IEndpointRouteBuilder routes, string pattern, AccessRule rule, ApiScope scope, string name, Delegate handler) =>
        Documented(routes.Post(pattern, rule, handler), scope, name);

    private static RouteHandlerBuilder Documented(RouteHandlerBuilder endpoint, ApiScope scope, string name) => endpoint
        .WithMetadata(new ApiRule(scope)).WithName(name).RequireRateLimiting(WebServer.ApiCalls)
        .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
}
