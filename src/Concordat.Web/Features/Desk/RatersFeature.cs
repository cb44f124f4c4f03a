using Concordat.Estimators.Rankings;
using Concordat.Evidence;
using Concordat.Evidence.Store;
using Concordat.Web.Access;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>Whose choices could not well come from the same source as everyone else's: shown to the steward and the auditor, under the export's pseudonyms, with the test and what it may get wrong.</summary>
public static class RatersFeature
{
    /// <summary>The share of those found whom the test may have found by chance.</summary>
    public const double FalseDiscoveryRate = 0.05;

    private const ulong Seed = 1;

    public static void Map(IEndpointRouteBuilder routes) => routes.Get(DeskFeature.Path + "/raters", AccessRule.Overseer, ShowAsync);

    private static async Task<IResult> ShowAsync(Caller caller, Database database, ServeOptions options, CancellationToken cancellationToken)
    {
        EvidenceExport export = await ExportedJudgements.Read(database, caller.InUseCase, cancellationToken);
        using WorkFolder folder = WorkFolder.Make(options);
        string? fault = null;
        var evidence = EvidenceSet.Empty;
        try
        {
            if (!export.IsEmpty)
                evidence = EvidenceStore.Open(export.Lay(folder.Path, cancellationToken), cancellationToken).Evidence;
        }
        catch (InputDataException exception)
        {
            fault = AuditWorker.Told(exception);
        }

        (double level, ImmutableArray<RaterAnomaly> tested) = Test(evidence, FalseDiscoveryRate);
        return View.Of<RatersPage>(new { Caller = caller, Fault = fault, Tested = tested.Length, Level = level, Found = tested.RemoveAll(rater => !rater.AgainstOthers && !rater.WithOthers) });
    }

    /// <summary>Tests everyone in both directions at the level that holds the false-discovery rate.</summary>
    /// <remarks>
    /// Step-up of Benjamini and Hochberg over 2m hypotheses: the largest k of which at least k are found at level q·k/(2m). A test tells only whether it finds at a level, and finds no
    /// more at a smaller one; so that k ← number found, from 2m on, comes down to that k. Source: Benjamini &amp; Hochberg (1995), J. R. Stat. Soc. B 57(1):289–300.
    /// </remarks>
    public static (double Level, ImmutableArray<RaterAnomaly> Tested) Test(EvidenceSet evidence, double rate)
    {
        ImmutableArray<RaterAnomaly> tested = AnomalousRaters.Test(evidence, rate, Seed);
        int hypotheses = 2 * tested.Length, k = hypotheses;
        while (k > 0)
        {
            double level = rate * k / hypotheses;
            tested = AnomalousRaters.Test(evidence, level, Seed);
            int found = tested.Sum(rater => (rater.AgainstOthers ? 1 : 0) + (rater.WithOthers ? 1 : 0));
            if (found >= k)
                return (level, tested);
            k = found;
        }

        return (0, [.. tested.Select(rater => rater with { AgainstOthers = false, WithOthers = false })]);
    }
}
