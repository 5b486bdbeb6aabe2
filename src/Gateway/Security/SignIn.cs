using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.Net.Http.Headers;

namespace ResourceSharing.Gateway.Security;

/// <summary>How a call proves who it comes from: a closed set.</summary>
internal enum SignInOutcome
{
    /// <summary>By the administrator.</summary>
    Known = 1,

    /// <summary>No token, or a wrong one.</summary>
    Unknown,

    /// <summary>Too many wrong ones from that address.</summary>
    TooMany,
}

/// <summary>
/// Checks the token of a call. Only failures are counted against an address, so that somebody who guesses cannot lock out
/// the administrator behind the same proxy: a token of 256 random bits is not found by guessing.
/// </summary>
internal sealed class SignIn : IDisposable
{
    /// <summary>Failures in one window from one address: typing errors are fewer.</summary>
    public const int FailuresPerWindow = 20;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const string Scheme = "Bearer";

    private readonly AdminToken _token;

    private readonly PartitionedRateLimiter<IPAddress> _failures = PartitionedRateLimiter.Create<IPAddress,
        string>(
        address => RateLimitPartition.GetFixedWindowLimiter(Network(address),
            _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = FailuresPerWindow, Window = Window, QueueLimit = 0,
        }));

    public SignIn(AdminToken token) => _token = token;

    /// <summary>Checks a call; the user of a good one is known to what comes after.</summary>
    public SignInOutcome Check(HttpContext context)
    {
        if (TokenOf(context) is { } token && _token.Matches(token))
        {
            context.User = new ClaimsPrincipal(
                new ClaimsIdentity([new Claim(ClaimTypes.Name, AdminToken.UserName)], Scheme));
            return SignInOutcome.Known;
        }

        using var lease = _failures.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        return lease.IsAcquired ? SignInOutcome.Unknown : SignInOutcome.TooMany;
    }

    /// <inheritdoc/>
    public void Dispose() => _failures.Dispose();

    private static string? TokenOf(HttpContext context)
    {
        var header = context.Request.Headers[HeaderNames.Authorization];
        return header.Count == 1 && header[0] is { } text
            && text.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase)
            ? text[(Scheme.Length + 1)..].Trim()
            : null;
    }

    /// <summary>What counts as one place: whoever has one address of IPv6 has the whole /64.</summary>
    internal static string Network(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8))
            : plain.ToString();
    }
}
