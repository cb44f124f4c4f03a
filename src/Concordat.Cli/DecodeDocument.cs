using System.Text.Json;
using Concordat.Charters.Experts;
using Concordat.Models.Collection;
using Concordat.Models.Decoding;

namespace Concordat.Cli;

/// <summary>What <c>concordat decode --json</c> prints; the schema is published as <c>docs/schemas/decode.schema.json</c>.</summary>
/// <param name="Schema"><c>concordat.decode/1</c>.</param>
/// <param name="Out">The file of records.</param>
/// <param name="DryRun">Whether nothing was decoded.</param>
/// <param name="Stop">Why it ended: complete, budget or stopped.</param>
/// <param name="Total">Texts that are to be there.</param>
/// <param name="Done">Texts that are there.</param>
/// <param name="New">Texts that this run added.</param>
/// <param name="Cost">What endpoints bill, earlier runs and doubtful texts included.</param>
/// <param name="Mixtures">What decodes, and how many of the prompts.</param>
/// <param name="Failed">What was given up.</param>
/// <param name="InDoubt">What an earlier run had under way and this one left.</param>
public sealed record DecodeDocument(
    string Schema, string? Out, bool DryRun, string Stop, int Total, int Done, int New, decimal Cost, ImmutableArray<DecodeDocument.MixturePart> Mixtures,
    ImmutableArray<CollectDocument.RequestPart> Failed, ImmutableArray<CollectDocument.RequestPart> InDoubt)
{
    public const string SchemaId = "concordat.decode/1";

    public static string Text(DecodeDocument document) => JsonSerializer.Serialize(document, DocumentFormat.CamelCase);

    public static string SchemaText() => DocumentSchema.Text<DecodeDocument>(DocumentFormat.CamelCase, SchemaId, "What `concordat decode --json` prints: which mixtures decode, on what grounds, and what is there.");

    public static DecodeDocument Of(string? into, bool dryRun, ImmutableArray<(Prompt Prompt, DecodingSetup Setup)> prompts, CollectionOutcome outcome) => new(
        SchemaId, into, dryRun, outcome.Stop.ToString().ToLowerInvariant(), outcome.Progress.Total, outcome.Progress.Done, outcome.Progress.New, outcome.Progress.Spent,
        [.. prompts.GroupBy(one => one.Setup).Select(of => MixturePart.Of(of.Key, of.Count()))],
        [.. outcome.Failed.Select(Part)], [.. outcome.LeftInDoubt.Select(Part)]);

    private static CollectDocument.RequestPart Part(FailedRequest request) => new(request.System, request.Item, request.Sample, request.Reason);

    /// <param name="System">What evidence calls it.</param>
    /// <param name="Method">The method.</param>
    /// <param name="Formula">The sum of logits.</param>
    /// <param name="Prompts">Prompts that it answers.</param>
    /// <param name="Members">Its models.</param>
    /// <param name="Choice">What the effective charter picked; null where models were named.</param>
    public sealed record MixturePart(string System, string Method, string Formula, int Prompts, ImmutableArray<MemberPart> Members, ChoicePart? Choice)
    {
        public static MixturePart Of(DecodingSetup setup, int prompts) => new(
            setup.System, setup.Method, setup.Formula, prompts, [.. setup.Members.Select(member => new MemberPart(member.Name, member.Role, member.Template, member.Content))],
            setup.Choice is { } choice ? ChoicePart.Of(choice) : null);
    }

    /// <param name="Name">The folder or endpoint.</param>
    /// <param name="Role">Its part: base, expert, anti or objective.</param>
    /// <param name="Template">The template in which it reads a prompt.</param>
    /// <param name="Content">What tells its weights.</param>
    public sealed record MemberPart(string Name, string Role, string Template, string Content);

    /// <param name="Charter">The use case.</param>
    /// <param name="Version">The composed versions.</param>
    /// <param name="Hash">The effective charter's content hash.</param>
    /// <param name="Context">The context.</param>
    /// <param name="Experts">What was picked, and why.</param>
    public sealed record ChoicePart(string Charter, string Version, string Hash, ImmutableSortedDictionary<string, string> Context, ImmutableArray<ExpertPart> Experts)
    {
        public static ChoicePart Of(ExpertChoice choice) => new(
            choice.CharterId, choice.CharterVersion, choice.CharterHash, choice.Context,
            [.. choice.Experts.Select(expert => new ExpertPart(expert.Clause, expert.Place.ToString(), expert.Expert, expert.Anti, expert.Weight, expert.Because))]);
    }

    /// <param name="Clause">The clause of the map.</param>
    /// <param name="Place">Where it stands.</param>
    /// <param name="Expert">The tuned model.</param>
    /// <param name="Anti">The model before tuning; null for an objective.</param>
    /// <param name="Weight">The declared weight.</param>
    /// <param name="Because">Why the clause holds.</param>
    public sealed record ExpertPart(string Clause, string Place, string Expert, string? Anti, double Weight, ImmutableArray<string> Because);
}
