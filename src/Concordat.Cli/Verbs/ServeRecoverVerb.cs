using System.CommandLine;
using Concordat.Web;
using Concordat.Web.Features.People;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat serve recover</c>: a link for someone who has lost password and recovery code, by whoever runs the server.</summary>
internal static class ServeRecoverVerb
{
    public static Command Create(CliHost host, Option<string> data, Option<string?> postgres)
    {
        var name = new Option<string>("--name") { Description = "The sign-in name of whoever lost password and recovery code.", Required = true, HelpName = "NAME" };
        var address = new Option<string>("--address") { Description = "Where people reach the server; the link starts with it.", DefaultValueFactory = _ => "http://127.0.0.1:8642", HelpName = "URL" };
        var command = new Command("recover",
            """
            Make a link with which someone sets a new password: it works once, within an hour. The server may run meanwhile.

            Be sure who asks. The person sees on their account's page that a link was made and when it was used; the server's log says when one was used, for which account.

            Example:
              concordat serve recover --data ./letters --name ada --address https://concordat.example
            """)
        {
            name, address,
        };
        command.SetAction((parsed, cancellationToken) => Run(host, parsed.GetValue(data)!, ServeVerb.Connection(host, parsed.GetValue(postgres)), parsed.GetValue(name)!, parsed.GetValue(address)!, cancellationToken));
        return command;
    }

    private static async Task<int> Run(CliHost host, string folder, string? connection, string name, string address, CancellationToken cancellationToken)
    {
        Uri start = ServeVerb.Address("--address", address);
        (string path, DateTimeOffset until) = await RecoveryLink.Make(new ServeOptions { Folder = folder, PostgresConnection = connection, Clock = host.Clock }, name, cancellationToken)
            ?? throw new ArgumentException($"nobody signs in here as '{name}'");
        await host.Out.WriteLineAsync(new Uri(start, path).AbsoluteUri);
        await host.Error.WriteLineAsync($"concordat: whoever opens this link sets the password of {name}, once, until {until:HH:mm} UTC. Links made before for {name} no longer work.");
        return ExitCode.Met;
    }
}
