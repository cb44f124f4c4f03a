namespace Concordat.Web.Features.Workshop;

/// <summary>How far those affected decide, recorded for each decision; higher is not automatically better.</summary>
/// <remarks>Source: the levels 0 to 5 of democratic governance in arXiv:2411.09222.</remarks>
public enum Democracy
{
    Unilateral,
    Informing,
    Vetoable,
    Binding,
    SelfStarting,
    SelfGoverning,
}
