using System.Globalization;
using System.Security.Cryptography;
using Concordat.Claims;
using Concordat.Runs;
using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Reading;

/// <summary>How a run comes in, whoever made it: read by the one reader there is, refused where it would show more than the use case allows, kept byte for byte, published once.</summary>
internal static class RunIntake
{
    /// <summary>The largest run taken.</summary>
    public const long MostBytes = 8 * 1024 * 1024;

    private const int MostFindings = 20_000;

    /// <summary>The run; null where there is none to be had, with every reason.</summary>
    public static Run? Read(UseCaseRow useCase, byte[] bytes, out ImmutableArray<string> faults)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            Run run = RunJson.Read(stream, "run.json");
            faults = Faults(useCase, run);
            return faults.IsEmpty ? run : null;
        }
        catch (InputDataException exception)
        {
            faults = [.. exception.Faults.Select(fault => $"{(fault.Line > 0 ? $"Line {fault.Line}: " : "")}found {fault.Found}; expected {fault.Expected}.")];
            return null;
        }
    }

    /// <summary>Keeps the bytes.</summary>
    /// <returns>The run's id here; that of the first where the same bytes came before.</returns>
    public static async Task<string> Keep(Session session, TimeProvider clock, string useCase, Run run, byte[] bytes)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await session.Execute(
            """
            INSERT INTO audit_runs (id, use_case_id, sha256, system_version, speaks_for, content, received_at) VALUES (@Id, @useCase, @sha256, @SystemVersion, @SpeaksFor, @bytes, @Now)
            ON CONFLICT (use_case_id, sha256) DO NOTHING
            """,
            new { Id = Chance.Id(), useCase, sha256, run.SystemVersion, SpeaksFor = run.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), bytes, Now = Moment.Of(clock) });
        return await session.One<string>("SELECT id FROM audit_runs WHERE use_case_id = @useCase AND sha256 = @sha256", new { useCase, sha256 }) ?? throw new InvalidOperationException("a run was kept and is not there");
    }

    /// <summary>Publishes a run: everyone who may read the use case reads it, its verdicts become claims, and the record holds its hash.</summary>
    /// <returns>False where it was published before.</returns>
    public static async Task<bool> Publish(Session session, TimeProvider clock, string useCase, RunRow row)
    {
        long now = Moment.Of(clock);
        if (await session.Execute("UPDATE audit_runs SET published_at = @now WHERE id = @Id AND published_at IS NULL", new { now, row.Id }) == 0)
            return false;
        byte[] bytes = await RunShelf.Bytes(session, row);
        Run run = await RunShelf.Read(session, row);
        await AddClaims(session, now, useCase, row, run, ClaimsFromRun.Make(run, "run.json", bytes));
        await RecordBook.AppendOpen(session, clock, useCase, "publication", new
        {
            run = row.Sha256,
            row.SystemVersion,
            date = row.SpeaksFor,
            charter = run.Charter.Version,
            charterHash = run.Charter.ContentHash,
            verdicts = run.Standards.SelectMany(result => result.Verdicts).Select(verdict => new { standard = verdict.StandardId, population = verdict.PopulationId ?? "everyone", status = Charters.Wording.Of(verdict.Status) }),
        });
        return true;
    }

    // What a later run says of the same standard, population and system version stands in the place of what an earlier one said.
    private static async Task AddClaims(Session session, long now, string useCase, RunRow row, Run run, ImmutableArray<Claim> claims)
    {
        foreach ((Charters.Verdict verdict, Claim made) in run.Standards.SelectMany(result => result.Verdicts).Zip(claims))
        {
            Claim claim = await session.Count("SELECT count(*) FROM claims WHERE use_case_id = @useCase AND id = @Id", new { useCase, made.Id }) == 0 ? made : made with { Id = $"{made.Id}.{row.Sha256[..8]}" };
            var key = new { useCase, claim.Id, Run = row.Id, Standard = verdict.StandardId, Population = verdict.PopulationId ?? "everyone", row.SystemVersion, row.SpeaksFor, Text = ClaimFile.Write(claim), now };
            await session.Execute("INSERT INTO claims (use_case_id, id, run_id, standard, population, text, added_at) VALUES (@useCase, @Id, @Run, @Standard, @Population, @Text, @now)", key);
            await session.Execute(
                """
                INSERT INTO claim_relations (use_case_id, claim, kind, other, reason, at)
                SELECT @useCase, CASE WHEN audit_runs.speaks_for <= @SpeaksFor THEN @Id ELSE claims.id END, 'Replaces', CASE WHEN audit_runs.speaks_for <= @SpeaksFor THEN claims.id ELSE @Id END,
                    'The same standard, population and system version, by the later run.', @now
                FROM claims JOIN audit_runs ON audit_runs.id = claims.run_id
                WHERE claims.use_case_id = @useCase AND claims.standard = @Standard AND claims.population = @Population AND audit_runs.system_version = @SystemVersion AND audit_runs.id <> @Run
                """, key);
        }
    }

    private static ImmutableArray<string> Faults(UseCaseRow useCase, Run run)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        if (run.Charter.Id != useCase.Id)
            faults.Add($"The run was made under the charter “{run.Charter.Id}”; this use case’s charter is “{useCase.Id}”.");
        if (run.Charter.MinimumCell < useCase.MinimumCell)
            faults.Add($"The run’s charter shows groups of {run.Charter.MinimumCell}; nothing of fewer than {useCase.MinimumCell} is shown here.");
        Finding[] findings = [.. run.Standards.SelectMany(result => result.Result.Findings.Concat(result.Verdicts.Select(verdict => verdict.Finding)))];
        if (findings.Length > MostFindings)
            faults.Add($"The run has {findings.Length} findings; at most {MostFindings} are taken.");
        // A guarded run has no such finding: this one was made or changed by something else.
        Finding? small = Array.Find(findings, finding => finding.Group is not null && finding.Estimate is { } estimate && finding.Unit == SampleUnit.Raters && (finding.UnitCount ?? estimate.Count) < useCase.MinimumCell);
        if (small is not null)
            faults.Add($"The run has a figure of “{small.Measure}” on {small.UnitCount ?? small.Estimate!.Value.Count} people; nothing of fewer than {useCase.MinimumCell} is shown here.");
        foreach (StandardResult result in run.Standards)
        {
            if (Rest(result) is > 0 and var rest && rest < useCase.MinimumCell)
                faults.Add($"In the run’s figures on “{result.Standard.Standard.Id}” everyone less the groups shown leaves {rest} people; nothing of fewer than {useCase.MinimumCell} is shown here, by subtraction neither.");
        }

        return faults.ToImmutable();
    }

    // Levels of one attribute have nobody in common: what they leave of everyone is a group too, whether it has a name or not.
    private static long Rest(StandardResult result)
    {
        var rests = new List<long>();
        foreach (IGrouping<string, Finding> measure in result.Result.Findings
            .Where(finding => finding.Unit == SampleUnit.Raters && finding.UnitCount is not null && finding.Estimate is not null && finding.Scope.All(entry => entry.Name == "of")).GroupBy(finding => finding.Measure, StringComparer.Ordinal))
        {
            long everyone = measure.Where(finding => finding.Group is null).Select(finding => finding.UnitCount!.Value).DefaultIfEmpty(0).Max();
            rests.AddRange(measure.Where(finding => finding.Group is { IsIntersection: false } && finding.Group.Levels[0].AnyOf.Length == 1).GroupBy(finding => finding.Group!.Levels[0].Attribute, StringComparer.Ordinal)
                .Select(attribute => everyone - attribute.GroupBy(finding => finding.Group!).Sum(group => group.Max(finding => finding.UnitCount!.Value))));
        }

        return rests.Where(rest => rest > 0).DefaultIfEmpty(0).Min();
    }
}
