using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>Where an NCIP responder is: <c>https://HOST/PATH</c>, <c>http://HOST/PATH</c>, or <c>tcp://HOST:PORT</c> for one
/// that takes messages on a bare connection.</summary>
public sealed record NcipAddress
{
    /// <summary>What an address looks like, for messages about one that cannot be read.</summary>
    public const string Expectation =
        "an address like https://ncip.example.org/ncip or tcp://ncip.example.org:6001, without user name and password";

    private const string TcpScheme = "tcp";
    private const int MaxChars = 2000;

    private NcipAddress(Uri uri) => Uri = uri;

    /// <summary>The address.</summary>
    public Uri Uri { get; }

    /// <summary>Whether it is a bare connection.</summary>
    public bool IsTcp => Uri.Scheme == TcpScheme;

    /// <summary>Whether what is said can be read by nobody on the way.</summary>
    public bool IsEncrypted => Uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>Reads an address; false for every other scheme, for one with a user name or a fragment, and for a bare
    /// connection without a port.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out NcipAddress? address)
    {
        address = null;
        if (text is null || text.Length > MaxChars || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
            || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || uri.Host.Length == 0)
        {
            return false;
        }

        bool isTcp = uri.Scheme == TcpScheme && uri.Port is > 0 and <= 65535 && uri.PathAndQuery is "/" or "";
        if (!isTcp && uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            return false;
        address = new NcipAddress(uri);
        return true;
    }

    /// <summary>Without path and query, which may hold a key.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Uri.Scheme}://{Uri.Host}:{Uri.Port}");
}
