namespace Concordat.Web.Access;

/// <summary>Who may call an endpoint. Each endpoint carries exactly one; the server does not start with one that carries none.</summary>
/// <param name="Kind">How it decides.</param>
/// <param name="Roles">For <see cref="AccessKind.Seated"/>: the roles admitted.</param>
/// <param name="NeedsConsent">Whether only those may who consented to take part and have not withdrawn.</param>
public sealed record AccessRule(AccessKind Kind, ImmutableArray<Role> Roles, bool NeedsConsent)
{
    public static AccessRule Anyone { get; } = new(AccessKind.Anyone, [], false);

    public static AccessRule SignedIn { get; } = new(AccessKind.SignedIn, [], false);

    public static AccessRule Host { get; } = new(AccessKind.Host, [], false);

    public static AccessRule Reader { get; } = new(AccessKind.Reader, [], false);

    /// <summary>Everyone with a seat, whatever its role.</summary>
    public static AccessRule AnySeat { get; } = Seated(Role.Steward, Role.Stakeholder, Role.Participant, Role.Auditor);

    public static AccessRule Steward { get; } = Seated(Role.Steward);

    /// <summary>Stewards and auditors: those who see the record and the desk.</summary>
    public static AccessRule Overseer { get; } = Seated(Role.Steward, Role.Auditor);

    /// <summary>Those whose voice counts: stakeholders and participants who consented to take part.</summary>
    public static AccessRule Voice { get; } = new(AccessKind.Seated, [Role.Stakeholder, Role.Participant], true);

    public static AccessRule Seated(params ImmutableArray<Role> roles) => new(AccessKind.Seated, roles, false);

    /// <summary>Whether the rule lets a caller through.</summary>
    public bool Admits(Caller caller) => Kind switch
    {
        AccessKind.Anyone => true,
        AccessKind.SignedIn => caller.PersonId is not null,
        AccessKind.Host => caller.OpensUseCases,
        AccessKind.Reader => caller.UseCase is { } useCase && (useCase.IsPublic || caller.Seat is not null),
        AccessKind.Seated => caller.Seat is { } seat && Roles.Contains(seat.Role) && (!NeedsConsent || seat.TakesPart),
        _ => false,
    };

    public override string ToString() => Kind switch
    {
        AccessKind.Seated => string.Join(", ", Roles.Select(role => role.ToString().ToLowerInvariant())) + (NeedsConsent ? ", having consented" : ""),
        AccessKind.SignedIn => "signed in",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
