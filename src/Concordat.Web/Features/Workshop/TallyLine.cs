namespace Concordat.Web.Features.Workshop;

/// <summary>One community's votes; numbers are null where they would expose few people.</summary>
public sealed record TallyLine(string Community, int? Agree, int? Disagree, int? Pass);
