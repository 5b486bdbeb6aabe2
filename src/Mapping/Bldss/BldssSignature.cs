using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>Who signs.</summary>
/// <param name="Application">Name of the application.</param>
/// <param name="ApplicationSecret">Its secret.</param>
/// <param name="Key">The customer's code.</param>
/// <param name="KeySecret">The customer's authorisation code.</param>
public sealed record BldssCredentials(string Application, string ApplicationSecret, string Key, string KeySecret)
{
    /// <summary>Names only: a record would print the secrets.</summary>
    public override string ToString() => $"{Application}, {Key}";
}

/// <summary>Signs calls. Source: feeds reference, 1.3, with test vectors.</summary>
public static class BldssSignature
{
    /// <summary>The header that carries the signature.</summary>
    public const string HeaderName = "BLDSS-API-Authentication";

    private const string Method = "HMAC-SHA1";

    /// <summary>The value of the header. The order of its parts matters to the server.</summary>
    /// <param name="call">What is signed.</param>
    /// <param name="credentials">By whom.</param>
    /// <param name="nonce">10 to 16 letters and digits, new for each call.</param>
    /// <param name="timeMs">Milliseconds since 1970.</param>
    public static string Header(BldssCall call, BldssCredentials credentials, string nonce, long timeMs)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return string.Create(CultureInfo.InvariantCulture,
            $"api_application={credentials.Application},nonce={nonce},signature_method={Method},request_time={timeMs},"
            + $"authorisation={Authorisation(call, credentials, nonce, timeMs)},api_key={credentials.Key}");
    }

    /// <summary>The signature itself, in base64.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The interface knows HMAC-SHA1 only.")]
    public static string Authorisation(BldssCall call, BldssCredentials credentials, string nonce, long timeMs)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(credentials);
        var parameters = new List<KeyValuePair<string, string>>(call.Query)
        {
            new("api_application", credentials.Application), new("api_key", credentials.Key), new("nonce", nonce),
            new("request_time", timeMs.ToString(CultureInfo.InvariantCulture)), new("signature_method", Method),
        };
        if (call.Body is { } body)
            parameters.Add(new("request", body));
        if (call.Method == "DELETE")
            parameters.Add(new("id", call.Path[(call.Path.LastIndexOf('/') + 1)..]));
        var all = string.Join('&', parameters.OrderBy(one => one.Key, StringComparer.OrdinalIgnoreCase)
            .Select(one => $"{Encode(one.Key)}={Encode(one.Value)}"));
        var signed = $"{call.Method}&{Encode(call.Path)}&{Encode(all)}";
        var key = Encoding.UTF8.GetBytes($"{credentials.ApplicationSecret}&{credentials.KeySecret}");
        return Convert.ToBase64String(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(signed)));
    }

    /// <summary>As Java's URLEncoder does it: letters, digits and <c>.-*_</c> stay, a blank becomes <c>+</c>, all other octets
    /// of UTF-8 become <c>%XX</c>. Neither of the framework's own encoders does the same.</summary>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)octet;
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '*' or '_')
                encoded.Append(c);
            else if (c == ' ')
                encoded.Append('+');
            else
                encoded.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }
}
