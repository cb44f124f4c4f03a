using Concordat.Charters;
using Concordat.Reporting;
using Concordat.Runs;
using Concordat.Web.Access;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Reading;

/// <summary>A case as its page shows it: the run, what people objected to, and what other published runs said of the same standards.</summary>
public sealed class CaseView
{
    private const int MostVersions = 8;

    public required RunRow Row { get; init; }

    public required Run Run { get; init; }

    public required DateOnly Today { get; init; }

    internal ImmutableArray<StandardView> Standards => [.. Run.Standards.Select((result, i) => new StandardView(result, Run, i + 1))];

    public required ImmutableDictionary<string, Dissent> Dissent { get; init; }

    /// <summary>This run and other published ones, oldest first.</summary>
    public required ImmutableArray<(RunRow Row, Run Run)> Versions { get; init; }

    /// <summary>Whether the charter no longer holds, so that no verdict stands.</summary>
    public bool IsExpired => Run.Charter.Expires < Today;

    public Dissent DissentOn(string standard) => Dissent.GetValueOrDefault(standard, Reading.Dissent.None);

    public static async Task<CaseView> Read(Session session, Caller caller, RunRow row, DateOnly today)
    {
        Run run = await RunShelf.Read(session, row);
        RunRow[] others = [.. (await RunShelf.All(session, caller)).Where(other => other.IsPublished && other.Id != row.Id).Take(MostVersions - 1)];
        var versions = ImmutableArray.CreateBuilder<(RunRow, Run)>();
        foreach (RunRow version in others.Append(row).OrderBy(version => version.SpeaksFor, StringComparer.Ordinal).ThenBy(version => version.ReceivedAt))
            versions.Add((version, await RunShelf.Read(session, version)));
        return new CaseView
        {
            Row = row,
            Run = run,
            Today = today,
            Dissent = await Reading.Dissent.Read(session, caller.InUseCase.Id),
            Versions = versions.ToImmutable(),
        };
    }

    /// <summary>The verdict of a run on a standard for a population; null where it gave none.</summary>
    public static (Verdict Verdict, StandardResult Result)? VerdictOf(Run run, string standard, string? population)
    {
        foreach (StandardResult result in run.Standards.Where(result => result.Standard.Standard.Id == standard))
        {
            foreach (Verdict verdict in result.Verdicts.Where(verdict => verdict.PopulationId == population))
                return (verdict, result);
        }

        return null;
    }
}
