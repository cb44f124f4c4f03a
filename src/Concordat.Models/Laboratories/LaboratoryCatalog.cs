using Concordat.Laboratories;
using Concordat.Models.Laboratories.Composition;
using Concordat.Models.Laboratories.Curation;
using Concordat.Models.Laboratories.Partner;
using Concordat.Models.Laboratories.Proxy;
using Concordat.Models.Laboratories.Sdpo;
using Concordat.Models.Laboratories.SingleReward;

namespace Concordat.Models.Laboratories;

/// <summary>The one explicit list of laboratories; the verb, the contract tests and the page of methods read it.</summary>
public static class LaboratoryCatalog
{
    public static ImmutableArray<ILaboratory> All { get; } =
    [
        new ProxyLaboratory(),
        new CurationLaboratory(),
        new CompositionLaboratory(),
        new SingleRewardLaboratory(),
        new SdpoLaboratory(),
        new PartnerLaboratory(),
    ];

    /// <summary>The laboratory of that id, or null.</summary>
    public static ILaboratory? Find(string id) => All.FirstOrDefault(laboratory => laboratory.Description.Id == id);

    /// <summary>Runs a laboratory and keeps all that its report needs.</summary>
    /// <exception cref="ArgumentException">The request does not fit; the message names the option, its value and its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static LaboratoryRun Run(ILaboratory laboratory, LaboratoryRequest request, CancellationToken cancellationToken)
    {
        request.Validate();
        return new LaboratoryRun
        {
            ConcordatVersion = ConcordatInfo.Version,
            Laboratory = laboratory.Description,
            Scale = request.Scale,
            Seed = request.Seed,
            Replicates = request.Replicates,
            ConfidenceLevel = request.ConfidenceLevel,
            Outcome = laboratory.Run(request, cancellationToken),
        };
    }
}
