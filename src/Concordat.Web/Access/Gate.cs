using System.Security.Claims;
using Concordat.Web.Api;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web.Access;

/// <summary>Lets a request through to its endpoint, or not. What someone may not know of is answered like what does not exist.</summary>
internal sealed class Gate(RequestDelegate next, Database database, TimeProvider clock)
{
    /// <summary>The claim that tells one sign-in from every other.</summary>
    internal const string SessionClaim = "session";

    private static readonly string s_stampClaim = new ClaimsIdentityOptions().SecurityStampClaimType;

    public async Task InvokeAsync(HttpContext context)
    {
        ApiRule? api = context.GetEndpoint()?.Metadata.GetMetadata<ApiRule>();
        // The API knows tokens alone, pages know cookies alone: neither is ever taken for the other.
        PersonalToken? token = api is null ? null : await PersonalToken.Of(context, database, clock);
        Caller caller = await Identify(context, token, database, context.RequestAborted);
        context.Features.Set(caller);
        if (context.GetEndpoint() is not { } endpoint)
        {
            await next(context);
            return;
        }

        if (endpoint.Metadata.GetMetadata<AccessRule>() is not { } rule)
        {
            // Routing's own answer where an address is known under another method; whatever we map has a rule.
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (token is not null && (token.IsRefused || (token.PersonId is not null && !token.Scopes.Contains(api!.Scope))))
        {
            context.Response.Headers.WWWAuthenticate = token.IsRefused ? "Bearer error=\"invalid_token\"" : $"Bearer error=\"insufficient_scope\", scope=\"{api!.Scope}\"";
            context.Response.StatusCode = token.IsRefused ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
            return;
        }

        if (rule.Admits(caller))
        {
            await next(context);
            return;
        }

        bool mayKnow = !context.Request.RouteValues.ContainsKey(Endpoints.UseCase) || AccessRule.Reader.Admits(caller);
        if (api is null && caller.PersonId is null && HttpMethods.IsGet(context.Request.Method))
            context.Response.Redirect($"/sign-in?then={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        else
            context.Response.StatusCode = caller.PersonId is null ? StatusCodes.Status401Unauthorized : mayKnow ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound;
    }

    /// <summary>Who asks, as the store knows them now.</summary>
    internal static async Task<Caller> Identify(HttpContext context, PersonalToken? token, Database database, CancellationToken cancellationToken)
    {
        string? person = token is null ? context.User.FindFirstValue(ClaimTypes.NameIdentifier) : token.PersonId;
        string? named = context.Request.RouteValues.TryGetValue(Endpoints.UseCase, out object? value) ? value as string : null;
        if (person is null && named is null)
            return new Caller(null, null, false, null, null);
        return await database.Read(async session =>
        {
            // The stamp changes with the password: a session from before, or of a deleted account, is nobody's from the next request on, on every replica.
            string? stamp = context.User.FindFirstValue(s_stampClaim), signIn = context.User.FindFirstValue(SessionClaim);
            PersonRow? row = person is null
                ? null
                : await session.One<PersonRow>($"SELECT sign_in_name, opens_use_cases FROM people WHERE id = @person{(token is null ? " AND security_stamp = @stamp AND NOT EXISTS (SELECT 1 FROM ended_sessions WHERE ended_sessions.id = @signIn)" : "")}", new { person, stamp, signIn });
            UseCaseRow? useCase = named is null ? null : await session.One<UseCaseRow>($"SELECT {UseCaseRow.Columns} FROM use_cases WHERE id = @named", new { named });
            SeatRow? seat = row is null || useCase is null
                ? null
                : await session.One<SeatRow>($"SELECT {SeatRow.Columns} FROM seats WHERE use_case_id = @named AND person_id = @person", new { named, person });
            return new Caller(row is null ? null : person, row?.SignInName, row?.OpensUseCases == 1, useCase, seat);
        }, cancellationToken);
    }

    private sealed record PersonRow(string SignInName, long OpensUseCases);
}
