using Microsoft.AspNetCore.Antiforgery;

namespace Concordat.Web.Access;

/// <summary>Refuses whatever changes something and does not carry this server's token for this visitor: on by default, for every method but reading ones.</summary>
internal sealed class ForgeryGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        string method = context.Request.Method;
        int status = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || context.GetEndpoint() is null ? StatusCodes.Status200OK : await Check(context);
        if (status == StatusCodes.Status200OK)
            await next(context);
        else
            context.Response.StatusCode = status;
    }

    private async Task<int> Check(HttpContext context)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(context) ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        }
        catch (AntiforgeryValidationException exception)
        {
            // The form could not be read to its token: it is too large, cut off, or none.
            return exception.InnerException is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
        }
    }
}
