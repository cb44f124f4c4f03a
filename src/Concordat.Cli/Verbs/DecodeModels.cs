using Concordat.Models.Decoding;
using Concordat.Models.Endpoints;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;

namespace Concordat.Cli.Verbs;

/// <summary>Finds the models that a mixture names, each read once: folders are run in process, other names are those of an endpoints file.</summary>
internal sealed class DecodeModels(CliHost host, string? endpointsFile, string? tokenizer, EndpointMixtureOptions options, int threads) : IDisposable
{
    private readonly Dictionary<string, (ModelDirectory Directory, string Content)> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (EndpointDescription Endpoint, TextEndpoint Client)> _endpoints = new(StringComparer.Ordinal);
    private ImmutableArray<EndpointDescription>? _known;
    private BpeTokenizer? _tokenizer;

    /// <summary>Makes the decoder for some members, and says what records are to call them.</summary>
    /// <param name="members">The models in the mixture's order, each with its role and its template, or null for the model's own.</param>
    /// <exception cref="ArgumentException">A model is neither a folder nor an endpoint, or folders and endpoints are mixed.</exception>
    public (IMixtureDecoder Decoder, ImmutableArray<DecodingMember> Members) Decoder(ImmutableArray<(string Name, string Role, PromptTemplate? Template)> members)
    {
        var templated = members.Select(member => (member.Name, member.Role, Template: member.Template ?? (IsFolder(member.Name) ? PromptTemplate.Of(member.Name) : PromptTemplate.Raw))).ToImmutableArray();
        if (members.All(member => IsFolder(member.Name)))
        {
            return (
                new MixtureDecoder([.. templated.Select(member => new MixtureMember(member.Name, Folder(member.Name).Directory, member.Template))], threads),
                [.. templated.Select(member => new DecodingMember(member.Name, member.Role, member.Template.Name, Folder(member.Name).Content))]);
        }

        if (members.FirstOrDefault(member => IsFolder(member.Name)).Name is { } folder)
            throw new ArgumentException($"'{folder}' is a folder and '{members.First(member => !IsFolder(member.Name)).Name}' is none; expected models in process or endpoints, not both");
        if (tokenizer is not null)
            _tokenizer ??= TokenizerFile.Read(Path.Combine(tokenizer, ModelDirectory.TokenizerName));
        return (
            new EndpointMixtureDecoder([.. templated.Select(member => new EndpointMember(Endpoint(member.Name).Endpoint, Endpoint(member.Name).Client, member.Template))], _tokenizer, options, host.Clock),
            [.. templated.Select(member => new DecodingMember(member.Name, member.Role, member.Template.Name, Endpoint(member.Name).Endpoint.Model))]);
    }

    /// <summary>A model in process.</summary>
    public ModelDirectory Directory(string folder) => Folder(folder).Directory;

    /// <summary>Whether a name is that of a folder.</summary>
    public static bool IsFolder(string name) => System.IO.Directory.Exists(name);

    public void Dispose()
    {
        foreach ((_, TextEndpoint client) in _endpoints.Values)
            client.Dispose();
    }

    private (ModelDirectory Directory, string Content) Folder(string name)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(name));
        if (!_folders.TryGetValue(path, out (ModelDirectory Directory, string Content) found))
        {
            var directory = ModelDirectory.Read(name);
            _folders.Add(path, found = (directory, MixtureMember.ContentOf(directory.Model)));
        }

        return found;
    }

    private (EndpointDescription Endpoint, TextEndpoint Client) Endpoint(string name)
    {
        if (_endpoints.TryGetValue(name, out (EndpointDescription Endpoint, TextEndpoint Client) found))
            return found;
        if (endpointsFile is null)
            throw new ArgumentException($"'{name}' is no folder; expected a model's folder, or with --endpoints FILE an endpoint's name");
        _known ??= EndpointFile.Read(endpointsFile);
        EndpointDescription endpoint = _known.Value.FirstOrDefault(known => known.Name == name)
            ?? throw new ArgumentException($"'{name}' is neither a folder nor an endpoint; {endpointsFile} has: {string.Join(", ", _known.Value.Select(known => known.Name))}");
        _endpoints.Add(name, found = (endpoint, new TextEndpoint(endpoint, EndpointKey.Of(endpoint, host.Variable), host.Clock)));
        return found;
    }
}
