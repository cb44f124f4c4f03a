namespace Concordat.Web.Frame;

/// <summary>What became of something that was asked for. A page and the API ask by the same function and tell the same outcome, each in its own way.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Value">What came of it, where it is done.</param>
/// <param name="Why">Why it cannot be done as things stand, in a sentence.</param>
public sealed record Outcome<T>(OutcomeKind Kind, T? Value, string? Why)
{
    public static Outcome<T> Faulty { get; } = new(OutcomeKind.Faulty, default, null);

    public static Outcome<T> NotThere { get; } = new(OutcomeKind.NotThere, default, null);

    public static Outcome<T> NotYours { get; } = new(OutcomeKind.NotYours, default, null);

    public static Outcome<T> Done(T value) => new(OutcomeKind.Done, value, null);

    public static Outcome<T> Refused(string why) => new(OutcomeKind.Refused, default, why);

    /// <summary>Tells it by pages: the next one, or the same form again with what stands in the way.</summary>
    /// <param name="done">Where to go once it is done.</param>
    /// <param name="form">The form that was sent.</param>
    /// <param name="again">The page of the form.</param>
    /// <param name="place">The part of that page which a refusal is about.</param>
    public Task<IResult> ByPages(Func<T, IResult> done, Form form, Func<Task<IResult>> again, string place = "content")
    {
        if (Kind == OutcomeKind.Refused)
            form.Fault(place, Why!);
        return Kind switch
        {
            OutcomeKind.Done => Task.FromResult(done(Value!)),
            OutcomeKind.NotThere => Task.FromResult(Results.NotFound()),
            OutcomeKind.NotYours => Task.FromResult(Results.StatusCode(StatusCodes.Status403Forbidden)),
            _ => again(),
        };
    }
}
