namespace FusedOptim.Packages.Tests;

/// <summary>The tests that share the packed packages. They run one after another.</summary>
[CollectionDefinition(PackedPackages.Collection)]
public sealed class PackedPackagesCollection : ICollectionFixture<PackedPackages>;
