using Concordat.Charters;

namespace Concordat.Web.Features.Workshop;

/// <summary>A proposal as stored.</summary>
public sealed record ProposalRow(
    string Id, string Standard, CharterLevel Level, string Statement, string Reason, long Removes, string Community, string? SeatId, Writer Writer, string? Amends, ProposalState State, long CreatedAt,
    string? Measure, string? Options, double? Bound, string? Direction, string? Owner, string? Model = null, long Drafted = 0)
{
    public const string Columns = "id, standard, level, statement, reason, removes, community, seat_id, writer, amends, state, created_at, measure, options, bound, direction, owner, model, is_drafted AS drafted";

    public bool IsRemoval => Removes == 1;

    /// <summary>Whether a person took its words up from a model's draft, or from what was taken up from one.</summary>
    public bool IsDrafted => Drafted == 1;

    /// <summary>Whether people may vote on it, object and amend.</summary>
    public bool IsOnTheTable => State == ProposalState.Open && Writer == Writer.Person;

    /// <summary>How it would be measured; null where its proposer left that open.</summary>
    public Measurement? Measurement { get; } = Measurement.Of(Measure, Options, Bound, Direction, Owner);

    /// <summary>The standards of a charter once this is ratified.</summary>
    public ImmutableArray<CharterStandard> ApplyTo(ImmutableArray<CharterStandard> standards)
    {
        IEnumerable<CharterStandard> others = standards.Where(standard => standard.Standard != Standard || standard.Level != Level);
        return IsRemoval ? [.. others] : [.. others, new CharterStandard(Standard, Level, Statement, Reason, Community, Id, Measurement, IsDrafted)];
    }
}
