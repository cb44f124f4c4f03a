namespace Concordat.Web.Features.Workshop;

/// <summary>A group of people with like opinions: how many, and where its middle lies on the map of opinions.</summary>
public sealed record OpinionGroup(int People, double X, double Y, double Spread);
