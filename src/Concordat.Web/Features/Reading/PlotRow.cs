using Concordat.Charters;

namespace Concordat.Web.Features.Reading;

/// <summary>One line of an interval plot.</summary>
public sealed record PlotRow(string Name, Estimate? Estimate, VerdictStatus? Status);
