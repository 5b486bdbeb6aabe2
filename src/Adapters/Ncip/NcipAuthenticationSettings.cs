using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>
/// How a caller proves to be a partner. Everything that is given has to hold, and so do the addresses of the partner's file
/// (allowedFrom) where it has any. Where nothing at all is given, nobody is believed.
/// </summary>
public sealed record NcipAuthenticationSettings
{
    /// <summary>
    /// Keys of which one has to be shown, as env:NAME or file:PATH: as the last part of the path (/ncip/KEY), as ?apikey=KEY, in
    /// the header X-Api-Key, or as Authorization: Bearer. Two at a time let a key be changed without a break.
    /// </summary>
    [MaxLength(4)]
    public IReadOnlyList<SecretReference> ApiKeys { get; init; } = [];

    /// <summary>User name and password that have to come as HTTP Basic.</summary>
    public NcipBasicSettings? Basic { get; init; }

    /// <summary>
    /// SHA-256 of the public keys (SPKI) of client certificates, of which one has to be shown, as 64 hexadecimal digits. The
    /// gateway gets to see certificates only by listeners.ncip.clientCertificateHeader.
    /// </summary>
    [MaxLength(10)]
    [RegularExpression("^[0-9A-Fa-f]{64}$", ErrorMessage = "64 hexadecimal digits")]
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>What FromAgencyAuthentication of each message has to say: env:NAME or file:PATH.</summary>
    public SecretReference? AgencyAuthentication { get; init; }

    /// <summary>Whether a secret or a certificate is asked for.</summary>
    internal bool AsksForProof =>
        ApiKeys.Count > 0 || Basic is not null || Certificates.Count > 0 || AgencyAuthentication is not null;
}
