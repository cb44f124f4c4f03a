using Concordat.Audits;
using Concordat.Audits.Figures;
using Concordat.Runs;

namespace Concordat.Laboratories;

/// <summary>What the shape of the JSON cannot say: that its parts fit together.</summary>
internal static class LaboratoryFaults
{
    public static ImmutableArray<InputFault> Of(LaboratoryRun run, string name)
    {
        var faults = ImmutableArray.CreateBuilder<InputFault>();
        void Fault(string found, string expected)
        {
            if (faults.Count < InputDataException.FaultLimit)
                faults.Add(new InputFault(name, 0, 0, found, expected));
        }

        if (run.Schema != LaboratoryJson.SchemaId)
            Fault($"schema '{run.Schema}'", $"'{LaboratoryJson.SchemaId}'");
        if (run.ConfidenceLevel is not (> 0 and < 1))
            Fault($"confidenceLevel {run.ConfidenceLevel}", "a level between 0 and 1");
        if (run.Replicates < 2)
            Fault($"replicates {run.Replicates}", "at least 2");
        AuditResult result = run.Outcome.Result;
        if (result.Audit != run.Laboratory.Id)
            Fault($"a result of '{result.Audit}'", $"one of '{run.Laboratory.Id}'");
        var measures = run.Laboratory.Measures.Select(measure => measure.Id).ToHashSet(StringComparer.Ordinal);
        foreach (Finding finding in result.Findings)
        {
            if (!measures.Contains(finding.Measure))
                Fault($"a finding of '{finding.Measure}'", "a measure of the laboratory");
            RunFaults.FindingFaults(finding, "outcome.result", Fault);
        }

        foreach (PlantedValue planted in run.Outcome.PlantedValues.Where(planted => !(planted.Found.Lower <= planted.Found.Upper)))
            Fault($"'{planted.What}' with an interval from {planted.Found.Lower} to {planted.Found.Upper}", "a lower end that is not above the upper one");
        foreach (Figure figure in result.Figures)
            FigureFaults.Add(figure, "outcome.result", Fault);
        return faults.ToImmutable();
    }
}
