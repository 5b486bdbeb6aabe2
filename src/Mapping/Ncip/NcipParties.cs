using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Who sends a message of ours to whom: its header.</summary>
/// <param name="From">We, by the code that the receiver knows us by.</param>
/// <param name="To">The receiver.</param>
public sealed record NcipParties(NcipCode From, NcipCode To)
{
    /// <summary>For whom it is sent.</summary>
    public NcipCode? OnBehalfOf { get; init; }

    /// <summary>Our system.</summary>
    public NcipCode? FromSystem { get; init; }

    /// <summary>The receiver's system.</summary>
    public NcipCode? ToSystem { get; init; }

    /// <summary>The profile; Alma wants the code of the partner here.</summary>
    public NcipCode? Profile { get; init; }

    /// <summary>What proves our agency.</summary>
    public NcipSecret? AgencyProof { get; init; }

    /// <summary>What proves our system.</summary>
    public NcipSecret? SystemProof { get; init; }

    internal NcipHeader Header() => new()
    {
        FromSystemId = FromSystem, FromSystemAuthentication = SystemProof, FromAgencyId = From,
        FromAgencyAuthentication = AgencyProof, OnBehalfOfAgency = OnBehalfOf, ToSystemId = ToSystem, ToAgencyId = To,
        ApplicationProfileType = Profile,
    };
}

/// <summary>A command as a message.</summary>
/// <param name="Message">The message.</param>
/// <param name="Losses">What of the command no message of NCIP has a place for. What only the version has no place for is
/// in <see cref="NcipWritten.Losses"/>.</param>
public sealed record NcipInitiated(NcipInitiation Message, LossReport Losses);
