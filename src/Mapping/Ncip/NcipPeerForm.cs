using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>How a peer writes whole requests in NCIP. Source: ncip reference 2.5 and 2.6.</summary>
public enum NcipPeerDialect
{
    /// <summary>The words of the standard lists.</summary>
    Generic = 1,

    /// <summary>Alma: the system <c>ALMA_NCIP_ILL</c>, agencies as <c>INSTITUTION||LIBRARY</c>, notes in Ext/ItemNote.</summary>
    AlmaP2p,

    /// <summary>The Norwegian profile: agencies as ISIL, numbers as <c>ISIL:NUMBER</c>, the role in Ext/NoticeContent.</summary>
    Nncipp,
}

/// <summary>How one peer writes, and what it may be told.</summary>
public sealed record NcipPeerForm
{
    /// <summary>What separates institution and library in Alma's agencies.</summary>
    private const string LibrarySeparator = "||";

    /// <summary>The dialect.</summary>
    public NcipPeerDialect Dialect { get; init; } = NcipPeerDialect.Generic;

    /// <summary>The agencies of libraries. A library that is not in it has its symbol as its agency, as it is
    /// written.</summary>
    public IReadOnlyDictionary<Symbol, string> Agencies { get; init; } = new Dictionary<Symbol, string>();

    /// <summary>UserIdentifierType of patrons; none is written when null.</summary>
    public string? UserIdType { get; init; }

    /// <summary>The patron may be told to this peer.</summary>
    public bool SendPatron { get; init; }

    /// <summary>ApplicationProfileType of what we send; null for none.</summary>
    public string? ApplicationProfileType { get; init; }

    /// <summary>FromSystemId where it is not the constant of the dialect; null for that one.</summary>
    public string? FromSystemId { get; init; }

    /// <summary>FromSystemId of what we send.</summary>
    internal NcipCode? SystemId => (FromSystemId, Dialect) switch
    {
        ({ } own, _) => new NcipCode(own),
        (_, NcipPeerDialect.AlmaP2p) => new NcipCode(NcipPeerWords.AlmaSystem),
        _ => null,
    };

    /// <summary>The agency of a library.</summary>
    internal string AgencyOf(Symbol symbol) => Agencies.TryGetValue(symbol, out var agency) ? agency : symbol.Text;

    /// <summary>The library of an agency; null where the agency cannot be a symbol.</summary>
    internal Symbol? SymbolOf(string? agency)
    {
        var plain = agency is null ? "" : NcipCode.Plain(agency);
        foreach (var (symbol, known) in Agencies)
        {
            if (string.Equals(NcipCode.Plain(known), plain, StringComparison.OrdinalIgnoreCase))
                return symbol;
        }

        return Symbol.TryParse(plain, out var own) ? own : null;
    }

    /// <summary>The institution of an agency that names a library of it: a partner may be known by either.</summary>
    internal Symbol? InstitutionOf(string? agency)
    {
        int at = agency?.IndexOf(LibrarySeparator, StringComparison.Ordinal) ?? -1;
        return at > 0 ? SymbolOf(agency![..at]) : null;
    }
}

/// <summary>Words that peers agree on, beyond the lists of the standard.</summary>
internal static class NcipPeerWords
{
    /// <summary>FromSystemId of every Alma.</summary>
    public const string AlmaSystem = "ALMA_NCIP_ILL";

    /// <summary>The library that borrows cancels.</summary>
    public const string CancelledByBorrower = "CancelledBy.Borrower";

    /// <summary>The library that lends will not supply.</summary>
    public const string CancelledByLender = "CancelledBy.Lender";

    /// <summary>The item goes to the borrower.</summary>
    public const string ShippedByLender = "ShippedBy.Lender";

    /// <summary>The item goes back.</summary>
    public const string ShippedByBorrower = "ShippedBy.Borrower";

    /// <summary>The item has arrived at the borrower.</summary>
    public const string ReceivedByBorrower = "ReceivedBy.Borrower";

    /// <summary>The item is back.</summary>
    public const string ReceivedByLender = "ReceivedBy.Lender";

    /// <summary>A line of a note that says why nothing is supplied, in a word of ISO 10161.</summary>
    public const string ReasonLine = "Reason: ";

    /// <summary>What stands there for a request whose time has run out.</summary>
    public const string Expired = "expired";

    /// <summary>A line of a note that says that nothing is to come back, since a shipment has no element for it.</summary>
    public const string NonReturnableLine = "Non-returnable: nothing has to be sent back.";

    /// <summary>RequestType of the Norwegian profile: a loan without a place in a queue.</summary>
    public const string PhysicalNoReservation = "PhysicalNoReservation";

    /// <summary>Scope of a request in the words of Alma and the Norwegian profile.</summary>
    public const string Title = "Title";

    /// <summary>RequestType of Alma for a copy on paper.</summary>
    public const string NonReturnable = "Non-Returnable";

    /// <summary>UnstructuredAddressType of an address in lines.</summary>
    public const string Lines = "Newline-Delimited Text";

    /// <summary>PhysicalAddressType of where parcels go.</summary>
    public const string PostalAddress = "Postal Address";
}
