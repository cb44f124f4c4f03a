using System.CommandLine;
using Concordat.Models.Collection;
using Concordat.Models.Endpoints;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat embed</c>: asks an embeddings endpoint for the vectors of recorded responses.</summary>
internal static class EmbedVerb
{
    public const string Name = "embed";

    public static Command Create(CliHost host)
    {
        var responses = new Argument<string>("RESPONSES") { Description = "JSON Lines with system, item, sample and text, as `collect` writes them." };
        var into = new Option<string>("--into") { Description = "The JSON Lines file that vectors are added to; FILE.asked beside it is its journal.", Required = true, HelpName = "FILE.jsonl" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be asked and what that can cost; nothing is asked and nothing added." };
        Option<bool> json = CliOptions.Json($"Print one JSON document ({CollectDocument.SchemaId}).");
        var endpoints = new EndpointOptions(asksForText: false);
        var command = new Command(Name,
            """
            Ask an embeddings endpoint for a vector of each recorded response, so that audits of likeness and of what vectors tell can use them. The same command
            again goes on where the last one ended. In endpoints.yaml the endpoint says `kind: embeddings`; empty responses have no vector and are left out.

            Example:
              concordat embed answers.jsonl --model small-embedder --into vectors.jsonl
              concordat import vectors-jsonl vectors.jsonl --into evidence --set name=small-embedder --set ignore=key,cost
            """) { responses, into, dryRun, json };
        endpoints.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(host, parsed.GetValue(responses)!, parsed.GetValue(into)!, parsed.GetValue(dryRun), parsed.GetValue(json), endpoints, parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliHost host, string responses, string into, bool dryRun, bool json, EndpointOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        ImmutableArray<EndpointDescription> given = options.Endpoints(parsed, EndpointKind.Embeddings);
        if (given is not [{ Kind: EndpointKind.Embeddings } endpoint])
            throw new ArgumentException(given.Length == 1 ? $"{given[0].Name} is of another kind; expected kind: embeddings" : $"--model names {given.Length} endpoints; expected one, since one file holds vectors of one kind");
        decimal? budget = options.Budget(parsed);
        (ImmutableArray<RecordedText> texts, int empty) = RecordedTexts.Read(responses, cancellationToken);
        if (empty > 0)
            await host.Error.WriteLineAsync($"Note: {empty} empty responses have no vector.");
        ImmutableArray<VectorRequest> plan = [.. texts.Select(text => new VectorRequest(endpoint, text))];
        EndpointKey key = dryRun ? EndpointKey.None : EndpointKey.Of(endpoint, host.Variable);
        using CollectionJournal? journal = dryRun ? CollectionJournal.Find(into) : CollectionJournal.Open(into);
        using CollectionFile? file = dryRun ? CollectionFile.Find(into, "vector") : CollectionFile.Open(into, "vector");
        ImmutableArray<VectorRequest> left = [.. plan.Where(request => file?.Keys.Contains(request.Key) != true)];
        long tokens = left.Sum(request => request.TokenEstimate);
        ImmutableArray<CollectDocument.SystemPart> systems =
            [new CollectDocument.SystemPart(endpoint.Name, endpoint.Model, left.Length, tokens, 0, endpoint.Price.Of(tokens, 0), left.Sum(request => request.CostBound))];
        decimal spent = (file?.Cost ?? 0) + (journal?.InDoubt(file?.Keys ?? ImmutableHashSet<string>.Empty).Values.Sum(doubt => doubt.Bound) ?? 0);
        CollectionSummary.WritePlan(dryRun && !json ? host.Out : host.Error, plan.Length, plan.Length - left.Length, file?.CutBytes ?? 0, systems, spent, budget);
        CollectionOutcome outcome;
        if (dryRun)
        {
            outcome = new CollectionOutcome(
                CollectionStop.Stopped, new CollectionProgress(plan.Length, plan.Length - left.Length, 0, 0, 0, 0, spent), [], [], ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
        }
        else
        {
            using var generator = new EmbeddingEndpoint(endpoint, key, host.Clock);
            using var line = new CollectionLine(host);
            outcome = await new VectorCollector(file!, journal!, budget, host.Clock) { InDoubt = options.InDoubt(parsed), Progress = line }.RunAsync(endpoint, plan, generator, cancellationToken);
        }

        if (!dryRun)
            CollectionSummary.WriteOutcome(host.Error, into, outcome);
        if (json)
            await host.Out.WriteLineAsync(CollectDocument.Text(CollectDocument.Of(into, dryRun, budget, systems, outcome)));
        return dryRun || outcome.IsComplete ? ExitCode.Met : ExitCode.Undetermined;
    }
}
