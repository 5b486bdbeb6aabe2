namespace ResourceSharing.Adapters.RapidIll;

/// <summary>Limits of the pod's endpoint. Source: reliability reference B6, B7.</summary>
internal static class RapidPodLimits
{
    /// <summary>For the body of one call; an honest one has 2 kB.</summary>
    public static readonly TimeSpan Body = TimeSpan.FromSeconds(30);

    /// <summary>For the answer; then the caller is told to send it again.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(60);

    /// <summary>In which calls are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Octets that are kept of a call that cannot be read.</summary>
    public const int KeptOctets = 64 * 1024;

    /// <summary>Calls from one address in a minute: a consortium behind one proxy makes a few hundred.</summary>
    public const int CallsPerAddress = 12_000;

    /// <summary>Failed sign-ins for one account from one address in a minute; after them even the right password is not
    /// looked at.</summary>
    public const int FailuresPerAccount = 10;

    /// <summary>Calls of nobody that is known, kept in the journal from one address in a minute.</summary>
    public const int StrangersKept = 30;

    /// <summary>Entries of a queue in one answer: with their histories 3 MB, of which a client reads 4.</summary>
    public const int Entries = 1000;
}
