using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// What a kind of program means by NCIP, and what it wants to hear: a closed set, chosen by name in a partner's file. A
/// program may be a client (ILLiad, Relais, Navigator ask us) or a server (Alma, Koha are asked by us); what does not
/// concern it keeps the value of <see cref="Generic"/>. Immutable, without state.
/// </summary>
public abstract class NcipDialect
{
    private protected NcipDialect()
    {
    }

    /// <summary>All dialects.</summary>
    public static IReadOnlyList<NcipDialect> All { get; } =
    [
        new GenericDialect(), new IlliadDialect(), new RelaisDialect(), new NavigatorDialect(), new WorldshareDialect(),
        new InnReachDialect(), new AlmaDialect(), new KohaDialect(),
    ];

    /// <summary>The dialect of whom nothing is known.</summary>
    public static NcipDialect Generic => All[0];

    /// <summary>The name in a partner's file: <c>illiad</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it means by values of its own.</summary>
    public virtual NcipAliases Aliases => NcipAliases.Known;

    /// <summary>The version of messages that we send it, where its file says nothing else.</summary>
    public virtual NcipVersion Version => NcipVersion.V202;

    /// <summary>How messages of version 2 that we send it are written.</summary>
    public virtual NcipStyle Style => NcipStyle.DefaultNamespace;

    /// <summary>Whether a problem of version 2 has the scheme of its type; version 1 always has it.</summary>
    public virtual bool HasProblemScheme => false;

    /// <summary>Whether the user of a message is the one in UserOptionalFields, even where there is a UserId.</summary>
    public virtual bool PrefersVisibleUser => false;

    /// <summary>Whether a return that is named by its request is a success also where nothing is lent: it may come
    /// twice, or after the library's staff did it.</summary>
    public virtual bool ReturnsByRequestAlways => false;

    /// <summary>Whether the answer to a return says what is to be done with the item, and for whom it was lent.</summary>
    public virtual bool WantsRouting => false;

    /// <summary>Whether any answer to a notification will do. It is told of refusals that may pass, of no others: it
    /// cannot do anything about them.</summary>
    public virtual bool IgnoresAnswersToNotices => false;

    /// <summary>Whether patrons are told with a privilege STATUS, which is OK or BLOCKED.</summary>
    public virtual bool WantsPatronStatus => false;

    /// <summary>Whether a lookup that we send it has to name everything that may be told, since it tells nothing
    /// otherwise or refuses an empty list.</summary>
    public virtual bool NeedsFullElementTypes => false;

    /// <summary>Whether an AcceptItem has the lending library as publisher and the number of pieces as date of
    /// publication.</summary>
    public virtual bool MisplacesLender => false;

    /// <summary>What it calls a number to sign in with that proves the patron.</summary>
    public virtual string PinType => NcipValues.Pin;

    /// <summary>The status by which it tells that a renewal is not decided yet.</summary>
    public virtual string RenewalPending => NcipValues.RenewStillPending;

    /// <summary>Problems with which it answers a return that was done before.</summary>
    public virtual IReadOnlyList<string> ReturnedAlready { get; } =
        [NcipProblemTypes.ItemNotCheckedOut, "9022", "Not On Loan", NcipProblemTypes.UnknownItem];

    /// <summary>Problems with which it answers an AcceptItem that was done before.</summary>
    public virtual IReadOnlyList<string> AcceptedAlready { get; } = ["Duplicate Item"];

    /// <summary>Whether a number stands for a library, which borrows for patrons that are not told.</summary>
    /// <param name="id">The number.</param>
    /// <returns>True if it does.</returns>
    public virtual bool IsInstitution(PatronId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Value.StartsWith("INST-", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The dialect of a name.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>The dialect; null where there is none.</returns>
    public static NcipDialect? Named(string name) =>
        All.FirstOrDefault(dialect => dialect.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The form of the messages that we send it.</summary>
    /// <param name="version">Which version; null for its own.</param>
    /// <returns>The form.</returns>
    public NcipForm Initiating(NcipVersion? version = null) => NcipForm.Initiating(version ?? Version, Style);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
