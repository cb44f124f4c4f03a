using Concordat.Models.Endpoints;
using Concordat.Models.Lm;
using Concordat.Models.Segments;
using Concordat.Models.Segments.Judges;
using Concordat.Models.Segments.Samplers;
using Concordat.Numerics.Sampling;

namespace Concordat.Cli.Verbs;

/// <summary>The judge and the sampler that options name, with what has to be closed after them.</summary>
internal sealed class SegmentsParts : IDisposable
{
    public const string Oracle = "oracle", Recorded = "recorded";

    private readonly List<IDisposable> _open = [];

    private SegmentsParts(CliHost host, SegmentsSettings settings, ImmutableArray<Session> sessions, DeclaredPoints? points)
    {
        (EndpointDescription? asJudge, EndpointDescription? asSampler) = Endpoints(settings);
        // Before any file is made: a key that is missing is found at once.
        TextEndpoint? judging = Client(host, asJudge), sampling = Client(host, asSampler);
        AskedOnce? kept = null;
        if (judging is not null || sampling is not null)
            _open.Add(kept = new AskedOnce(settings.Into + ".asked"));
        if (settings.IsPerson)
            Questions = QuestionFile.Read(settings.Judge);
        Judge = judging is not null ? kept!.Judge(new ChatJudge(judging, Asking(host, asJudge!, settings.Seed)), $"{asJudge!.Name} {asJudge.Model}")
            : Questions ?? (ISegmentJudge)new OracleJudge((_, turn) => points!.Of(turn));
        Sampler = sampling is not null
            ? kept!.Sampler(
                new ChatSampler(sampling, settings.Options.Goal, settings.AgentTurns, Asking(host, asSampler!, Xoshiro.DeriveSeed(settings.Seed, 1)), settings.Seed),
                $"{asSampler!.Name} {asSampler.Model} {settings.AgentTurns} {settings.Seed}")
            : settings.Sampler == Recorded ? new RecordedSampler([.. sessions.Where(session => session.Goal >= settings.Options.Below)], settings.AgentTurns)
            : new ModelSampler(ModelDirectory.Read(settings.Sampler), settings.AgentTurns, settings.MaxTokens, new SamplingOptions { TopP = .95 }, settings.Seed, settings.Threads);
    }

    public ISegmentJudge Judge { get; }

    public IContinuationSampler Sampler { get; }

    /// <summary>The file of questions where a person judges.</summary>
    public QuestionFile? Questions { get; }

    /// <exception cref="ArgumentException">A name is unknown, or a key is missing.</exception>
    /// <exception cref="InputDataException">A file has faults.</exception>
    public static SegmentsParts Of(CliHost host, SegmentsSettings settings, ImmutableArray<Session> sessions, DeclaredPoints? points) => new(host, settings, sessions, points);

    /// <summary>The endpoints that judge and continue; null for one that is none.</summary>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public static (EndpointDescription? Judge, EndpointDescription? Sampler) Endpoints(SegmentsSettings settings)
    {
        if (!settings.AsksAnEndpoint)
            return (null, null);
        ImmutableArray<EndpointDescription> known = EndpointFile.Read(settings.Endpoints);
        EndpointDescription Named(string option, string name, string others) =>
            known.FirstOrDefault(endpoint => endpoint.Name == name && endpoint.Kind == EndpointKind.Chat)
            ?? throw new ArgumentException($"{option} is '{name}'; expected {others}, or a chat endpoint of {settings.Endpoints}: {string.Join(", ", known.Where(endpoint => endpoint.Kind == EndpointKind.Chat).Select(endpoint => endpoint.Name))}");
        return (settings.JudgeIsEndpoint ? Named("--judge", settings.Judge, "oracle, a file FILE.jsonl") : null, settings.SamplerIsEndpoint ? Named("--sampler", settings.Sampler, "recorded, a folder with a model") : null);
    }

    public void Dispose()
    {
        foreach (IDisposable each in _open)
            each.Dispose();
    }

    private TextEndpoint? Client(CliHost host, EndpointDescription? endpoint)
    {
        if (endpoint is null)
            return null;
        var client = new TextEndpoint(endpoint, EndpointKey.Of(endpoint, host.Variable), host.Clock);
        _open.Add(client);
        return client;
    }

    private static PatientAsking Asking(CliHost host, EndpointDescription endpoint, ulong seed) => new(RetryRules.Default, endpoint.Attempts, host.Clock, seed);
}
