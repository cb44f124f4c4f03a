namespace Concordat.Scale.Tests;

/// <summary>One cluster for all tests that need one; each test has a database of its own.</summary>
[CollectionDefinition(nameof(ClusterCollection))]
public sealed class ClusterCollection : ICollectionFixture<LocalCluster>;
