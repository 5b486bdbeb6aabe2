using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>What an exchange without a usable answer means: above all, whether the message may have been carried out.</summary>
internal static class NcipFailures
{
    private const int MaxLookedAtOctets = 4096;

    /// <summary>A secret of ours cannot be had.</summary>
    public static NcipExchange.Failed Secret(string fault) => Of(
        "ncip-secret", RetryClass.AfterOperator, "A secret for the NCIP responder cannot be used.", fault, mayBeDone: false);

    /// <summary>There was no connection.</summary>
    public static NcipExchange.Failed Unreachable(string detail, RetryClass retry = RetryClass.Later) => Of(
        "ncip-unreachable", retry, "The NCIP responder cannot be reached.", detail, mayBeDone: false);

    /// <summary>Not everything was handed over, so that nobody can have carried it out.</summary>
    public static NcipExchange.Failed NotSent(string detail) => Of(
        "ncip-not-sent", RetryClass.Later, "The NCIP responder did not take the message.", detail, mayBeDone: false);

    /// <summary>No answer in time.</summary>
    public static NcipExchange.Failed TimedOut() => Of(
        "ncip-timeout", RetryClass.Later, "The NCIP responder did not answer in time.", null, mayBeDone: true);

    /// <summary>The connection ended before or within the answer.</summary>
    public static NcipExchange.Failed Lost(string detail) => Of(
        "ncip-connection-lost", RetryClass.Later, "The connection was lost before there was a whole answer.", detail,
        mayBeDone: true);

    /// <summary>The answer is larger than an answer may be.</summary>
    public static NcipExchange.Failed TooLarge() => Of(
        "ncip-answer-too-large", RetryClass.Later, "The answer of the NCIP responder is too large.", null, mayBeDone: true);

    /// <summary>Not even a token is accepted that was fetched for this very call: its server and the responder have to find
    /// together again.</summary>
    public static NcipExchange.Failed TokenRefused() => Of(
        "ncip-token-refused", RetryClass.Later, "The NCIP responder does not accept a new token.", null, mayBeDone: false);

    /// <summary>Reads an answer, or tells what stands in its place.</summary>
    /// <param name="octets">What came.</param>
    /// <param name="contentType">The type that came with it.</param>
    /// <param name="status">The number of HTTP; null on a bare connection.</param>
    public static NcipExchange Read(ReadOnlyMemory<byte> octets, string? contentType, int? status)
    {
        if (NcipCodec.Read(octets, contentType) is NcipReadResult.Understood read && read.Message is NcipResponse response)
            return new NcipExchange.Answered(response, read, octets);
        return status is { } number && number is < 200 or >= 300 ? OfStatus(status.Value) : OfText(octets);
    }

    private static NcipExchange.Failed OfStatus(int status)
    {
        var detail = FormattableString.Invariant($"HTTP {status}");
        return status switch
        {
            401 or 403 or 407 => Of("ncip-not-authorised", RetryClass.AfterOperator,
                "The NCIP responder does not accept who we are.", detail, mayBeDone: false),
            < 400 => Of("ncip-redirected", RetryClass.AfterOperator,
                "The NCIP responder is somewhere else; its address has to be mended.", detail, mayBeDone: false),
            408 or 429 or 503 => Of("ncip-unavailable", RetryClass.Later,
                "The NCIP responder takes no messages now.", detail, mayBeDone: false),
            < 500 => Of("ncip-refused", RetryClass.Never, "The NCIP responder refuses the call.", detail, mayBeDone: false),

            // A server that stumbled, or a proxy whose server went silent: either may have been too late.
            _ => Of("ncip-responder-failed", RetryClass.Later, "The NCIP responder failed.", detail, mayBeDone: true),
        };
    }

    private static NcipExchange.Failed OfText(ReadOnlyMemory<byte> octets)
    {
        var head = Encoding.UTF8.GetString(octets.Span[..Math.Min(octets.Length, MaxLookedAtOctets)])
            .TrimStart('\ufeff', ' ', '\r', '\n', '\t');

        // Koha's responder says so of services that it does not know.
        if (head.Contains("It works!", StringComparison.Ordinal))
        {
            return Of("ncip-service-unknown", RetryClass.Never,
                "The NCIP responder does not know the service.", "it answers: It works!", mayBeDone: false);
        }

        if (head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
        {
            return Of("ncip-no-responder", RetryClass.AfterOperator,
                "There is a page for people where the NCIP responder should be.", null, mayBeDone: false);
        }

        return head.Length == 0
            ? Lost("the answer is empty")
            : Of("ncip-answer-unreadable", RetryClass.Later, "The answer of the NCIP responder cannot be read.", null,
                mayBeDone: true);
    }

    private static NcipExchange.Failed Of(string code, RetryClass retry, string text, string? detail, bool mayBeDone) =>
        new(new GatewayError(code, retry, text, detail), mayBeDone);
}
