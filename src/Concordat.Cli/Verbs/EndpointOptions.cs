using System.CommandLine;
using Concordat.Models.Collection;
using Concordat.Models.Endpoints;

namespace Concordat.Cli.Verbs;

/// <summary>How verbs that ask models are told which: names from a file of endpoints, or models at one address.</summary>
internal sealed class EndpointOptions
{
    private const string DefaultFile = "endpoints.yaml";

    private readonly Option<string[]> _model = new("--model") { Description = "Whom to ask: names of the endpoints file or, with --url, models of that server.", Required = true, HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _file = new("--endpoints") { Description = $"The YAML or JSON file that describes endpoints; {DefaultFile} unless --url is given.", HelpName = "FILE" };
    private readonly Option<string?> _url = new("--url") { Description = "A server's base address in place of a file, such as http://127.0.0.1:8000/v1.", HelpName = "URL" };
    private readonly Option<string?> _key = new("--key-variable") { Description = "With --url: the environment variable that holds the key. A key itself is never an argument.", HelpName = "NAME" };
    private readonly Option<string?> _kind = new("--kind") { Description = "With --url: chat, or completions, which takes the prompt as it stands; chat unless stated.", HelpName = "chat|completions" };
    private readonly Option<int?> _logprobs = new("--logprobs") { Description = "With --url: log-probabilities of the answer's tokens and of so many alternatives at each.", HelpName = "N" };
    private readonly Option<decimal?> _budget = new("--budget") { Description = "Nothing is asked that could bring the cost above it, earlier runs into the same file included.", HelpName = "AMOUNT" };
    private readonly Option<string> _doubt = new("--in-doubt") { Description = "What an earlier run was killed in the midst of: `free` asks again where that costs nothing or the server bills a key once, `ask` always, `leave` never.", DefaultValueFactory = _ => "free" };

    private readonly bool _asksForText;

    /// <param name="asksForText">Whether the verb asks for texts, which come by chat or completions and can have log-probabilities.</param>
    public EndpointOptions(bool asksForText)
    {
        _asksForText = asksForText;
        _doubt.AcceptOnlyFromAmong("free", "ask", "leave");
        _kind.AcceptOnlyFromAmong("chat", "completions");
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_model, _file, _url, _key, .. _asksForText ? (Option[])[_kind, _logprobs] : [], _budget, _doubt])
            command.Options.Add(option);
    }

    /// <exception cref="InputDataException">The file has faults.</exception>
    /// <exception cref="ArgumentException">A name is not in the file, or the options contradict each other.</exception>
    public ImmutableArray<EndpointDescription> Endpoints(ParseResult parsed, EndpointKind kindAtUrl)
    {
        string[] names = parsed.GetValue(_model)!;
        string? url = parsed.GetValue(_url), file = parsed.GetValue(_file);
        if (url is not null && file is not null)
            throw new ArgumentException("--url and --endpoints are both given; expected one of them");
        if (url is null && parsed.GetValue(_key) is not null)
            throw new ArgumentException("--key-variable goes with --url; in a file of endpoints it is 'key'");
        string? kind = _asksForText ? parsed.GetValue(_kind) : null;
        int? logprobs = _asksForText ? parsed.GetValue(_logprobs) : null;
        if (url is null && (kind is not null || logprobs is not null))
            throw new ArgumentException("--kind and --logprobs go with --url; in a file of endpoints they are 'kind' and 'logprobs'");
        if (url is not null)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address))
                throw new ArgumentException("--url is no address; expected such as http://127.0.0.1:8000/v1");
            return [.. names.Select(name => Checked(new EndpointDescription(name, address, name) { Kind = kind == "completions" ? EndpointKind.Completions : kindAtUrl, TopLogprobs = logprobs, KeyVariable = parsed.GetValue(_key) }))];
        }

        ImmutableArray<EndpointDescription> known = EndpointFile.Read(file ?? DefaultFile);
        return [.. names.Select(name => known.FirstOrDefault(endpoint => endpoint.Name == name)
            ?? throw new ArgumentException($"--model is '{name}'; {file ?? DefaultFile} has: {string.Join(", ", known.Select(endpoint => endpoint.Name))}"))];
    }

    /// <exception cref="ArgumentException">The budget is negative.</exception>
    public decimal? Budget(ParseResult parsed) => parsed.GetValue(_budget) is < 0 and var budget ? throw new ArgumentException($"--budget is {budget}; it must not be negative") : parsed.GetValue(_budget);

    public InDoubtRule InDoubt(ParseResult parsed) => parsed.GetValue(_doubt) switch
    {
        "ask" => InDoubtRule.Ask,
        "leave" => InDoubtRule.Leave,
        _ => InDoubtRule.AskWhereFree,
    };

    private static EndpointDescription Checked(EndpointDescription endpoint) =>
        endpoint.Faults().FirstOrDefault() is { } fault ? throw new ArgumentException($"--url {(endpoint.Url.UserInfo.Length > 0 || endpoint.Url.Query.Length > 0 ? "" : endpoint.Url + " ")}for {endpoint.Name}: {fault}") : endpoint;
}
