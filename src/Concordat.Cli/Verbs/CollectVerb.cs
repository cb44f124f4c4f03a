using System.CommandLine;
using Concordat.Models.Collection;
using Concordat.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat collect</c>: asks models and keeps each answer as it comes.</summary>
internal static class CollectVerb
{
    public const string Name = "collect";

    public static Command Create(CliHost host)
    {
        var prompts = new Argument<string>("PROMPTS") { Description = "CSV or JSON Lines with id (or item) and text (or prompt); further columns become attributes of the item." };
        var samples = new Option<int>("--samples") { Description = "Answers to each prompt from each model.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var into = new Option<string>("--into") { Description = "The JSON Lines file that answers are added to; FILE.asked beside it is its journal.", Required = true, HelpName = "FILE.jsonl" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be asked and what that can cost; nothing is asked and nothing added." };
        Option<bool> json = CliOptions.Json($"Print one JSON document ({CollectDocument.SchemaId}).");
        var endpoints = new EndpointOptions(asksForText: true);
        var command = new Command(Name,
            """
            Ask models (any OpenAI-compatible server: vLLM, llama.cpp, Ollama, hosted) and keep each answer as it comes. The same command again goes on where
            the last one ended: what was answered is never asked again.

            endpoints.yaml describes whom to ask:

              endpoints:
                - name: local-7b
                  url: http://127.0.0.1:8000/v1
                  model: my-model-7b
                - name: hosted
                  url: https://api.example.org/v1
                  model: large-1
                  key: EXAMPLE_API_KEY            # the NAME of an environment variable, never the key
                  requests-per-minute: 300
                  price: { input: 0.5, output: 1.5 }   # for a million tokens
                - name: base-model
                  kind: completions               # the prompt as it stands; chat unless stated
                  url: http://127.0.0.1:8001/v1
                  model: base
                  logprobs: 10                    # of each token and ten alternatives

            Ctrl-C stops asking and waits for the answers under way. Exit codes: 0 all is there, 2 something is missing (the message says what), 3 an error.

            Example:
              concordat collect prompts.csv --model local-7b hosted --samples 10 --into answers.jsonl --budget 5
              concordat collect prompts.csv --url http://127.0.0.1:8001/v1 --model base --kind completions --logprobs 10 --into told.jsonl
              concordat import responses-jsonl answers.jsonl --into evidence --set ignore=key,time,seconds,attempts,cost
            """) { prompts, samples, into, dryRun, json };
        endpoints.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            host, parsed.GetValue(prompts)!, parsed.GetValue(samples), parsed.GetValue(into)!, parsed.GetValue(dryRun), parsed.GetValue(json), endpoints, parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliHost host, string prompts, int samples, string into, bool dryRun, bool json, EndpointOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        ImmutableArray<EndpointDescription> endpoints = options.Endpoints(parsed, EndpointKind.Chat);
        decimal? budget = options.Budget(parsed);
        ImmutableArray<CollectionRequest> plan = CollectionPlan.Of(PromptFile.Read(prompts, cancellationToken), endpoints, samples);
        // Before any file is made: a key that is missing is found at once.
        ImmutableSortedDictionary<string, EndpointKey> keys = dryRun
            ? ImmutableSortedDictionary.Create<string, EndpointKey>(StringComparer.Ordinal)
            : endpoints.ToImmutableSortedDictionary(endpoint => endpoint.Name, endpoint => EndpointKey.Of(endpoint, host.Variable), StringComparer.Ordinal);
        using CollectionJournal? journal = dryRun ? CollectionJournal.Find(into) : CollectionJournal.Open(into);
        using CollectionFile? file = dryRun ? CollectionFile.Find(into, "text") : CollectionFile.Open(into, "text");
        ImmutableArray<CollectionRequest> left = [.. plan.Where(request => file?.Keys.Contains(request.Key) != true)];
        ImmutableArray<CollectDocument.SystemPart> systems = [.. endpoints.Select(endpoint => CollectDocument.SystemPart.Of(endpoint, [.. left.Where(request => request.Endpoint.Name == endpoint.Name)]))];
        decimal spent = (file?.Cost ?? 0) + (journal?.InDoubt(file?.Keys ?? ImmutableHashSet<string>.Empty).Values.Sum(doubt => doubt.Bound) ?? 0);
        CollectionSummary.WritePlan(dryRun && !json ? host.Out : host.Error, plan.Length, plan.Length - left.Length, file?.CutBytes ?? 0, systems, spent, budget);
        CollectionOutcome outcome;
        if (dryRun)
            outcome = new CollectionOutcome(
                CollectionStop.Stopped, new CollectionProgress(plan.Length, plan.Length - left.Length, 0, 0, 0, 0, spent), [], [], ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
        else
            outcome = await CollectAsync(host, file!, journal!, budget, options.InDoubt(parsed), endpoints, keys, plan, cancellationToken);
        if (!dryRun)
            CollectionSummary.WriteOutcome(host.Error, into, outcome);
        if (json)
            await host.Out.WriteLineAsync(CollectDocument.Text(CollectDocument.Of(into, dryRun, budget, systems, outcome)));
        return dryRun || outcome.IsComplete ? ExitCode.Met : ExitCode.Undetermined;
    }

    private static async Task<CollectionOutcome> CollectAsync(
        CliHost host, CollectionFile file, CollectionJournal journal, decimal? budget, InDoubtRule rule, ImmutableArray<EndpointDescription> endpoints,
        ImmutableSortedDictionary<string, EndpointKey> keys, ImmutableArray<CollectionRequest> plan, CancellationToken stop)
    {
        var clients = new Dictionary<string, IChatClient>(StringComparer.Ordinal);
        try
        {
            foreach (EndpointDescription endpoint in endpoints)
                clients.Add(endpoint.Name, new TextEndpoint(endpoint, keys[endpoint.Name], host.Clock));
            using var line = new CollectionLine(host);
            return await new Collector(file, journal, budget, host.Clock) { InDoubt = rule, Progress = line }.RunAsync(plan, clients, stop);
        }
        finally
        {
            foreach (IChatClient client in clients.Values)
                client.Dispose();
        }
    }
}
