using Concordat.Charters;

namespace Concordat.Web.Features.Workshop;

/// <summary>One standard of a ratified version, with the decision it comes from.</summary>
public sealed record CharterStandard(string Standard, CharterLevel Level, string Statement, string Reason, string Community, string Proposal, Measurement? Measurement = null);
