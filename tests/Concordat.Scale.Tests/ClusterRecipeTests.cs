using Concordat.Cli.Tests;

namespace Concordat.Scale.Tests;

[Collection(nameof(ClusterCollection))]
public sealed class ClusterRecipeTests(LocalCluster cluster)
{
    [ClusterFact]
    public async Task ShellBlocks_OfTheClusterRecipe_Run() =>
        PageShell.RunBlocks(Path.Combine("docs", "recipes", "cluster.md"), ("CLUSTER", (await cluster.NewDatabase()).Text));
}
