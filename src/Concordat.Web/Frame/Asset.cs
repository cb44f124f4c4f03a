using System.Reflection;
using System.Security.Cryptography;
using Concordat.Web.Access;

namespace Concordat.Web.Frame;

/// <summary>The few files that pages load: style, modules, the mark. They come from the program itself, under addresses that hold their hash.</summary>
internal static class Asset
{
    private const string Prefix = "assets/";

    private static readonly ImmutableDictionary<string, (string Type, byte[] Bytes, string Hash)> s_files = Load();

    public static string Address(string name) => $"/assets/{name}?v={s_files[name].Hash}";

    public static void Map(IEndpointRouteBuilder routes) => routes.Get("/assets/{name}", AccessRule.Anyone, (string name, HttpContext context) =>
    {
        if (!s_files.TryGetValue(name, out (string Type, byte[] Bytes, string Hash) file))
            return Results.NotFound();
        context.Response.Headers.CacheControl = context.Request.Query["v"] == file.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(file.Bytes, file.Type);
    });

    private static ImmutableDictionary<string, (string Type, byte[] Bytes, string Hash)> Load()
    {
        Assembly home = typeof(Asset).Assembly;
        return home.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToImmutableDictionary(name => name[Prefix.Length..], name =>
        {
            using Stream stream = home.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return (TypeOf(name), bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
        }, StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new InvalidOperationException($"no type is known for assets that end in '{other}'"),
    };
}
