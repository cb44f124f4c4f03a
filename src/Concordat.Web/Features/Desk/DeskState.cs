using System.Text.Json;

namespace Concordat.Web.Features.Desk;

/// <summary>What the desk shows of rounds and audits at one moment; never changed, and shared by all who look.</summary>
internal sealed record DeskState(ImmutableArray<RoundFigures> Rounds, ImmutableArray<AuditJob> Jobs)
{
    /// <summary>Every figure under the name of its place on the page, as JSON: what is sent to whoever looks on.</summary>
    public string Texts { get; } = JsonSerializer.Serialize(new SortedDictionary<string, string>(
        Rounds.SelectMany(round => round.Texts()).Concat(Jobs.Select(job => KeyValuePair.Create($"job-{job.Id}", DeskStore.Text(job)))).ToDictionary(), StringComparer.Ordinal));
}
