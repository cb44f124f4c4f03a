namespace Concordat.Web.Features.Workshop;

/// <summary>How a community is affected.</summary>
public enum Standing
{
    User,
    Subject,
    Producer,
    Bystander,
}
