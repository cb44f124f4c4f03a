namespace Concordat.Web.Features.Workshop;

/// <summary>A community that the use case affects, and how many of it take part.</summary>
public sealed record CommunityRow(string Name, Standing Standing, string WhyAffected, long Seated)
{
    public bool IsMissing => Seated == 0;
}
