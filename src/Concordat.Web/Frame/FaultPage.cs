using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Frame;

/// <summary>The page for what went wrong; it repeats nothing of the request.</summary>
internal static class FaultPage
{
    public static Task Write(HttpContext context, int status) => new RazorComponentResult<Trouble>(new { Status = status }) { StatusCode = status }.ExecuteAsync(context);
}
