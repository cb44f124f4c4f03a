using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Web.Persistence;

/// <summary>Brings a store forward to this program's schema, step by step, in one transaction.</summary>
internal static class Migrations
{
    private const string Prefix = "migrations/";

    /// <summary>Every step, in order.</summary>
    public static ImmutableArray<Migration> Known { get; } = Load();

    /// <summary>Runs the steps that the store has not seen, up to and including one.</summary>
    /// <exception cref="InvalidOperationException">The store comes from a later program, or a step that ran there reads otherwise here.</exception>
    public static Task Run(Database database, TimeProvider clock, CancellationToken cancellationToken, long upTo = long.MaxValue) => database.Write(async session =>
    {
        await database.LockSchema(session);
        await session.Execute(In(database, "CREATE TABLE IF NOT EXISTS schema_steps (number ${int} PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, at ${int} NOT NULL)${strict}"));
        ImmutableArray<(long Number, string Name, string Sha256)> done = await session.All<(long, string, string)>("SELECT number, name, sha256 FROM schema_steps ORDER BY number");
        foreach ((long number, string name, string sha256) in done)
        {
            if (number > Known.Length)
                throw new InvalidOperationException($"The store is at step {number} ({name}); this program knows {Known.Length}. Use the later program.");
            if (Known[(int)number - 1].Sha256 != sha256)
                throw new InvalidOperationException($"Step {number} ({name}) ran on this store with another text than this program has.");
        }

        foreach (Migration step in Known.Where(step => step.Number > done.Length && step.Number <= upTo))
        {
            await session.Execute(In(database, step.Text));
            await session.Execute("INSERT INTO schema_steps (number, name, sha256, at) VALUES (@Number, @Name, @Sha256, @At)", new { step.Number, step.Name, step.Sha256, At = Moment.Of(clock) });
        }
    }, cancellationToken);

    private static string In(Database database, string text)
    {
        foreach ((string word, string type) in database.Words)
            text = text.Replace($"${{{word}}}", type, StringComparison.Ordinal);
        return text;
    }

    private static ImmutableArray<Migration> Load()
    {
        Assembly home = typeof(Migrations).Assembly;
        var steps = ImmutableArray.CreateBuilder<Migration>();
        foreach (string resource in home.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(home.GetManifestResourceStream(resource)!, Encoding.UTF8);
            string text = reader.ReadToEnd();
            string[] name = resource[Prefix.Length..^".sql".Length].Split('-', 2);
            long number = long.Parse(name[0], CultureInfo.InvariantCulture);
            if (number != steps.Count + 1)
                throw new InvalidOperationException($"{resource} follows step {steps.Count}; the numbers have no gaps.");
            steps.Add(new Migration(number, name[1], text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))));
        }

        return steps.ToImmutable();
    }
}
