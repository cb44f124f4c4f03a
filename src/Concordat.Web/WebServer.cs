using System.Security.Claims;
using System.Threading.RateLimiting;
using Concordat.Web.Access;
using Concordat.Web.Api;
using Concordat.Web.Features;
using Concordat.Web.Features.Desk;
using Concordat.Web.Features.People;
using Concordat.Web.Features.Workshop;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;

namespace Concordat.Web;

/// <summary>The web app: built from its options, brought to its schema, started.</summary>
public static class WebServer
{
    private const int LargestForm = 256 * 1024;

    /// <summary>Opens the store, brings it forward and builds the app; it listens once it is started.</summary>
    /// <exception cref="InvalidOperationException">The store comes from a later program, or an endpoint has no access rule.</exception>
    public static async Task<WebApplication> Build(ServeOptions options, CancellationToken cancellationToken, Action<ILoggingBuilder>? log = null)
    {
        MakeFolder(options.Folder);
        Database database = OpenStore(options, mayBeNew: true);
        await Migrations.Run(database, options.Clock, cancellationToken);

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        // A variable or a file beside the program could ask for logs that repeat addresses, or for pages that show faults: there are no settings but the options.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseUrls(options.Address);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestForm;
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        log?.Invoke(builder.Logging);
        // Addresses carry tokens of invitations: nothing that repeats them is logged, whatever else is asked for.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None).AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        AddParts(builder.Services, options, database);

        WebApplication app = builder.Build();
        if (!options.TrustedProxies.IsEmpty)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (System.Net.IPAddress proxy in options.TrustedProxies)
                forwarded.KnownProxies.Add(proxy);
            app.UseForwardedHeaders(forwarded);
        }

        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // What a request itself made impossible (too large, cut off, no form) is no fault of ours.
            StatusCodeSelector = exception => exception switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                InvalidDataException => StatusCodes.Status400BadRequest,
                _ when database.IsUnstorable(exception) => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status500InternalServerError,
            },
            ExceptionHandler = context => FaultPage.Write(context, context.Response.StatusCode),
        });
        app.UseStatusCodePages(status => FaultPage.Write(status.HttpContext, status.HttpContext.Response.StatusCode));
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<Gate>();
        app.UseMiddleware<ForgeryGuard>();
        app.Get("/health", AccessRule.Anyone, async (CancellationToken asked) => await database.Read(session => session.Count("SELECT 1"), asked) == 1 ? Results.Text("ok") : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        FeatureList.Map(app);
        RefuseWithoutRule(app);
        return app;
    }

    /// <summary>The store that the options name.</summary>
    /// <exception cref="ArgumentException">It may not be new, and there is none.</exception>
    internal static Database OpenStore(ServeOptions options, bool mayBeNew)
    {
        if (options.PostgresConnection is { } connection)
            return new PostgresDatabase(connection);
        string file = Path.Combine(options.Folder, "concordat.sqlite");
        return mayBeNew || File.Exists(file) ? new SqliteDatabase(MakeFile(file)) : throw new ArgumentException($"there is no store in {Path.GetFullPath(options.Folder)}; name the folder that the server was started with");
    }

    private static void AddParts(IServiceCollection parts, ServeOptions options, Database database)
    {
        parts.AddSingleton(options);
        parts.AddSingleton(options.Clock);
        parts.AddSingleton(_ => database);
        parts.AddProblemDetails();
        // A number is a number: in what is read, and so in what the API's description says of it.
        parts.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict);
        parts.AddOpenApi("v1", document =>
        {
            document.OpenApiVersion = Microsoft.OpenApi.OpenApiSpecVersion.OpenApi3_1;
            document.ShouldInclude = endpoint => endpoint.ActionDescriptor.EndpointMetadata.OfType<ApiRule>().Any();
            ApiDocument.Complete(document);
        });
        parts.AddSingleton<LiveStreams>();
        parts.AddSingleton<OpinionPictures>();
        parts.AddSingleton<DeskWatch>();
        parts.AddSingleton<AuditWorker>();
        parts.AddHostedService(all => all.GetRequiredService<AuditWorker>());
        parts.AddRazorComponents();
        parts.AddHttpContextAccessor();
        parts.AddDataProtection().SetApplicationName("concordat").PersistKeysToFileSystem(MakeFolder(Path.Combine(options.Folder, "keys")));
        parts.AddAntiforgery(forgery =>
        {
            forgery.Cookie.Name = "concordat-form";
            forgery.Cookie.SameSite = SameSiteMode.Strict;
            forgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            forgery.HeaderName = "X-Concordat-Form";
            forgery.FormFieldName = "form-token";
        });
        parts.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        parts.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "concordat";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
            cookie.SlidingExpiration = true;
            cookie.Events.OnSigningIn = context =>
            {
                context.Principal?.Identities.First().AddClaim(new Claim(Gate.SessionClaim, Chance.Id()));
                return Task.CompletedTask;
            };
        });
        // The gate compares the stamp on every request; the framework's own check would issue a new cookie each time.
        parts.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromDays(365));
        parts.AddScoped<IUserStore<Person>, PersonStore>();
        parts.AddScoped<RecoveryFeature>();
        parts.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = options.PasswordRounds);
        parts.AddIdentityCore<Person>(identity =>
        {
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            identity.User.AllowedUserNameCharacters = "";
            identity.Password.RequiredLength = SignInName.ShortestPassword;
            identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
            identity.Lockout.MaxFailedAccessAttempts = 8;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
        }).AddSignInManager();
        parts.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetFixedWindowLimiter(
                context.User.Identity?.Name is { } name ? "person " + name : "address " + Sender.Of(context),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = options.RequestsPerTenSeconds, Window = TimeSpan.FromSeconds(10) }));
            limits.AddPolicy(Attempts, context => RateLimitPartition.GetFixedWindowLimiter(
                Sender.Of(context),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = options.AttemptsPerMinute, Window = TimeSpan.FromMinutes(1) }));
            limits.AddPolicy(ApiCalls, context => RateLimitPartition.GetFixedWindowLimiter(
                Sender.Of(context),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = options.ApiCallsPerMinute, Window = TimeSpan.FromMinutes(1) }));
            // An endpoint is slow and may cost money.
            limits.AddPolicy(Drafts, context => RateLimitPartition.GetFixedWindowLimiter(
                context.User.Identity?.Name ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = options.DraftsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    /// <summary>The rate limit of drafts that a model is asked for.</summary>
    internal const string Drafts = "drafts";

    /// <summary>The rate limit of what could be guessed: passwords and tokens.</summary>
    internal const string Attempts = "attempts";

    /// <summary>The rate limit of the API.</summary>
    internal const string ApiCalls = "api";

    // Whoever reads the keys can sign in as anyone: a folder that we make is its owner's alone.
    private static DirectoryInfo MakeFolder(string folder) => OperatingSystem.IsWindows() || Directory.Exists(folder)
        ? Directory.CreateDirectory(folder)
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    // A folder that was there already may be open to others on the machine: what people gave is not.
    private static string MakeFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
        return path;
    }

    private static void RefuseWithoutRule(WebApplication app)
    {
        ImmutableArray<string> open = Endpoints.WithoutRule(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints));
        if (!open.IsEmpty)
            throw new InvalidOperationException($"These endpoints say nowhere who may call them: {string.Join("; ", open)}");
    }
}
