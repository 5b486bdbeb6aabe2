namespace ResourceSharing.Gateway.Storage;

/// <summary>The limits of every engine, each with its reason.</summary>
public static class StoreLimits
{
    /// <summary>Rows on one page of a list: what a screen or an API client can use, and what is read into
    /// memory.</summary>
    public const int PageRows = 200;

    /// <summary>Units of work that wait for the writer. At the speed of a slow disk (some 1,000 units a
    /// second) this is four seconds of work: whoever comes later is better told to come again.</summary>
    public const int WaitingUnits = 4096;

    /// <summary>Units of work that one commit takes although they come only while it runs. Without an end to this,
    /// all connections that send one message after the other would be in one commit, and would all read their next
    /// messages while the writer has nothing to do.</summary>
    public const int UnitsThatCatchUp = 64;

    /// <summary>Units of work in one commit: beyond this the cost of the sync no longer matters, while the
    /// first unit would wait for the last one.</summary>
    public const int UnitsPerCommit = 256;

    /// <summary>Octets that one commit may gather before it is closed: keeps large messages from piling up in
    /// the log.</summary>
    public const int OctetsPerCommit = 8 * 1024 * 1024;

    /// <summary>Octets of one message or reply. Listeners accept far less; this one guards the store
    /// itself.</summary>
    public const int MessageOctets = 32 * 1024 * 1024;

    /// <summary>Characters of a message identity: the longest that any protocol builds is a few
    /// hundred.</summary>
    public const int IdentityChars = 4096;

    /// <summary>Octets of one request's state: 10 suppliers and 100 long notes stay far below.</summary>
    public const int StateOctets = 4 * 1024 * 1024;

    /// <summary>Octets of one record of circulation: the longest patron that an import takes stays below.</summary>
    public const int CirculationOctets = 256 * 1024;

    /// <summary>Lines of history that are read for one request, the newest ones: a partner that queries every
    /// minute makes 10,000 in a week, and nobody reads further.</summary>
    public const int HistoryLines = 10_000;

    /// <summary>Faults that a check lists before it stops: who has a thousand needs the backup, not the
    /// list.</summary>
    public const int ListedFaults = 1000;

    /// <summary>Checks a length against its limit.</summary>
    /// <exception cref="StoreLimitException">It is longer.</exception>
    internal static void Require(int length, int limit, string what)
    {
        if (length > limit)
        {
            throw new StoreLimitException($"A {what} of {length} is longer than the store takes ({limit}).");
        }
    }
}
