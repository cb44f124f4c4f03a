using System.Text.Json;
using Concordat.Charters;
using Concordat.Web.Access;
using Concordat.Web.Features.Record;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Workshop;

/// <summary>The rule, who is affected, and the decision: a proposal becomes part of the charter, or it does not.</summary>
public static class RatifyFeature
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(WorkshopFeature.Path + "/rule", AccessRule.Steward, (Caller caller, Database database, CancellationToken cancellationToken) => Show(caller, Form.Empty, database, cancellationToken));
        routes.Post(WorkshopFeature.Path + "/rule", AccessRule.Steward, DeclareAsync);
        routes.Post(WorkshopFeature.Path + "/communities", AccessRule.Steward, AddCommunityAsync);
        routes.Post(WorkshopFeature.Path + "/{proposal}/ratify", AccessRule.Steward, RatifyAsync);
    }

    internal static Task<DecisionRow?> Decision(Session session, string proposal) =>
        session.One<DecisionRow>("SELECT is_accepted AS accepted, threshold_percent, democracy, tally, at FROM ratifications WHERE proposal_id = @proposal", new { proposal });

    private static Task<IResult> Show(Caller caller, Form form, Database database, CancellationToken cancellationToken) => database.Read(async session => View.Of<RulePage>(new
    {
        Caller = caller,
        Form = form,
        Rule = await WorkshopStore.Rule(session, caller.InUseCase.Id),
        Communities = await WorkshopStore.Communities(session, caller.InUseCase.Id),
    }, form), cancellationToken);

    private static async Task<IResult> DeclareAsync(Caller caller, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        long threshold = form.Whole("threshold", "The threshold", 1, 100);
        Democracy democracy = form.Choice<Democracy>("democracy", "who decides");
        if (form.HasFaults)
            return await Show(caller, form, database, cancellationToken);
        string useCase = caller.InUseCase.Id;
        var rule = new RuleRow(threshold, democracy);
        await database.Write(async session =>
        {
            await session.Execute(
                """
                INSERT INTO charter_rules (use_case_id, threshold_percent, democracy, declared_at) VALUES (@useCase, @threshold, @Democracy, @At)
                ON CONFLICT (use_case_id) DO UPDATE SET threshold_percent = excluded.threshold_percent, democracy = excluded.democracy, declared_at = excluded.declared_at
                """, new { useCase, threshold, Democracy = democracy.ToString(), At = Moment.Of(clock) });
            await RecordBook.AppendOpen(session, clock, useCase, "rule", new { rule = rule.Text, thresholdPercent = threshold, democracy = democracy.ToString() });
        }, cancellationToken);
        return View.Done($"/use-cases/{useCase}/workshop/rule", Notice.Saved);
    }

    private static async Task<IResult> AddCommunityAsync(Caller caller, Form form, Database database, CancellationToken cancellationToken)
    {
        string name = form.Text("name", "The community", 80, 2), why = form.Text("why", "How it is affected", 500, 5);
        Standing standing = form.Choice<Standing>("standing", "its standing");
        if (!form.HasFaults)
        {
            await database.Write(session => session.Execute(
                """
                INSERT INTO communities (use_case_id, name, standing, why_affected) VALUES (@UseCase, @name, @Standing, @why)
                ON CONFLICT (use_case_id, name) DO UPDATE SET standing = excluded.standing, why_affected = excluded.why_affected
                """, new { UseCase = caller.InUseCase.Id, name, Standing = standing.ToString(), why }), cancellationToken);
            return View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/rule", Notice.Saved);
        }

        return await Show(caller, form, database, cancellationToken);
    }

    private static async Task<IResult> RatifyAsync(Caller caller, string proposal, Form form, Database database, TimeProvider clock, CancellationToken cancellationToken) =>
        await (await Ratify(caller, proposal, database, clock, cancellationToken))
            .ByPages(_ => View.Done($"/use-cases/{caller.InUseCase.Id}/workshop/{proposal}", Notice.Decided), form, () => ProposalFeature.Show(caller, proposal, form, database, cancellationToken), "ratify");

    /// <summary>Decides a proposal by the declared rule, on the votes as they are.</summary>
    internal static Task<Outcome<DecisionRow>> Ratify(Caller caller, string proposal, Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        UseCaseRow useCase = caller.InUseCase;
        return database.Write(async session =>
        {
            if (await WorkshopStore.Rule(session, useCase.Id) is not { } rule)
                return Outcome<DecisionRow>.Refused("Declare the rule first: nobody can agree to a rule that comes afterwards.");
            if (!await WorkshopStore.Hold(session, useCase.Id, proposal)
                || await WorkshopStore.Proposal(session, useCase.Id, proposal) is not { } row)
                return await WorkshopStore.WhyNot<DecisionRow>(session, useCase.Id, proposal);
            ImmutableArray<string> faults = CharterText.Faults(useCase, row.ApplyTo((await WorkshopStore.Versions(session, useCase.Id)).LastOrDefault()?.Standards ?? []));
            if (!faults.IsEmpty)
                return Outcome<DecisionRow>.Refused($"It does not go together with the charter as it is now: {faults[0]}.");
            Tally tally = await Tally.Of(session, proposal, useCase.MinimumCell);
            if (tally.ByCommunity.Sum(line => line.Agree + line.Disagree + line.Pass) < useCase.MinimumCell)
                return Outcome<DecisionRow>.Refused($"Fewer than {useCase.MinimumCell} people have voted; the result would show what single people chose.");
            ImmutableArray<ObjectionRow> objections = await WorkshopStore.Objections(session, proposal);
            var ratification = new Ratification(
                rule.Text, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), rule.ThresholdPercent / 100.0, tally.ByCommunity, [.. objections.Where(objection => objection.Stops).Select(objection => objection.Reason)]);
            await Decide(session, clock, useCase.Id, row, rule, tally, ratification.IsAccepted, ratification.OpenObjections.Length);
            return Outcome<DecisionRow>.Done((await Decision(session, proposal))!);
        }, cancellationToken);
    }

    private static async Task Decide(Session session, TimeProvider clock, string useCase, ProposalRow row, RuleRow rule, Tally tally, bool isAccepted, int openObjections)
    {
        long now = Moment.Of(clock);
        await session.Execute("UPDATE proposals SET state = @State WHERE id = @Id", new { row.Id, State = (isAccepted ? ProposalState.Ratified : ProposalState.Rejected).ToString() });
        await session.Execute(
            "INSERT INTO ratifications (proposal_id, use_case_id, is_accepted, threshold_percent, democracy, tally, voters, at) VALUES (@Id, @useCase, @Accepted, @ThresholdPercent, @Democracy, @Tally, @Voters, @now)",
            new { row.Id, useCase, Accepted = isAccepted ? 1 : 0, rule.ThresholdPercent, Democracy = rule.Democracy.ToString(), Tally = JsonSerializer.Serialize(tally.Shown, WorkshopStore.Format), Voters = tally.ByCommunity.Sum(line => line.Agree + line.Disagree + line.Pass), now });
        long? version = null;
        if (isAccepted)
        {
            CharterVersion? last = (await WorkshopStore.Versions(session, useCase)).LastOrDefault();
            version = (last?.Number ?? 0) + 1;
            ImmutableArray<CharterStandard> standards = row.ApplyTo(last?.Standards ?? []);
            await session.Execute(
                "INSERT INTO charter_versions (use_case_id, number, proposal_id, standards, at) VALUES (@useCase, @version, @Id, @Standards, @now)",
                new { useCase, version, row.Id, Standards = JsonSerializer.Serialize(standards, WorkshopStore.Format), now });
        }

        await RecordBook.AppendOpen(session, clock, useCase, "ratification", new
        {
            proposal = row.Id,
            row.Standard,
            level = row.Level.ToString(),
            row.Statement,
            removes = row.IsRemoval,
            fromModelDraft = row.IsDrafted,
            row.Measurement,
            rule = rule.Text,
            democracy = rule.Democracy.ToString(),
            isAccepted,
            openObjections,
            version,
            tally = tally.Shown,
        });
    }

    public sealed record DecisionRow(long Accepted, long ThresholdPercent, Democracy Democracy, string Tally, long At)
    {
        public bool IsAccepted => Accepted == 1;

        public ImmutableArray<TallyLine> Lines { get; } = JsonSerializer.Deserialize<ImmutableArray<TallyLine>>(Tally, WorkshopStore.Format);
    }
}
