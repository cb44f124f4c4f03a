using System.Globalization;

namespace Concordat.Charters.Experts;

/// <summary>A declared mapping from what holds in a context to the experts that answer there.</summary>
/// <param name="CharterId">The use case whose charters it goes with.</param>
/// <param name="Clauses">The clauses; every one that holds brings its expert in.</param>
/// <param name="File">The file as the caller named it.</param>
/// <param name="Sha256">SHA-256 of the file's bytes, in lower-case hexadecimal.</param>
public sealed record ExpertMap(string CharterId, ImmutableArray<ExpertClause> Clauses, string File, string Sha256)
{
    /// <summary>Name of the context's entry that the charter's role fills where the context has none.</summary>
    public const string Role = "role";

    /// <summary>Looks for what can never hold: another use case, standards that no charter knows.</summary>
    /// <exception cref="InputDataException">All of them, with their places.</exception>
    public void Check(ImmutableArray<Charter> charters)
    {
        var faults = new FaultList();
        if (charters.FirstOrDefault(charter => charter.Id != CharterId) is { } other)
            faults.Add(new SourcePlace(File, 1, 1), $"a map for {Wording.Quote(CharterId)}", $"{Wording.Quote(other.Id)}, the use case of {other.File}");
        string[] known = [.. charters.SelectMany(charter => charter.Standards).Select(standard => standard.Id).Distinct(StringComparer.Ordinal)];
        foreach (ExpertClause clause in Clauses)
        {
            foreach (string standard in clause.Standards.Where(standard => !known.Contains(standard)))
                faults.Add(clause.Place, $"the clause '{clause.Id}' with the standard {Wording.Quote(standard)}", $"a standard of the charters: {Wording.Or(known)}{Wording.DidYouMean(standard, known)}");
        }

        faults.ThrowIfAny();
    }

    /// <summary>The experts of the context for which a charter was composed.</summary>
    public ExpertChoice Choose(EffectiveCharter charter)
    {
        ImmutableSortedDictionary<string, string> context = charter.Context.ContainsKey(Role) ? charter.Context : charter.Context.SetItem(Role, charter.Role);
        ImmutableArray<StandardInForce> standards =
        [
            .. charter.Standards.Where(standard => standard.Standard.When.All(pair => context.TryGetValue(pair.Key, out string? value) && pair.Value.Contains(value)))
                .Select(standard => new StandardInForce(standard.Standard.Id, standard.Standard.Bound, standard.Origins[^1].Level, standard.Origins[^1].Owner, standard.Origins[^1].Place)),
        ];
        return new ExpertChoice(
            charter.Id, charter.Version, charter.ContentHash, Sha256, context, standards,
            [.. from clause in Clauses let reasons = Reasons(clause, context, standards) where reasons is not null select new ChosenExpert(clause.Id, clause.Place, clause.Expert, clause.Anti, clause.Weight, reasons.Value)]);
    }

    private static ImmutableArray<string>? Reasons(ExpertClause clause, ImmutableSortedDictionary<string, string> context, ImmutableArray<StandardInForce> standards)
    {
        var reasons = ImmutableArray.CreateBuilder<string>();
        foreach (string id in clause.Standards)
        {
            if (standards.FirstOrDefault(standard => standard.Id == id) is not { } standard || standard.Bound < clause.BoundAtLeast || standard.Bound > clause.BoundAtMost)
                return null;
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"standard {id} is in force with the bound {standard.Bound}, set on {Wording.Of(standard.Level)} level at {standard.Place}"));
        }

        foreach ((string name, ImmutableArray<string> accepted) in clause.When)
        {
            if (!context.TryGetValue(name, out string? value) || !accepted.Contains(value))
                return null;
            reasons.Add($"{name} is {value}");
        }

        if (reasons.Count == 0)
            reasons.Add("the clause holds everywhere");
        return reasons.ToImmutable();
    }
}
