using Concordat.Web.Features.People;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concordat.Web.Tests;

/// <summary>A real server on a free port of loopback, with a store of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string? _ownFolder;

    private TestServer(WebApplication app, string? ownFolder) => (_app, _ownFolder) = (app, ownFolder);

    /// <summary>http://localhost and the port: by name, since passkeys are bound to one.</summary>
    public Uri Address => new(_app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    public Database Database => _app.Services.GetRequiredService<Database>();

    public IServiceProvider Parts => _app.Services;

    public WebApplication App => _app;

    public static async Task<TestServer> Start(
        Store store = Store.Sqlite, TimeProvider? clock = null, Action<ILoggingBuilder>? log = null, Func<ServeOptions, ServeOptions>? change = null, string? folder = null)
    {
        string own = folder ?? Directory.CreateTempSubdirectory("concordat-web-").FullName;
        var options = new ServeOptions
        {
            Folder = own,
            PostgresConnection = store == Store.Postgres ? PostgresServer.NewDatabase() : null,
            Address = "http://127.0.0.1:0",
            Clock = clock ?? TimeProvider.System,
            RequestsPerTenSeconds = 100_000,
            AttemptsPerMinute = 100_000,
            ApiCallsPerMinute = 100_000,
            PasswordRounds = 1_000,
            RefusalTakes = TimeSpan.Zero,
        };
        WebApplication app = await WebServer.Build(change?.Invoke(options) ?? options, CancellationToken.None, log ?? (logging => logging.ClearProviders()));
        await app.StartAsync();
        return new TestServer(app, folder is null ? own : null);
    }

    /// <summary>A visitor with a cookie jar of their own.</summary>
    public Visitor NewVisitor() => new(Address);

    /// <summary>Someone who may open use cases, signed in.</summary>
    public async Task<Visitor> NewSteward(string name = "steward")
    {
        Visitor visitor = NewVisitor();
        string token = await FirstSteward.Token(Database, TimeProvider.System, CancellationToken.None) ?? throw new InvalidOperationException("there is a steward already");
        await visitor.Send("/first-steward", "/first-steward", ("token", token), ("name", name), ("password", Visitor.Password));
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_ownFolder is not null)
            Directory.Delete(_ownFolder, recursive: true);
    }

}
