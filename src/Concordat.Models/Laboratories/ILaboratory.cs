using Concordat.Laboratories;

namespace Concordat.Models.Laboratories;

/// <summary>An experiment with a planted truth that runs in process and is reported like an audit.</summary>
public interface ILaboratory
{
    LaboratoryDescription Description { get; }

    /// <summary>Replicates where nobody states a number.</summary>
    int DefaultReplicates(LaboratoryScale scale);

    /// <summary>Runs all replicates.</summary>
    /// <remarks>Randomness: replicate k has the seed <see cref="LaboratoryRequest.SeedOf"/>; the same request gives the same outcome on any number of threads.</remarks>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    LaboratoryOutcome Run(LaboratoryRequest request, CancellationToken cancellationToken);
}
