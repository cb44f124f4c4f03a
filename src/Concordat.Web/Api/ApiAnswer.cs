using Concordat.Web.Frame;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concordat.Web.Api;

/// <summary>Tells outcomes by documents and by problem details: the one place where that is decided.</summary>
internal static class ApiAnswer
{
    public static Results<Ok<TDocument>, ProblemHttpResult> Done<T, TDocument>(Outcome<T> outcome, Form form, Func<T, TDocument> document) =>
        outcome.Kind == OutcomeKind.Done ? TypedResults.Ok(document(outcome.Value!)) : Problem(outcome, form);

    /// <summary>As <see cref="Done"/>, where something came into being that has an address of its own.</summary>
    public static Results<Created<TDocument>, ProblemHttpResult> Made<T, TDocument>(Outcome<T> outcome, Form form, Func<T, string> address, Func<T, TDocument> document) =>
        outcome.Kind == OutcomeKind.Done ? TypedResults.Created(address(outcome.Value!), document(outcome.Value!)) : Problem(outcome, form);

    public static Results<Ok<TDocument>, ProblemHttpResult> Found<TDocument>(TDocument? document) where TDocument : class =>
        document is null ? TypedResults.Problem(statusCode: StatusCodes.Status404NotFound) : TypedResults.Ok(document);

    /// <summary>Every fault of what was sent, by its field.</summary>
    /// <remarks>RFC 9457, with the member <c>errors</c> that ASP.NET Core's own problem details have.</remarks>
    public static ProblemHttpResult Faults(Form form) => TypedResults.Problem(new HttpValidationProblemDetails(form.Faults.Select(fault => KeyValuePair.Create(fault.Key, new[] { fault.Value })))
    {
        Title = "What was sent has faults.",
        Status = StatusCodes.Status422UnprocessableEntity,
    });

    public static ProblemHttpResult Conflict(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status409Conflict);

    private static ProblemHttpResult Problem<T>(Outcome<T> outcome, Form form) => outcome.Kind switch
    {
        OutcomeKind.Faulty => Faults(form),
        OutcomeKind.NotThere => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound),
        OutcomeKind.NotYours => TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden),
        _ => Conflict(outcome.Why!),
    };
}
