namespace Concordat.Web.Features.Workshop;

/// <summary>How grave an objection is. A serious one without an answer stops ratification.</summary>
public enum Severity
{
    Minor,
    Serious,
}
