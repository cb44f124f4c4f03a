namespace Concordat.Web.Access;

/// <summary>Who asks, and about which use case: read once for each request, before anything else runs.</summary>
/// <param name="PersonId">Who is signed in; null for a visitor.</param>
/// <param name="SignInName">The name they sign in by.</param>
/// <param name="OpensUseCases">Whether they may open new use cases.</param>
/// <param name="UseCase">The use case that the address names; null where it names none.</param>
/// <param name="Seat">Their seat in it; null where they have none.</param>
public sealed record Caller(string? PersonId, string? SignInName, bool OpensUseCases, UseCaseRow? UseCase, SeatRow? Seat)
{
    /// <summary>The use case of an endpoint whose address names one.</summary>
    public UseCaseRow InUseCase => UseCase ?? throw new InvalidOperationException("the address names no use case");

    /// <summary>The seat of an endpoint whose rule asks for one.</summary>
    public SeatRow InSeat => Seat ?? throw new InvalidOperationException("the endpoint's rule asks for no seat");

    /// <summary>The person of an endpoint whose rule asks for one.</summary>
    public string Person => PersonId ?? throw new InvalidOperationException("the endpoint's rule asks for nobody");

    public bool Has(params ReadOnlySpan<Role> roles) => Seat is { } seat && roles.Contains(seat.Role);

    /// <summary>Whether they may speak: a stakeholder or participant who consented to take part.</summary>
    public bool HasVoice => AccessRule.Voice.Admits(this);

    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? throw new InvalidOperationException("the gate has not run");

    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));
}
