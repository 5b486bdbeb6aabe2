namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// What peers mean by values of their own. Looked up without regard to case and blanks, and never by scheme. A partner's
/// file adds its own to the ones that are known of all. Immutable.
/// </summary>
public sealed class NcipAliases
{
    private readonly Dictionary<string, string> meanings;

    private NcipAliases(Dictionary<string, string> meanings) => this.meanings = meanings;

    /// <summary>The aliases that were seen with several peers.</summary>
    public static NcipAliases Known { get; } = new NcipAliases([])
        .With("AuthenticationInputType", "Barcode", NcipValues.BarcodeId)
        .With("AuthenticationInputType", "username", NcipValues.UserName)
        .With("AuthenticationDataFormatType", "text", "text/plain")
        .With("UserIdentifierType", "Barcode Id", NcipValues.Barcode)
        .With("ItemIdentifierType", "Item Barcode", NcipValues.Barcode)
        .With("RequestType", "Non-Returnable", NcipValues.NonReturnableCopy)
        .With("RequestScopeType", "Title", NcipValues.BibliographicItem)
        .With("CirculationStatus", "Renewal Still Pending", NcipValues.RenewStillPending)
        .With("ProblemType", "Unkown User", NcipProblemTypes.UnknownUser)
        .With("ProblemType", "User Unknown", NcipProblemTypes.UnknownUser);

    /// <summary>These aliases and one more, which stands before an older one of the same value.</summary>
    /// <param name="element">The name of version 2 of the element, like <c>RequestType</c>.</param>
    /// <param name="value">What a peer sends.</param>
    /// <param name="meaning">What is meant by it, a value of the standard lists mostly.</param>
    /// <returns>The aliases.</returns>
    public NcipAliases With(string element, string value, string meaning) =>
        new(new Dictionary<string, string>(meanings) { [Key(element, value)] = meaning });

    /// <summary>What a value means.</summary>
    /// <param name="element">The name of version 2 of the element.</param>
    /// <param name="code">The value; null where there is none.</param>
    /// <returns>Its meaning; without an alias the value itself, with single blanks; null for none.</returns>
    public string? Meaning(string element, NcipCode? code)
    {
        if (code is null)
            return null;
        return meanings.TryGetValue(Key(element, code.Value), out var meaning) ? meaning : NcipCode.Plain(code.Value);
    }

    /// <summary>Whether a value means another.</summary>
    /// <param name="element">The name of version 2 of the element.</param>
    /// <param name="code">The value; null where there is none.</param>
    /// <param name="meaning">The value of a list.</param>
    /// <returns>True if it does.</returns>
    public bool Means(string element, NcipCode? code, string meaning) =>
        string.Equals(Meaning(element, code), meaning, StringComparison.OrdinalIgnoreCase);

    private static string Key(string element, string value) => $"{element}\n{NcipCode.Plain(value).ToUpperInvariant()}";
}
