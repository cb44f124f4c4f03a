using System.Security.Cryptography;
using Concordat.Charters.Shapes;

namespace Concordat.Charters.Experts;

/// <summary>Reads an <see cref="ExpertMap"/> from YAML, by the rules by which charters are read.</summary>
public static class ExpertMapReader
{
    private static readonly RecordShape s_clause = new(
        "a clause",
        new CharterField("id", new IdShape(), "What records call the clause.", IsRequired: true),
        new CharterField("standards", new ListShape(new IdShape(), mayBeEmpty: false), "Standards that all have to be in force."),
        new CharterField("when", new MapShape("a name of the context", new WordsShape()), "Context in which it holds."),
        new CharterField("bound-at-least", new NumberShape("a number"), "The least bound in force of the one standard."),
        new CharterField("bound-at-most", new NumberShape("a number"), "The greatest bound in force of the one standard."),
        new CharterField("expert", new TextShape("a model's folder, or an endpoint's name"), "The tuned model.", IsRequired: true),
        new CharterField("anti", new TextShape("a model's folder, or an endpoint's name"), "The same model before tuning; without it the expert is an objective of its own."),
        new CharterField("weight", new NumberShape("a number other than infinity; an α beside 'anti', a weight above 0 without it"), "How much of it.", IsRequired: true));

    private static readonly RecordShape s_map = new(
        "a map of experts",
        new CharterField("experts", new IdShape(), "The use case of the charters that it goes with.", IsRequired: true),
        new CharterField("clauses", new ListShape(s_clause, mayBeEmpty: false), "Who answers where; every clause that holds counts.", IsRequired: true));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputDataException">All its faults, each with line and column.</exception>
    public static ExpertMap Read(string file)
    {
        if (!File.Exists(file))
            throw new InputDataException(file, 0, 0, "no such file", "a map of experts: 'experts' with the use case and 'clauses'");
        if (new FileInfo(file).Length > CharterYaml.MostBytes)
            throw new InputDataException(file, 0, 0, $"more than {CharterYaml.MostBytes} bytes", "a map of experts that people can read");
        return Parse(file, File.ReadAllBytes(file));
    }

    /// <summary>Reads from memory.</summary>
    /// <param name="file">The name to give in places.</param>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="InputDataException">All its faults, each with line and column.</exception>
    public static ExpertMap Parse(string file, ReadOnlySpan<byte> bytes)
    {
        var faults = new FaultList();
        CharterNode? root = CharterYaml.Parse(file, bytes, faults);
        if (root is not null)
            s_map.Check(root, faults);
        ImmutableArray<ExpertClause> clauses = root?["clauses"] is { IsList: true } list ? [.. list.Items.Where(item => item.IsMap).Select(Clause)] : [];
        Check(clauses, faults);
        faults.ThrowIfAny();
        return new ExpertMap(root!["experts"]!.Text!.Trim(), clauses, file, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static ExpertClause Clause(CharterNode node) => new()
    {
        Id = node["id"]?.Text?.Trim() ?? "",
        Standards = node["standards"] is { IsList: true } standards ? [.. standards.Items.Select(item => item.Text?.Trim()).OfType<string>()] : [],
        When = node["when"] is { IsMap: true } when
            ? when.Entries.ToImmutableSortedDictionary(entry => entry.Key, entry => WordsShape.Read(entry.Value), StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal),
        BoundAtLeast = NumberShape.Read(node["bound-at-least"]),
        BoundAtMost = NumberShape.Read(node["bound-at-most"]),
        Expert = node["expert"]?.Text?.Trim() ?? "",
        Anti = node["anti"]?.Text?.Trim(),
        Weight = NumberShape.Read(node["weight"]) ?? 1,
        Place = node.Place,
    };

    private static void Check(ImmutableArray<ExpertClause> clauses, FaultList faults)
    {
        var seen = new Dictionary<string, SourcePlace>(StringComparer.Ordinal);
        foreach (ExpertClause clause in clauses)
        {
            if (clause.Id.Length > 0 && !seen.TryAdd(clause.Id, clause.Place))
                faults.Add(clause.Place, $"the clause {Wording.Quote(clause.Id)} again", $"each id once; the first is at {seen[clause.Id]}");
            if ((clause.BoundAtLeast ?? clause.BoundAtMost) is not null && clause.Standards.Length != 1)
                faults.Add(clause.Place, $"a bound beside {clause.Standards.Length} standards", "exactly one standard, whose bound is meant");
            if (clause.Anti is null && clause.Weight <= 0)
                faults.Add(clause.Place, FormattableString.Invariant($"the weight {clause.Weight} of an objective"), "a weight above 0; or 'anti', the model before tuning, to steer away from what tuning changed");
            if (clauses[0].Anti is null != clause.Anti is null)
                faults.Add(clause.Place, $"the clause '{clause.Id}' {(clause.Anti is null ? "without" : "with")} 'anti'", "'anti' in every clause (proxy-tuning), or in none (objectives, mixed by weights that are scaled to sum to 1)");
        }
    }
}
