namespace ResourceSharing.Tests.Network;

/// <summary>Tests that start the real program: one at a time and after all others, because they measure time and two
/// cores are soon busy.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessCollection
{
    public const string Name = "The real program";
}
