using System.CommandLine;
using System.Text.Json;
using Concordat.Estimators.MixedModels;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat effects</c>: what attributes do to ratings, raters and items held.</summary>
internal static class EffectsVerb
{
    public static Command Create(CliHost host)
    {
        var evidence = new Option<string>("--evidence") { Description = "The workspace that `concordat import` filled.", Required = true, HelpName = "DIR" };
        var criterion = new Option<string>("--criterion") { Description = "Which criterion's ratings.", Required = true, HelpName = "C" };
        var attributes = new Option<string>("--attributes") { Description = "Attributes of raters, items or ratings, separated by commas.", Required = true, HelpName = "a,b" };
        var reference = new Option<string?>("--reference") { Description = "Reference levels; where none is stated, the level with most ratings.", HelpName = "a=level,b=level" };
        var level = new Option<string?>("--level") { Description = "The answer that counts as positive against all others.", HelpName = "ANSWER" };
        var model = new Option<string>("--model") { Description = "linear, logit, ordinal, or auto for the scale's own.", DefaultValueFactory = _ => "auto" };
        model.AcceptOnlyFromAmong("auto", "linear", "logit", "ordinal");
        var confidence = new Option<double>("--confidence") { Description = "Two-sided level of intervals.", DefaultValueFactory = _ => .95 };
        var minimum = new Option<int>("--minimum-cell") { Description = "A level with fewer raters is left out.", DefaultValueFactory = _ => 5 };
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json("Print one JSON document (concordat.effects/1).");
        var command = new Command("effects",
            """
            Fit rating ~ attributes + (1 | rater) + (1 | item) and print each level's effect beside the raw difference. Dataset-level: nothing is trained.

            Average marginal effects are in units of the scale; with two answers they are differences of probability.

            Example:
              concordat effects --evidence evidence --criterion hate --attributes nationality,gender --reference nationality=us
            """) { evidence, criterion, attributes, reference, level, model, confidence, minimum, threads, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new PanelEffectsOptions
            {
                Criterion = parsed.GetValue(criterion)!,
                Attributes = [.. Split(parsed.GetValue(attributes))],
                References = ReferenceLevels.Parse(Split(parsed.GetValue(reference)), "--reference"),
                PositiveAnswer = parsed.GetValue(level),
                Kind = parsed.GetValue(model) switch
                {
                    "linear" => MixedModelKind.Linear,
                    "logit" => MixedModelKind.Logit,
                    "ordinal" => MixedModelKind.Ordinal,
                    _ => null,
                },
                MinimumRaters = parsed.GetValue(minimum),
                Model = new MixedModelOptions { ConfidenceLevel = parsed.GetValue(confidence), MaxThreads = parsed.GetValue(threads) },
            };
            PanelEffectsFit fit = PanelEffects.Fit(EvidenceInput.Rows(parsed.GetValue(evidence)!, "effects", cancellationToken), options, cancellationToken);
            if (parsed.GetValue(json))
                host.Out.WriteLine(JsonSerializer.Serialize(EffectsDocument.Of(fit), DocumentFormat.CamelCase));
            else
                Tell(host.Out, fit);
            foreach (Diagnostic diagnostic in fit.Diagnostics)
                host.Error.WriteLine($"{diagnostic.Severity}: {diagnostic.Message}");
            return Task.FromResult(fit.WhyMissing is null ? ExitCode.Met : ExitCode.Undetermined);
        });
        return command;
    }

    private static string[] Split(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static void Tell(TextWriter output, PanelEffectsFit fit)
    {
        output.WriteLine($"Effects on '{fit.Options.Criterion}' (dataset-level), {fit.Kind.ToString().ToLowerInvariant()} model: "
            + $"{fit.Ratings} ratings, {fit.Raters} raters, {fit.Items} items");
        if (fit.WhyMissing is not null)
        {
            output.WriteLine($"  none: {fit.WhyMissing}");
            return;
        }

        foreach (LevelEffect level in fit.Levels)
        {
            string name = $"{level.Attribute}={level.Level}";
            output.WriteLine(level switch
            {
                { IsReference: true } => $"  {name}: the reference, {level.Raters} raters",
                { MarginalEffect: { } effect } => $"  {name}: {Show(effect)}"
                    + (level.OddsRatio is { } odds ? $", odds ratio {Show(odds)}" : "") + $"; raw {level.RawDifference:+0.000;-0.000;0.000}, {level.Raters} raters",
                _ => $"  {name}: none: {level.WhyMissing}",
            });
        }

        foreach (VarianceComponent component in fit.Components)
            output.WriteLine($"  spread of {component.Factor}: {component.StandardDeviation:0.000}");
        output.WriteLine($"  log-likelihood {fit.LogLikelihood:0.000}");
    }

    private static string Show(Estimate estimate) => $"{estimate.Value:0.000} ({estimate.Lower:0.000} … {estimate.Upper:0.000})";
}
