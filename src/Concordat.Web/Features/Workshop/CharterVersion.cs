namespace Concordat.Web.Features.Workshop;

/// <summary>The charter after one accepted decision.</summary>
public sealed record CharterVersion(long Number, ImmutableArray<CharterStandard> Standards, long At);
