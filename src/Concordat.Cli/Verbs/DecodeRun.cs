using System.Globalization;
using Concordat.Charters.Experts;
using Concordat.Models.Collection;
using Concordat.Models.Decoding;

namespace Concordat.Cli.Verbs;

/// <summary>One run of <c>concordat decode</c>: chooses the mixtures, decodes what is missing, says what is there.</summary>
internal static class DecodeRun
{
    private const int Shown = 10;

    public static async Task<int> ExecuteAsync(CliHost host, DecodeSettings settings, DecodeModels models, CancellationToken stop)
    {
        ImmutableArray<(Prompt Prompt, DecodingSetup Setup)> prompts = new DecodeSetups(settings, models).Of(PromptFile.Read(settings.Prompts, stop));
        ImmutableArray<DecodingRequest> plan = DecodingRequest.Plan(prompts, settings.Samples);
        TellMixtures(settings.IsDryRun && !settings.IsJson ? host.Out : host.Error, prompts);
        CollectionOutcome outcome = settings.IsDryRun
            ? new CollectionOutcome(CollectionStop.Stopped, new CollectionProgress(plan.Length, 0, 0, 0, 0, 0, 0), [], [], ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal))
            : await DecodeAsync(host, settings, plan, stop);
        if (settings.IsJson)
            await host.Out.WriteLineAsync(DecodeDocument.Text(DecodeDocument.Of(settings.Out, settings.IsDryRun, prompts, outcome)));
        return settings.IsDryRun || outcome.IsComplete ? ExitCode.Met : ExitCode.Undetermined;
    }

    private static async Task<CollectionOutcome> DecodeAsync(CliHost host, DecodeSettings settings, ImmutableArray<DecodingRequest> plan, CancellationToken stop)
    {
        string into = settings.Out ?? throw new ArgumentException("--out is missing; it names the JSON Lines file that texts are added to");
        using CollectionJournal journal = CollectionJournal.Open(into);
        using var file = CollectionFile.Open(into);
        CollectionOutcome outcome;
        using (var line = new CollectionLine(host))
            outcome = await new DecodingRun(file, journal, settings.Budget) { InDoubt = settings.InDoubt, Progress = line }.RunAsync(plan, stop);
        CollectionSummary.WriteOutcome(host.Error, into, outcome);
        return outcome;
    }

    private static void TellMixtures(TextWriter writer, ImmutableArray<(Prompt Prompt, DecodingSetup Setup)> prompts)
    {
        var mixtures = prompts.GroupBy(one => one.Setup).ToArray();
        foreach (IGrouping<DecodingSetup, (Prompt, DecodingSetup)> of in mixtures.Take(Shown))
        {
            DecodingSetup setup = of.Key;
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{setup.System}: {of.Count()} prompts, {setup.Method}, logits {setup.Formula}"));
            if (setup.Choice is { } choice)
                Tell(writer, choice);
            foreach (DecodingMember member in setup.Members)
                writer.WriteLine($"  {member.Role} {member.Name}, template {member.Template}");
        }

        if (mixtures.Length > Shown)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {mixtures.Length - Shown} more"));
    }

    private static void Tell(TextWriter writer, ExpertChoice choice)
    {
        writer.WriteLine($"  charter {choice.CharterId} {choice.CharterVersion}, content {choice.CharterHash[..12]}");
        if (choice.Experts.IsEmpty)
            writer.WriteLine("  no clause holds: the base alone");
        foreach (ChosenExpert expert in choice.Experts)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {expert.Clause} ({expert.Place}) picks {expert.Expert} with {expert.Weight}: {string.Join("; ", expert.Because)}"));
    }
}
