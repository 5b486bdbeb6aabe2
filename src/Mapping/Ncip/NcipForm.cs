namespace ResourceSharing.Mapping.Ncip;

/// <summary>How version 2 is written. Both are valid; peers understand one or the other.</summary>
public enum NcipStyle
{
    /// <summary>Prefix <c>ns1</c> on elements and attributes, as Alma answers: clients of it look for
    /// <c>&lt;ns1:DateDue&gt;</c> in the text.</summary>
    Ns1 = 1,

    /// <summary>Default namespace for elements, prefix <c>ncip</c> for attributes: Koha understands no prefix on
    /// elements.</summary>
    DefaultNamespace = 2,
}

/// <summary>The root element.</summary>
public enum NcipEnvelope
{
    /// <summary><c>NCIPMessage</c>.</summary>
    Message = 1,

    /// <summary><c>NCIPVersionMessage</c>, in which the standard has LookupVersion; Koha puts that into an
    /// NCIPMessage.</summary>
    VersionMessage = 2,
}

/// <summary>The form of a message: what a peer used, and what we use towards it.</summary>
public sealed record NcipForm
{
    private const string Text20 = "http://www.niso.org/schemas/ncip/v2_0/ncip_v2_0.xsd";
    private const string Text201 = "http://www.niso.org/schemas/ncip/v2_01/ncip_v2_01.xsd";
    private const string Text202 = "http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd";
    private const string Text1 = "http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd";

    /// <summary>The version whose elements are used.</summary>
    public required NcipVersion Version { get; init; }

    /// <summary>The <c>version</c> attribute, a free text; null where a peer sent none.</summary>
    public string? VersionText { get; init; }

    /// <summary>How version 2 is written; version 1 has no prefix.</summary>
    public NcipStyle Style { get; init; } = NcipStyle.Ns1;

    /// <summary>Whether a version 1 message begins with its DOCTYPE.</summary>
    public bool HasDoctype { get; init; }

    /// <summary>The root element.</summary>
    public NcipEnvelope Envelope { get; init; } = NcipEnvelope.Message;

    /// <summary>Whether <c>Ext</c> carries what the schema of the version does not declare: peers in Norway and Alma
    /// want ItemNote in 2.0, which makes the message invalid.</summary>
    public bool WritesUndeclaredExt { get; init; }

    /// <summary>The form of what we send first.</summary>
    /// <param name="version">The version.</param>
    /// <param name="style">How it is written.</param>
    /// <returns>The form.</returns>
    public static NcipForm Initiating(NcipVersion version, NcipStyle style = NcipStyle.DefaultNamespace) => new()
    {
        Version = version, VersionText = TextOf(version), Style = style, HasDoctype = version == NcipVersion.V1,
    };

    /// <summary>The form of the answer to a message of this form: its own version text, prefix <c>ns1</c>, DOCTYPE only
    /// where it had one.</summary>
    /// <returns>The form.</returns>
    public NcipForm Answer() => this with { VersionText = VersionText ?? TextOf(Version), Style = NcipStyle.Ns1 };

    /// <summary>The usual version attribute.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The text.</returns>
    public static string TextOf(NcipVersion version) => version switch
    {
        NcipVersion.V1 => Text1,
        NcipVersion.V20 => Text20,
        NcipVersion.V201 => Text201,
        _ => Text202,
    };

    /// <summary>Which version a peer speaks. Its version attribute is a free text, of which eleven are known: it is
    /// looked through for a pattern and never compared.</summary>
    /// <param name="versionText">The attribute; null where there is none.</param>
    /// <param name="hasNamespace">Whether the root is in the namespace of version 2.</param>
    /// <param name="hasUniqueIds">Whether elements of version 1 are in the message.</param>
    /// <returns>The version.</returns>
    internal static NcipVersion VersionOf(string? versionText, bool hasNamespace, bool hasUniqueIds)
    {
        var text = versionText ?? "";
        // The last one of a path counts: v2_0/imp1/xsd/ncip_v2_01.xsd is 2.01.
        int at = text.LastIndexOf("v2_", StringComparison.OrdinalIgnoreCase);
        if (at >= 0 || hasNamespace)
        {
            var number = at < 0 ? "" : text[(at + 3)..];
            return number.StartsWith("02", StringComparison.Ordinal) ? NcipVersion.V202
                : number.StartsWith("01", StringComparison.Ordinal) ? NcipVersion.V201 : NcipVersion.V20;
        }

        bool saysV1 = text.Contains("v1_", StringComparison.OrdinalIgnoreCase);
        return saysV1 || hasUniqueIds ? NcipVersion.V1 : NcipVersion.V20;
    }
}

/// <summary>What stood in a message and the model has no place for.</summary>
/// <param name="Path">Where, like <c>CheckInItem/Remark</c>.</param>
/// <param name="Text">Its text, at most <see cref="NcipLimits.MaxCitedChars"/> characters. It may name a user.</param>
public sealed record NcipUnread(string Path, string Text);
