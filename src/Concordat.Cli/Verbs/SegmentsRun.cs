using System.Globalization;
using Concordat.Models.Endpoints;
using Concordat.Models.Segments;
using Concordat.Models.Segments.Judges;

namespace Concordat.Cli.Verbs;

/// <summary>One run of <c>concordat segments</c>.</summary>
internal static class SegmentsRun
{
    public static async Task<int> ExecuteAsync(CliHost host, SegmentsSettings settings, ImmutableArray<Session> sessions, DeclaredPoints? points, CancellationToken cancellationToken)
    {
        if (settings.IsDryRun)
        {
            Tell(host, settings, Plan(settings, sessions));
            return ExitCode.Met;
        }

        using var parts = SegmentsParts.Of(host, settings, sessions, points);
        IProgress<int>? progress = host.ShowsProgress ? new SessionLine(host, sessions.Length) : null;
        SegmentOutcome outcome;
        try
        {
            outcome = await new SegmentPipeline(parts.Judge, parts.Sampler, settings.Options).RunAsync(sessions, progress, cancellationToken);
        }
        catch (EndpointException failure)
        {
            throw new IOException($"--sampler {settings.Sampler}: {failure.Message}; what it gave so far is kept, and the same command goes on from there", failure);
        }

        parts.Questions?.Save();
        SegmentFile.Write(settings.Into, outcome.Pairs);
        SegmentFile.WriteDrops(settings.LogFile, outcome.Drops);
        int leftOut = settings.Trl is { } trl ? SegmentFile.WriteTrl(trl, outcome.Pairs, settings.IsOneTurnOnly) : 0;
        Tell(host, settings, Document(settings, outcome, leftOut));
        foreach (string reason in outcome.Waiting.Select(waiting => waiting.For).Distinct(StringComparer.Ordinal))
            host.Error.WriteLine($"{outcome.Waiting.Count(waiting => waiting.For == reason)} sessions wait for: {reason}");
        if (settings.Trl is not null && !settings.IsOneTurnOnly && outcome.Pairs.Any(pair => pair.Chosen.Length > 1))
            host.Error.WriteLine("Note: segments of several turns keep the partner's messages; TRL's trainer for pairs counts these too. --trl-one-turn leaves such pairs out.");
        if (leftOut > 0)
            host.Error.WriteLine($"{leftOut} pairs of several turns were left out of {settings.Trl}.");
        return outcome.Waiting.IsEmpty ? ExitCode.Met : ExitCode.Undetermined;
    }

    private static SegmentsDocument Plan(SegmentsSettings settings, ImmutableArray<Session> sessions)
    {
        (EndpointDescription? judge, EndpointDescription? sampler) = SegmentsParts.Endpoints(settings);
        Session[] negative = [.. sessions.Where(session => session.Goal < settings.Options.Below && session.AgentTurns.Any())];
        int turns = negative.Length * settings.Options.Samples * ((2 * settings.AgentTurns) - 1);
        long letters = negative.Sum(session => session.Turns.Sum(turn => (long)turn.Text.Length));
        decimal cost = (judge?.Price.Of((letters / 4 * (2 + settings.Options.Samples)) + (negative.Length * 300L), 3L * negative.Length * judge.MaxTokens) ?? 0)
            + (sampler?.Price.Of(letters / 4 * settings.Options.Samples * ((2 * settings.AgentTurns) - 1), (long)turns * sampler.MaxTokens) ?? 0);
        SegmentsDocument document = Document(settings, new SegmentOutcome(
            sessions.Length, sessions.Count(session => session.Goal < settings.Options.Below), 0, 0, [], [], []), 0);
        return document with { Questions = 3 * negative.Length, TurnsToSample = turns, CostEstimate = cost };
    }

    private static SegmentsDocument Document(SegmentsSettings settings, SegmentOutcome outcome, int leftOut) => new(
        SegmentsDocument.SchemaId, settings.Into, settings.IsDryRun, settings.Options.Goal, settings.Options.Below, settings.Judge, settings.Sampler,
        outcome.Sessions, outcome.Negative, outcome.ErrorTurns, outcome.Continuations, outcome.Pairs.Length, outcome.Waiting.Length,
        [.. outcome.ByLength.Select(length => new SegmentsDocument.LengthPart(length.Key, length.Value))],
        [.. outcome.ByRule.Select(drop => new SegmentsDocument.DropPart(SegmentsDocument.NameOf(drop.Rule), drop.Count))], leftOut, null, null, null);

    private static void Tell(CliHost host, SegmentsSettings settings, SegmentsDocument document)
    {
        if (settings.IsJson)
        {
            host.Out.WriteLine(SegmentsDocument.Text(document));
            return;
        }

        host.Out.WriteLine(Invariant($"sessions       {document.Sessions:N0}, negative ({document.Goal} under {document.Below:0.##}): {document.Negative:N0}"));
        if (document.DryRun)
        {
            host.Out.WriteLine(Invariant($"would ask      at most {document.Questions:N0} questions of {document.Judge}, at most {document.TurnsToSample:N0} turns of {document.Sampler}"));
            host.Out.WriteLine(Invariant($"cost           about {document.CostEstimate:0.####}"));
            return;
        }

        host.Out.WriteLine(Invariant($"error turns    {document.ErrorTurns:N0}"));
        host.Out.WriteLine(Invariant($"continuations  {document.Continuations:N0}"));
        host.Out.WriteLine(Invariant($"pairs          {document.Pairs:N0}{(document.Pairs == 0 ? "" : " (" + string.Join(", ", document.Lengths.Select(length => Invariant($"{length.Pairs:N0} of {length.Turns} turns"))) + ")")}"));
        if (document.Waiting > 0)
            host.Out.WriteLine(Invariant($"waiting        {document.Waiting:N0}"));
        host.Out.WriteLine("dropped");
        foreach (SegmentsDocument.DropPart drop in document.Drops.Where(drop => drop.Count > 0))
            host.Out.WriteLine(Invariant($"  {drop.Rule,-24}{drop.Count,7:N0}"));
        host.Error.WriteLine($"Written: {settings.Into}, {settings.LogFile}{(settings.Trl is null ? "" : ", " + settings.Trl)}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class SessionLine(CliHost host, int total) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value % 20 == 0 || value == total)
                host.Error.Write(value == total ? "\r" + new string(' ', 40) + "\r" : Invariant($"\rsession {value:N0} of {total:N0}"));
        }
    }
}
