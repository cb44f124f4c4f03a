using System.CommandLine;
using System.Text.Json;
using Concordat.Estimators.MixedModels;
using Concordat.Estimators.Planning;
using Concordat.Evidence;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat plan</c>: how many raters a group and items a gap needs, and who should rate what next.</summary>
internal static class PlanVerb
{
    public static Command Create(CliHost host)
    {
        var gap = new Option<double>("--gap") { Description = "The difference of two groups' rates that must be seen.", Required = true };
        var power = new Option<double>("--power") { Description = "The probability to see it.", DefaultValueFactory = _ => .8 };
        var significance = new Option<double>("--significance") { Description = "The probability to see a gap where there is none.", DefaultValueFactory = _ => .05 };
        var rate = new Option<double>("--rate") { Description = "The rate half-way between the groups.", DefaultValueFactory = _ => .5 };
        var effect = new Option<double?>("--deff") { Description = "A stated design effect; else it follows from the raters' spread." };
        var load = new Option<int>("--ratings-per-rater") { Description = "Ratings that each rater gives.", DefaultValueFactory = _ => 20 };
        var items = new Option<int>("--items") { Description = "Items in the pool.", DefaultValueFactory = _ => 100 };
        var raterSpread = new Option<double?>("--rater-spread") { Description = "Standard deviation of raters in log-odds; else from the evidence." };
        var itemSpread = new Option<double?>("--item-spread") { Description = "Standard deviation of items in log-odds; else from the evidence." };
        var simulations = new Option<int>("--simulate") { Description = "Simulated panels; 0 for the formula alone.", DefaultValueFactory = _ => 500 };
        var evidence = new Option<string?>("--evidence") { Description = "A pilot's evidence, to take the spreads from.", HelpName = "DIR" };
        var criterion = new Option<string?>("--criterion") { Description = "The pilot's criterion.", HelpName = "C" };
        var attribute = new Option<string?>("--attribute") { Description = "The raters' attribute whose groups are compared.", HelpName = "A" };
        var level = new Option<string?>("--level") { Description = "The answer that counts as positive, where the scale has more than two.", HelpName = "ANSWER" };
        var next = new Option<int>("--assign") { Description = "List so many item–rater pairs to assign next; needs --evidence.", DefaultValueFactory = _ => 0 };
        Option<ulong> seed = CliOptions.Seed();
        Option<bool> json = CliOptions.Json("Print one JSON document (concordat.plan/1).");
        var command = new Command("plan",
            """
            Say how many raters and ratings a group needs to see a gap, by formula and by simulation with raters' and items' spread.

            Examples:
              concordat plan --gap .05 --power .8 --rater-spread .8 --ratings-per-rater 40
              concordat plan --gap .05 --evidence pilot --criterion hate --attribute nationality --assign 200
            """)
        {
            gap, power, significance, rate, effect, load, items, raterSpread, itemSpread, simulations, evidence, criterion, attribute, level, next, seed, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            EvidenceSet? pilot = parsed.GetValue(evidence) is { } folder ? EvidenceInput.Rows(folder, "plan", cancellationToken) : null;
            if (pilot is not null && (parsed.GetValue(criterion) is null || parsed.GetValue(attribute) is null))
                throw new ArgumentException("--evidence needs --criterion and --attribute");
            if (pilot is null && parsed.GetValue(next) > 0)
                throw new ArgumentException("--assign needs --evidence");
            (double raters, double ofItems) = pilot is null ? (0, 0) : Spreads(pilot, parsed.GetValue(criterion)!, parsed.GetValue(attribute)!, parsed.GetValue(level), cancellationToken);
            PanelPlan plan = PanelPlanner.Plan(
                new PanelPlanOptions
                {
                    Gap = parsed.GetValue(gap),
                    Power = parsed.GetValue(power),
                    Significance = parsed.GetValue(significance),
                    Rate = parsed.GetValue(rate),
                    DesignEffect = parsed.GetValue(effect),
                    RatingsPerRater = parsed.GetValue(load),
                    Items = parsed.GetValue(items),
                    RaterSpread = parsed.GetValue(raterSpread) ?? raters,
                    ItemSpread = parsed.GetValue(itemSpread) ?? ofItems,
                    Simulations = parsed.GetValue(simulations),
                    Seed = parsed.GetValue(seed),
                },
                cancellationToken);
            ImmutableArray<PlanDocument.AssignmentPart> pairs = pilot is null || parsed.GetValue(next) == 0
                ? []
                : Assign(pilot, parsed.GetValue(criterion)!, parsed.GetValue(attribute)!, parsed.GetValue(next));
            if (parsed.GetValue(json))
                host.Out.WriteLine(JsonSerializer.Serialize(PlanDocument.Of(plan, pairs), DocumentFormat.CamelCase));
            else
                Tell(host.Out, plan, pairs);
            foreach (Diagnostic diagnostic in plan.Diagnostics)
                host.Error.WriteLine($"{diagnostic.Severity}: {diagnostic.Message}");
            return Task.FromResult(ExitCode.Met);
        });
        return command;
    }

    private static (double Raters, double Items) Spreads(EvidenceSet pilot, string criterion, string attribute, string? level, CancellationToken cancellationToken)
    {
        PanelEffectsFit fit = PanelEffects.Fit(
            pilot,
            new PanelEffectsOptions { Criterion = criterion, Attributes = [attribute], PositiveAnswer = level, Kind = MixedModelKind.Logit, MinimumRaters = 1 },
            cancellationToken);
        if (fit.WhyMissing is not null)
            throw new ArgumentException($"the pilot tells no spreads: {fit.WhyMissing}");
        double Of(string factor) => fit.Components.FirstOrDefault(component => component.Factor == factor)?.StandardDeviation ?? 0;
        return (Of("rater"), Of("item"));
    }

    private static ImmutableArray<PlanDocument.AssignmentPart> Assign(EvidenceSet pilot, string criterion, string attribute, int count)
    {
        (AttributeOwner owner, AttributeColumn column) = GroupMembership.FindAttribute(pilot, pilot.Ratings.Attributes, attribute);
        if (owner != AttributeOwner.Rater)
            throw new ArgumentException($"attribute '{attribute}' is not one of the raters'");
        int index = pilot.CriterionIndex(criterion);
        RatingTable ratings = pilot.Ratings;
        int[] rows = [.. Enumerable.Range(0, ratings.Count).Where(row => ratings.Criterion[row] == index && ratings.Rater[row] >= 0)];
        int[] known = [.. rows.Select(row => ratings.Item[row]).Distinct().Order()];
        ImmutableArray<Assignment> next = AssignmentPlanner.Next(
            column.Codes.AsSpan(), column.Levels.Count, known.Length,
            rows.Select(row => (ratings.Rater[row], Array.BinarySearch(known, ratings.Item[row]))), count);
        return
        [
            .. next.Select(pair => new PlanDocument.AssignmentPart(
                pilot.Raters.Keys[pair.Rater], pilot.Items.Keys[known[pair.Item]], column.Levels[pair.Group], pair.CoverageBefore)),
        ];
    }

    private static void Tell(TextWriter output, PanelPlan plan, ImmutableArray<PlanDocument.AssignmentPart> next)
    {
        PanelPlanOptions asked = plan.Options;
        output.WriteLine($"To see a gap of {asked.Gap:0.###} around {asked.Rate:0.###} with power {asked.Power:0.##}:");
        output.WriteLine($"  {plan.IndependentRatingsPerGroup} independent ratings a group");
        output.WriteLine($"  design effect {plan.DesignEffect:0.00}: {plan.RatingsPerGroup} ratings a group");
        output.WriteLine($"  {plan.RatersPerGroup} raters a group with {asked.RatingsPerRater} ratings each, {plan.RatingsPerItemAndGroup:0.0} ratings an item and group");
        if (plan.SimulatedPower is { } power)
        {
            output.WriteLine($"  simulated power of that panel: {power.Value:0.000} ({power.Lower:0.000} … {power.Upper:0.000}), {power.Count} panels");
            output.WriteLine(plan.SimulatedRatersPerGroup is { } enough ? $"  by simulation {enough} raters a group" : "  no simulated size reaches it");
        }

        foreach (PlanDocument.AssignmentPart pair in next)
            output.WriteLine($"{pair.Rater}\t{pair.Item}\t{pair.Group}\t{pair.CoverageBefore}");
    }
}
