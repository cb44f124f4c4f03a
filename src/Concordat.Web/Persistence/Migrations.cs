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
            if (Known.FirstOrDefault(step => step.Number == number) is not { } known)
                throw new InvalidOperationException($"The store is at step {number} ({name}), which this program does not know; its last is {Known[^1].Number}. Use the later program.");
            if (known.Sha256 != sha256)
                throw new InvalidOperationException($"Step {number} ({name}) ran on this store with another text than this program has.");
        }

        foreach (Migration step in Known.Where(step => step.Number <= upTo && !done.Any(ran => ran.Number == step.Number)))
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
            // Features number their steps in ranges of their own, so that two of them can grow at once: gaps are allowed, a number twice is not.
            if (steps.Count > 0 && number <= steps[^1].Number)
                throw new InvalidOperationException($"{resource} follows step {steps[^1].Number}; each number stands once.");
            steps.Add(new Migration(number, name[1], text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))));
        }

        return steps.ToImmutable();
    }
}
