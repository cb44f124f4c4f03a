using Concordat.Audits.Figures;
using Concordat.Charters;

namespace Concordat.Runs;

/// <summary>What the shape of a run's JSON cannot say: that its parts fit together.</summary>
internal static class RunFaults
{
    public static ImmutableArray<InputFault> Of(Run run, string name)
    {
        var faults = ImmutableArray.CreateBuilder<InputFault>();
        void Fault(string found, string expected)
        {
            if (faults.Count < InputDataException.FaultLimit)
                faults.Add(new InputFault(name, 0, 0, found, expected));
        }

        if (run.Schema != RunJson.SchemaId)
            Fault($"schema '{run.Schema}'", $"'{RunJson.SchemaId}'");
        if (run.Charter.ConfidenceLevel is not (> 0 and < 1))
            Fault($"charter.confidenceLevel {run.Charter.ConfidenceLevel}", "a level between 0 and 1");
        var populations = run.Charter.Populations.Select(population => population.Id).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < run.Standards.Length; i++)
        {
            StandardResult result = run.Standards[i];
            string at = $"standards[{i}]";
            string id = result.Standard.Standard.Id;
            foreach (Verdict verdict in result.Verdicts)
            {
                if (verdict.StandardId != id)
                    Fault($"{at}: a verdict on standard '{verdict.StandardId}'", $"verdicts on '{id}'");
                if (verdict.PopulationId is { } population && !populations.Contains(population))
                    Fault($"{at}: a verdict for population '{population}'", "a population of the charter");
            }

            foreach (Finding finding in result.Result.Findings.Concat(result.Verdicts.Select(verdict => verdict.Finding)))
                FindingFaults(finding, at, Fault);
            foreach (Figure figure in result.Result.Figures)
                FigureFaults.Add(figure, at, Fault);
        }

        return faults.ToImmutable();
    }

    internal static void FindingFaults(Finding finding, string at, Action<string, string> fault)
    {
        string who = $"{at}: the finding '{finding.Measure}' for {finding.Group?.ToString() ?? "everyone"}";
        if (finding.Estimate is null == finding.WhyMissing is null)
            fault($"{who} with {(finding.Estimate is null ? "neither" : "both")} estimate and whyMissing", "exactly one of the two");
        if (finding.Estimate is { } estimate && !(estimate.Lower <= estimate.Upper))
            fault($"{who} with an interval from {estimate.Lower} to {estimate.Upper}", "a lower end that is not above the upper one");
    }
}
