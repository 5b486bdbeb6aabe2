namespace ResourceSharing.Mapping.Letters;

/// <summary>What staff print. The names are those of the template files in the folder <c>slips</c> of a language, and
/// those that libraries know from their present system (lifecycle reference, section 5).</summary>
public enum SlipCode
{
    /// <summary>Lending, before shipping: fetch this from the shelf.</summary>
    FulIncomingSlipLetter = 1,

    /// <summary>Lending, after shipping: goes with the parcel.</summary>
    ResourceSharingShippingSlipLetter,

    /// <summary>Borrowing, after the arrival: goes with the item to the patron.</summary>
    ResourceSharingReceiveSlipLetter,

    /// <summary>Borrowing: goes with the parcel back.</summary>
    ResourceSharingReturnSlipLetter,
}
