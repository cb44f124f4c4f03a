using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Concordat.Web.Access;

/// <summary>Refuses whatever changes something and does not carry this server's token for this visitor: on by default, for every method but reading ones.</summary>
internal sealed class ForgeryGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        string method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || context.GetEndpoint() is null || await antiforgery.IsRequestValidAsync(context))
            await next(context);
        else
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}
