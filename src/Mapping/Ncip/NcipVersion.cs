namespace ResourceSharing.Mapping.Ncip;

/// <summary>A version of NCIP. Those of version 2 share one namespace.</summary>
public enum NcipVersion
{
    /// <summary>1.0 and 1.01: no namespace, <c>Scheme</c> and <c>Value</c>, <c>UniqueUserId</c>.</summary>
    V1 = 1,

    /// <summary>2.0.</summary>
    V20 = 2,

    /// <summary>2.01: more than one item in a RequestItem.</summary>
    V201 = 3,

    /// <summary>2.02: sets of items, notes.</summary>
    V202 = 4,
}

/// <summary>A set of versions, in which an element can be written.</summary>
[Flags]
internal enum NcipVersions
{
    /// <summary>None: the element is read where peers send it, though no schema has it there.</summary>
    ReadOnly = 0,

    /// <summary>1.0.</summary>
    V1 = 1,

    /// <summary>2.0.</summary>
    V20 = 2,

    /// <summary>2.01.</summary>
    V201 = 4,

    /// <summary>2.02.</summary>
    V202 = 8,

    /// <summary>2.01 and 2.02.</summary>
    From201 = V201 | V202,

    /// <summary>All of version 2.</summary>
    V2 = V20 | V201 | V202,

    /// <summary>All.</summary>
    All = V1 | V2,
}

internal static class NcipVersionsExtensions
{
    /// <summary>Whether two sets have a version in common.</summary>
    public static bool Overlaps(this NcipVersions one, NcipVersions other) => (one & other) != NcipVersions.ReadOnly;
}
