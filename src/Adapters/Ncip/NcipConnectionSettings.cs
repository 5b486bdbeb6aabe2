using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>The prefix of elements in what we send first.</summary>
public enum NcipElementPrefix
{
    /// <summary>None: the default namespace. Koha understands nothing else.</summary>
    None,

    /// <summary>The prefix ns1, as Alma writes it.</summary>
    Ns1,
}

/// <summary>Where an NCIP responder is, and what it wants to read.</summary>
public sealed record NcipConnectionSettings
{
    /// <summary>Address of the responder: https://HOST/PATH, http://HOST/PATH or tcp://HOST:PORT.</summary>
    public required NcipAddress Url { get; init; }

    /// <summary>Version of NCIP, in quotes: "1.0", "2.0", "2.01" or "2.02"; what the dialect prefers when left out.</summary>
    [RegularExpression(
        "^(1\\.0|2\\.0|2\\.01|2\\.02)$",
        ErrorMessage = "a version of NCIP: \"1.0\", \"2.0\", \"2.01\" or \"2.02\"")]
    public string? Version { get; init; }

    /// <summary>The version attribute where the responder wants another text than the usual one.</summary>
    [MinLength(1), MaxLength(NcipLimits.MaxVersionChars)]
    public string? VersionText { get; init; }

    /// <summary>Prefix of elements in version 2; what the dialect prefers when left out.</summary>
    public NcipElementPrefix? ElementPrefix { get; init; }

    /// <summary>Content-Type of what we send by HTTP.</summary>
    [RegularExpression(
        "^[A-Za-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,60}(; ?charset=\"?[A-Za-z0-9-]{1,20}\"?)?$",
        ErrorMessage = "a type of content, for example application/xml; charset=utf-8")]
    public string ContentType { get; init; } = "application/xml; charset=utf-8";

    /// <summary>Our agency, FromAgencyId.</summary>
    [MinLength(1), MaxLength(200)]
    public string? FromAgency { get; init; }

    /// <summary>Scheme of our agency; none is sent in version 2 when left out.</summary>
    [MinLength(1), MaxLength(200)]
    public string? FromAgencyScheme { get; init; }

    /// <summary>The responder's agency, ToAgencyId.</summary>
    [MinLength(1), MaxLength(200)]
    public string? ToAgency { get; init; }

    /// <summary>Scheme of the responder's agency; none is sent in version 2 when left out.</summary>
    [MinLength(1), MaxLength(200)]
    public string? ToAgencyScheme { get; init; }

    /// <summary>ApplicationProfileType; for Alma and its like our code as a partner there.</summary>
    [MinLength(1), MaxLength(200)]
    public string? ApplicationProfileType { get; init; }

    /// <summary>Our system, FromSystemId.</summary>
    [MinLength(1), MaxLength(200)]
    public string? FromSystemId { get; init; }

    /// <summary>How we prove to the responder who we are.</summary>
    public NcipSignInSettings SignIn { get; init; } = new();

    /// <summary>How long one exchange may take, from connecting to the last octet of the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:03:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer over a bare connection may stop before its end counts as reached. Only where the
    /// responder sends no end tag that can be recognised.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Certificates of the authorities that the responder's certificate may come from, in PEM, instead of those that the
    /// system trusts: file:PATH.</summary>
    public SecretReference? Authority { get; init; }

    /// <summary>The version of what we send.</summary>
    internal NcipVersion VersionFor(NcipDialect dialect) => Version switch
    {
        "1.0" => NcipVersion.V1,
        "2.0" => NcipVersion.V20,
        "2.01" => NcipVersion.V201,
        "2.02" => NcipVersion.V202,
        _ => dialect.Version,
    };

    /// <summary>The form of what we send.</summary>
    internal NcipForm FormFor(NcipDialect dialect)
    {
        var form = NcipForm.Initiating(VersionFor(dialect), ElementPrefix switch
        {
            NcipElementPrefix.Ns1 => NcipStyle.Ns1,
            NcipElementPrefix.None => NcipStyle.DefaultNamespace,
            _ => dialect.Style,
        });
        return VersionText is null ? form : form with { VersionText = VersionText };
    }
}

/// <summary>Where a key stands in a call.</summary>
public enum NcipKeyPlace
{
    /// <summary>As the last part of the path.</summary>
    Path,

    /// <summary>In the query, as apikey.</summary>
    Query,

    /// <summary>In the header X-Api-Key.</summary>
    Header,

    /// <summary>In the header Authorization, as Bearer.</summary>
    Bearer,
}

/// <summary>How we prove to a responder who we are. Everything that is given is sent.</summary>
public sealed record NcipSignInSettings
{
    /// <summary>A key that the responder gave us: env:NAME or file:PATH.</summary>
    public SecretReference? ApiKey { get; init; }

    /// <summary>Where the key stands.</summary>
    public NcipKeyPlace ApiKeyIn { get; init; } = NcipKeyPlace.Header;

    /// <summary>User name and password, as HTTP Basic.</summary>
    public NcipBasicSettings? Basic { get; init; }

    /// <summary>What FromAgencyAuthentication says: env:NAME or file:PATH.</summary>
    public SecretReference? AgencyAuthentication { get; init; }

    /// <summary>What FromSystemAuthentication says: env:NAME or file:PATH.</summary>
    public SecretReference? SystemAuthentication { get; init; }

    /// <summary>Our certificate and its key, in PEM: file:PATH.</summary>
    public SecretReference? Certificate { get; init; }

    /// <summary>Where access tokens come from (WorldShare).</summary>
    public NcipOAuthSettings? Oauth { get; init; }
}

/// <summary>A user name and a password.</summary>
public sealed record NcipBasicSettings
{
    /// <summary>The name.</summary>
    [RegularExpression("^[^:]{1,200}$", ErrorMessage = "a user name without a colon")]
    public required string User { get; init; }

    /// <summary>Where the password is kept: env:NAME or file:PATH.</summary>
    public required SecretReference Password { get; init; }
}

/// <summary>A client of an OAuth 2.0 server that gets its tokens by client credentials.</summary>
public sealed record NcipOAuthSettings
{
    /// <summary>Address of the token server.</summary>
    public required Uri TokenEndpoint { get; init; }

    /// <summary>The client's identifier there.</summary>
    [MinLength(1), MaxLength(500)]
    public required string ClientId { get; init; }

    /// <summary>Where the client's secret is kept: env:NAME or file:PATH.</summary>
    public required SecretReference ClientSecret { get; init; }

    /// <summary>What access is asked for, in the token server's words, like WMS_NCIP.</summary>
    [MinLength(1), MaxLength(1000)]
    public string? Scope { get; init; }
}
