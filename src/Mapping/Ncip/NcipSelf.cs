using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What we tell of ourselves: the answers to <see cref="LookupVersion"/> and <see cref="LookupAgency"/>.</summary>
/// <param name="Agency">Our code, as partners know us.</param>
/// <param name="Name">Our name in words.</param>
public sealed record NcipSelf(NcipCode Agency, string Name)
{
    private const string NameType = "Organization Name Information";
    private const string AddressType = "Agency Address Information";
    private const string ProfileType = "Application Profile Supported Type";

    private static readonly NcipService[] Services =
        [.. Enum.GetValues<NcipService>().Where(service => service != NcipService.Other)];

    private static readonly NcipVersion[] Versions = [NcipVersion.V202, NcipVersion.V201, NcipVersion.V20, NcipVersion.V1];

    /// <summary>Our address; null where it is not told.</summary>
    public PostalAddress? Postal { get; init; }

    /// <summary>Our mail address; null where it is not told.</summary>
    public string? Email { get; init; }

    /// <summary>The application profiles that we know partners by.</summary>
    public WireList<NcipCode> Profiles { get; init; } = [];

    /// <summary>The answer to a question about ourselves.</summary>
    /// <param name="asked">The message.</param>
    /// <returns>The answer; null for a message that asks something else.</returns>
    public NcipResponse? Answer(NcipInitiation asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return asked switch
        {
            LookupVersion => new LookupVersionResponse
            {
                Header = asked.Header?.Answer() ?? new NcipHeader { FromAgencyId = Agency },
                VersionsSupported = new([.. Versions.Select(NcipForm.TextOf)]),
                ServicesSupported = new([.. Services.Select(service => service.ToString())]),
            },
            LookupAgency lookup => About(lookup) with { Header = asked.Header?.Answer() },
            _ => null,
        };
    }

    /// <summary>Of whom no other agency can be asked.</summary>
    private LookupAgencyResponse About(LookupAgency asked)
    {
        if (asked.AgencyId is { } agency && !agency.Is(Agency.Value))
        {
            return new LookupAgencyResponse
            {
                Problems =
                [
                    new NcipProblem
                    {
                        Type = NcipProblemTypes.UnknownAgency, Detail = "Only this agency is known here",
                        Element = "//LookupAgency/AgencyId", Value = agency.Value,
                    },
                ],
            };
        }

        return new LookupAgencyResponse
        {
            AgencyId = asked.AgencyId ?? Agency,
            Names = Wants(asked, NameType) ? [new NcipOrganizationName { Type = "Official Name", Name = Name }] : [],
            Addresses = Wants(asked, AddressType) ? Addresses() : [],
            ApplicationProfiles = Wants(asked, ProfileType) ? Profiles : [],
        };
    }

    private WireList<NcipUserAddress> Addresses()
    {
        var addresses = new List<NcipUserAddress>();
        if (Postal is { } postal)
        {
            var mapping = new NcipMapping(NcipDialect.Generic, TimeZoneInfo.Utc, NcipVersion.V202, nameof(LookupAgency));
            addresses.Add(new() { Role = "Multi-Purpose", Physical = NcipPlaces.Write(postal, mapping) });
        }

        if (Email is { } mail)
            addresses.Add(new() { Role = "Multi-Purpose", Electronic = new() { Type = "mailto", Data = mail } });
        return new([.. addresses]);
    }

    private static bool Wants(LookupAgency asked, string type) => asked.AgencyElementTypes.Any(code => code.Is(type));
}
