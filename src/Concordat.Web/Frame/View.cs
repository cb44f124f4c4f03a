using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Frame;

/// <summary>Answers of endpoints: a page, or the way to the next one.</summary>
public static class View
{
    /// <summary>A page made from its parameters; where it shows a form with faults, under status 422, so that a program can tell.</summary>
    public static IResult Of<TPage>(object parameters, Form? form = null) where TPage : IComponent =>
        new RazorComponentResult<TPage>(parameters) { StatusCode = form is { HasFaults: true } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };

    /// <summary>After something was done: the page to read next, which says so.</summary>
    public static IResult Done(string path, Notice notice = Notice.None) => TypedResults.LocalRedirect(notice == Notice.None ? path : $"{path}?done={notice}");
}
