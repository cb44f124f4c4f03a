using Concordat.Laboratories;
using Concordat.Models.Laboratories;

namespace Concordat.Cli.Verbs;

/// <summary>Says on standard error how many replicates of a laboratory are done.</summary>
internal static class LabProgress
{
    public static LaboratoryRun Show(CliHost host, ILaboratory laboratory, LaboratoryRequest request, CancellationToken cancellationToken) =>
        LaboratoryCatalog.Run(laboratory, request with { Progress = new Count(host, request.Replicates) }, cancellationToken);

    private sealed class Count(CliHost host, int all) : IProgress<int>
    {
        private readonly Lock _lock = new();

        public void Report(int value)
        {
            lock (_lock)
                host.Error.WriteLine($"replicate {value} of {all} is done");
        }
    }
}
