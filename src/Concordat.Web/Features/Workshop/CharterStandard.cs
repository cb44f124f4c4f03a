using Concordat.Charters;

namespace Concordat.Web.Features.Workshop;

/// <summary>One standard of a ratified version, with the decision it comes from, and whether its words go back to a model's draft that a person took up.</summary>
public sealed record CharterStandard(string Standard, CharterLevel Level, string Statement, string Reason, string Community, string Proposal, Measurement? Measurement = null, bool IsDrafted = false);
