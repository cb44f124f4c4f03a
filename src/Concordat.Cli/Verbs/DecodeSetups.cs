using Concordat.Charters;
using Concordat.Charters.Experts;
using Concordat.Models.Collection;
using Concordat.Models.Decoding;

namespace Concordat.Cli.Verbs;

/// <summary>Turns what <c>concordat decode</c> was asked for into mixtures: one for all prompts, or one for each context.</summary>
internal sealed class DecodeSetups(DecodeSettings settings, DecodeModels models)
{
    private readonly Dictionary<string, DecodingSetup> _ofContext = new(StringComparer.Ordinal);

    /// <summary>Each prompt with what it is decoded by.</summary>
    /// <exception cref="ArgumentException">The options contradict each other, or a model is not there.</exception>
    /// <exception cref="InputDataException">Charters, map or models have faults.</exception>
    public ImmutableArray<(Prompt Prompt, DecodingSetup Setup)> Of(ImmutableArray<Prompt> prompts)
    {
        if (settings.Experts is null)
        {
            DecodingSetup one = Named();
            return [.. prompts.Select(prompt => (prompt, one))];
        }

        ImmutableArray<Charter> charters = CharterReader.Read(settings.Charters);
        ExpertMap map = ExpertMapReader.Read(settings.Experts);
        map.Check(charters);
        return [.. prompts.Select(prompt => (prompt, InContext(charters, map, ContextOf(prompt))))];
    }

    private ImmutableSortedDictionary<string, string> ContextOf(Prompt prompt)
    {
        ImmutableSortedDictionary<string, string> context = settings.Context;
        foreach (string column in settings.ContextColumns)
            context = context.SetItem(column, prompt.Attributes.GetValueOrDefault(column) ?? throw new ArgumentException($"the prompt '{prompt.Id}' has no {column}, which --context-from names"));
        return context;
    }

    private DecodingSetup InContext(ImmutableArray<Charter> charters, ExpertMap map, ImmutableSortedDictionary<string, string> context)
    {
        string told = string.Join(',', context.Select(pair => $"{pair.Key}={pair.Value}"));
        if (_ofContext.TryGetValue(told, out DecodingSetup? known))
            return known;
        ExpertChoice choice = map.Choose(CharterComposition.Compose(charters, context));
        ImmutableArray<ChosenExpert> experts = choice.Experts;
        DecodingSetup setup;
        if (experts.IsEmpty)
            setup = Setup("per-context", LogitMixture.Alone, (Base, "base", PromptTemplate.Raw));
        else if (experts[0].Anti is null)
            setup = Setup("per-context", LogitMixture.Objectives([.. Shares(experts)]), [.. experts.Select(expert => (expert.Expert, "objective", settings.Template))]);
        else
            setup = Setup(
                "per-context", LogitMixture.Shifted([.. experts.Select(expert => expert.Weight)]),
                [(Base, "base", PromptTemplate.Raw), .. experts.SelectMany(expert => Pair(expert.Expert, expert.Anti!))]);
        setup = setup with { Choice = choice, System = settings.System ?? $"{NameOf(settings.Base ?? experts[0].Expert)}[{(told.Length > 0 ? told : $"role={choice.Context[ExpertMap.Role]}")}]" };
        _ofContext.Add(told, setup);
        return setup;
    }

    private static IEnumerable<double> Shares(ImmutableArray<ChosenExpert> experts)
    {
        double total = experts.Sum(expert => expert.Weight);
        return experts.Select(expert => expert.Weight / total);
    }

    private DecodingSetup Named()
    {
        if (!settings.Objectives.IsEmpty)
        {
            return Setup(
                "mod", LogitMixture.Objectives([.. settings.Objectives.Select(objective => objective.Weight)]),
                [.. settings.Objectives.Select(objective => (objective.Name, "objective", settings.Template))]);
        }

        if (settings.Contrast is { } weaker)
            return Setup("contrastive", LogitMixture.Contrastive(settings.Alpha, settings.Limit ?? LogitMixture.UsualLimit), (Base, "base", PromptTemplate.Raw), (weaker, "anti", PromptTemplate.Raw));
        return settings.Expert is { } expert
            ? Setup("proxy-tuning", LogitMixture.ProxyTuning(settings.Alpha ?? 1), [(Base, "base", PromptTemplate.Raw), .. Pair(expert, settings.Anti!)])
            : Setup("base", LogitMixture.Alone, (Base, "base", PromptTemplate.Raw));
    }

    private string Base => settings.Base ?? throw new ArgumentException("--base is missing; it names the model that is steered");

    private (string, string, PromptTemplate?)[] Pair(string expert, string anti) => [(expert, "expert", settings.Template), (anti, "anti", PromptTemplate.Raw)];

    private DecodingSetup Setup(string method, LogitMixture mixture, params ImmutableArray<(string Name, string Role, PromptTemplate? Template)> members)
    {
        (IMixtureDecoder decoder, ImmutableArray<DecodingMember> named) = models.Decoder(members);
        if (settings.Limit is { } limit && mixture.Limit == 0)
            mixture = mixture.LimitedBy(0, limit);
        string system = settings.System ?? mixture.Formula([.. named.Select(member => NameOf(member.Name))]);
        return new DecodingSetup(system, method, named, mixture, decoder)
        {
            Sampling = settings.Sampling,
            MaxTokens = settings.MaxTokens,
            Seed = settings.Seed,
            FallbackAbove = decoder is EndpointMixtureDecoder ? settings.FallbackAbove : null,
        };
    }

    private static string NameOf(string model) => DecodeModels.IsFolder(model) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model))) : model;
}
