using System.CommandLine;
using Concordat.Evidence.Store;
using Concordat.Models.Segments;
using Concordat.Models.Segments.Judges;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat segments</c>: pairs of segments from conversations that missed their goal.</summary>
internal static class SegmentsVerb
{
    public const string Name = "segments";

    public static Command Create(CliHost host)
    {
        var evidence = new Argument<string>("EVIDENCE") { Description = "The evidence folder with turns of conversations and ratings of them." };
        var goal = new Option<string>("--goal") { Description = "The criterion that says how far a conversation reached its goal.", Required = true, HelpName = "CRITERION" };
        var below = new Option<double>("--below") { Description = "A conversation whose goal is under this is negative.", Required = true, HelpName = "VALUE" };
        var warmth = new Option<string?>("--warmth") { Description = "A second criterion, which must not be harmed, such as satisfaction.", HelpName = "CRITERION" };
        var ratedBy = new Option<GoalRater>("--rated-by") { Description = "Whose ratings count: the agent's own (self), other speakers' (partner) or people's who did not speak (onlooker).", DefaultValueFactory = _ => GoalRater.Self, HelpName = "self|partner|onlooker" };
        var agent = new Option<string?>("--agent") { Description = "Only speakers with this attribute are agents; otherwise each speaker in turn.", HelpName = "name=level" };
        var judge = new Option<string>("--judge") { Description = "oracle (with --points), a name of the endpoints file, or a file FILE.jsonl for a person.", Required = true, HelpName = "oracle|NAME|FILE.jsonl" };
        var points = new Option<string?>("--points") { Description = "For the oracle: CSV with attribute, level, goal, warmth; attribute is one of turns', or 'word'.", HelpName = "FILE.csv" };
        var sampler = new Option<string>("--sampler") { Description = "recorded (what people said at like places of conversations that reached the goal), a name of the endpoints file, or a folder with a model.", DefaultValueFactory = _ => SegmentsParts.Recorded, HelpName = "recorded|NAME|DIR" };
        Option<int> samples = Whole("--samples", 5, 100, "Continuations of each conversation."), turns = Whole("--turns", 2, 20, "Turns of the agent in a continuation."), tokens = Whole("--max-tokens", 48, 4096, "With a model in a folder: most tokens of a turn.");
        var endpoints = new Option<string>("--endpoints") { Description = "The YAML or JSON file that describes endpoints, as for 'collect'.", DefaultValueFactory = _ => "endpoints.yaml", HelpName = "FILE" };
        var into = new Option<string>("--into") { Description = "The JSON Lines file for the pairs.", Required = true, HelpName = "FILE.jsonl" };
        var log = new Option<string?>("--log") { Description = "Where every drop is written with its rule; FILE.drops.jsonl beside the pairs unless stated.", HelpName = "FILE.jsonl" };
        var trl = new Option<string?>("--trl") { Description = "Also write the pairs as TRL's conversational preference type.", HelpName = "FILE.jsonl" };
        var one = new Option<bool>("--trl-one-turn") { Description = "Leave pairs of several turns out of it: TRL's trainer for pairs counts the partner's words in them too." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say how many conversations are negative and what would be asked; nothing is asked, nothing written." };
        Option<ulong> seed = CliOptions.Seed();
        Option<int> threads = CliOptions.Threads();
        Option<bool> json = CliOptions.Json($"Print one JSON document ({SegmentsDocument.SchemaId}).");
        var command = new Command(Name,
            """
            Make pairs of segments from recorded conversations that missed their goal, to train an agent on (segment-level DPO).

            In each conversation under --below the judge picks the turn of the agent that was critical; the conversation is continued --samples times from just
            before it; the judge keeps the best, if it is better than what happened, and says where the part that makes the difference ends. Both parts
            are cut to the same number of turns. What gives no pair is written to the log with its rule.

            The judge is a script with declared points (oracle), a model (a name of the endpoints file), or a person: with --judge FILE.jsonl questions are written to
            the file; put a number or "none" in place of each "answer": null and run the same command again, until nothing waits. Answers of models are kept
            in FILE.jsonl.asked beside the pairs, so that a run that was stopped asks nothing twice.

            Exit codes: 0 all is there, 2 something waits for the judge, 3 an error.

            Examples:
              concordat import casino casino_train.json --into casino
              concordat segments casino --goal points --below 7 --warmth satisfaction --judge oracle --points points.csv --into pairs.jsonl
              concordat segments casino --goal points --below 7 --judge my-judge --sampler my-model --into pairs.jsonl --dry-run
              concordat segments casino --goal points --below 7 --judge questions.jsonl --into pairs.jsonl --trl pairs.trl.jsonl
            """)
        {
            evidence, goal, below, warmth, ratedBy, agent, judge, points, sampler, samples, turns, tokens, endpoints, into, log, trl, one, dryRun, seed, threads, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var settings = new SegmentsSettings(
                parsed.GetValue(into)!, parsed.GetValue(judge)!, parsed.GetValue(sampler)!, new SegmentOptions
                {
                    Below = parsed.GetValue(below),
                    Goal = parsed.GetValue(goal)!,
                    Warmth = parsed.GetValue(warmth),
                    Samples = parsed.GetValue(samples),
                })
            {
                Points = parsed.GetValue(points),
                AgentTurns = parsed.GetValue(turns),
                MaxTokens = parsed.GetValue(tokens),
                Endpoints = parsed.GetValue(endpoints)!,
                Log = parsed.GetValue(log),
                Trl = parsed.GetValue(trl),
                IsOneTurnOnly = parsed.GetValue(one),
                IsDryRun = parsed.GetValue(dryRun),
                IsJson = parsed.GetValue(json),
                Seed = parsed.GetValue(seed),
                Threads = parsed.GetValue(threads),
            };
            settings.Validate();
            if (parsed.GetResult(tokens) is { Implicit: false } && !Directory.Exists(settings.Sampler))
                throw new ArgumentException("--max-tokens goes with --sampler DIR, a model in a folder");
            if (parsed.GetResult(endpoints) is { Implicit: false } && !settings.AsksAnEndpoint)
                throw new ArgumentException("--endpoints goes with a judge or a sampler that is named in it");
            DeclaredPoints? declared = settings.Points is null ? null : DeclaredPoints.Read(settings.Points);
            ImmutableArray<Session> sessions = SessionReader.Read(
                EvidenceStore.Open(parsed.GetValue(evidence)!, cancellationToken).Evidence,
                new SessionOptions
                {
                    Goal = settings.Options.Goal,
                    Warmth = settings.Options.Warmth,
                    RatedBy = parsed.GetValue(ratedBy),
                    Agent = parsed.GetValue(agent),
                    Marks = declared?.Attributes ?? [],
                },
                cancellationToken);
            return SegmentsRun.ExecuteAsync(host, settings, sessions, declared, cancellationToken);
        });
        return command;
    }

    private static Option<int> Whole(string name, int value, int most, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1 || result.GetValueOrDefault<int>() > most)
                result.AddError($"{name} is {result.GetValueOrDefault<int>()}; it must lie in 1 … {most}.");
        });
        return option;
    }
}
