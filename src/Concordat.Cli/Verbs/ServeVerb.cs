using System.CommandLine;
using System.Net;
using Concordat.Web;
using Concordat.Web.Features.People;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat serve</c>: starts the web app in which people agree on charters and give their judgements.</summary>
internal static class ServeVerb
{
    public static Command Create(CliHost host)
    {
        var data = new Option<string>("--data") { Description = "Folder for the store and for the keys that protect sign-ins; made where it does not exist. Replicas share it.", DefaultValueFactory = _ => "concordat-data", Recursive = true };
        var postgres = new Option<string?>("--postgres") { Description = "Name of the environment variable that says how to reach PostgreSQL (Host=…;Database=…;Username=…;Password=…). Without it, SQLite in the folder.", Recursive = true };
        var listen = new Option<string>("--listen") { Description = "Address to listen on. Put a proxy with TLS in front of anything but this machine.", DefaultValueFactory = _ => "http://127.0.0.1:8642" };
        var proxy = new Option<string[]>("--proxy") { Description = "IP address of a proxy in front; what it says of a visitor's address and of TLS is believed. May be given several times.", AllowMultipleArgumentsPerToken = true };
        var draft = new Option<string?>("--draft-with") { Description = "Name of a chat endpoint that may word answers to inquiries and draft standards and wordings when a steward asks for it; what it writes is marked and counts for nothing.", HelpName = "NAME" };
        var endpoints = new Option<string>("--endpoints") { Description = "The file that describes endpoints, for --draft-with.", DefaultValueFactory = _ => "endpoints.yaml", HelpName = "FILE" };
        var command = new Command("serve",
            """
            Start the web app: people, invitations, the charter workshop, cases, claims, the record.

            On an empty store it prints a token once; whoever opens the address beside it becomes the first steward.

            Examples:
              concordat serve --data ./letters
              concordat serve recover --data ./letters --name ada
              CONCORDAT_DB='Host=db;Database=concordat;Username=concordat' concordat serve --data /shared/keys --postgres CONCORDAT_DB --listen http://0.0.0.0:8642
            """)
        {
            data, postgres, listen, proxy, draft, endpoints,
            ServeRecoverVerb.Create(host, data, postgres),
        };
        command.SetAction((parsed, cancellationToken) => Run(host, parsed.GetValue(data)!, parsed.GetValue(postgres), parsed.GetValue(listen)!, parsed.GetValue(proxy) ?? [], DraftModel.Of(host, parsed.GetValue(draft), parsed.GetValue(endpoints)!), cancellationToken));
        return command;
    }

    private static async Task<int> Run(CliHost host, string folder, string? variable, string listen, string[] proxies, DraftModel? drafter, CancellationToken cancellationToken)
    {
        Address("--listen", listen);
        ImmutableArray<IPAddress> trusted = [.. proxies.Select(proxy => IPAddress.TryParse(proxy, out IPAddress? known) ? known : throw new ArgumentException($"--proxy is '{proxy}'; it must be an IP address"))];
        string? connection = Connection(host, variable);
        await using WebApplication app = await WebServer.Build(new ServeOptions { Folder = folder, PostgresConnection = connection, Address = listen, TrustedProxies = trusted, Clock = host.Clock, Drafter = drafter?.Inquiries, CharterDrafter = drafter?.Charters }, cancellationToken);
        await app.StartAsync(cancellationToken);
        string at = app.Urls.First();
        await host.Error.WriteLineAsync($"concordat: serving {at} from {(connection is null ? Path.GetFullPath(folder) : "PostgreSQL")}; Ctrl+C stops it.");
        if (await FirstSteward.Token(app.Services.GetRequiredService<Database>(), host.Clock, cancellationToken) is { } token)
            await host.Error.WriteLineAsync($"concordat: nobody is steward yet. Within a day, open {at}/first-steward with this token, which works once: {token}");
        try
        {
            await app.WaitForShutdownAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: that is how serving ends.
        }

        return ExitCode.Met;
    }

    /// <summary>How to reach PostgreSQL, from the variable that is named; null where none is.</summary>
    /// <exception cref="ArgumentException">The variable is not set.</exception>
    internal static string? Connection(CliHost host, string? variable) =>
        variable is null ? null : host.Variable(variable) ?? throw new ArgumentException($"the environment variable {variable}, named by --postgres, is not set");

    /// <summary>A web address, from an option.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal static Uri Address(string option, string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
        ? address
        : throw new ArgumentException($"{option} is '{text}'; it must be an address such as http://127.0.0.1:8642");
}
