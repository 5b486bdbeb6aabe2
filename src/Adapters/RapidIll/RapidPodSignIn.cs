using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>Finds out which member calls: by its code, its user name and its password, which stand in every call, and by where it
/// calls from. Whoever is not recognised is told nothing but that.</summary>
internal sealed class RapidPodSignIn(IRapidPod pod, SecretReader secrets) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _failures = PartitionedRateLimiter.Create<string, string>(
        who => RateLimitPartition.GetFixedWindowLimiter(who, _ => Window(RapidPodLimits.FailuresPerAccount)));

    /// <summary>The member; or why there is none, for the operator.</summary>
    public (RapidPodMember? Member, string Fault) Of(RapidInput input, IPAddress? address)
    {
        var known = pod.Members.FirstOrDefault(member => string.Equals(
            member.Settings.RapidCode, input.RequestingRapidCode?.Trim(), StringComparison.OrdinalIgnoreCase));
        var account = $"{ConnectionCount.KeyOf(address ?? IPAddress.None)} {known?.Code}";
        using (var left = _failures.AttemptAcquire(account, 0))
        {
            if (!left.IsAcquired)
                return (null, "too many failed attempts from this address");
        }

        if (FaultOf(known, input, address) is not { } fault)
            return (known, "");
        _failures.AttemptAcquire(account).Dispose();
        return (null, fault);
    }

    /// <inheritdoc/>
    public void Dispose() => _failures.Dispose();

    /// <summary>At most so many in a minute.</summary>
    internal static FixedWindowRateLimiterOptions Window(int permits) =>
        new() { PermitLimit = permits, Window = RapidPodLimits.Window, QueueLimit = 0 };

    private string? FaultOf(RapidPodMember? known, RapidInput input, IPAddress? address)
    {
        // Both are compared in any case, so that the time does not tell which one was wrong.
        bool isUser = Same(known?.Settings.User ?? "", input.UserName ?? "");
        bool isPassword = Same(PasswordOf(known) ?? "", input.Password ?? "");
        if (known is null)
            return "no member has the rapid code that was sent";
        if (PasswordOf(known) is null)
            return $"{known.Code}: its password cannot be read";
        if (!isUser || !isPassword)
            return $"{known.Code}: a wrong user name or password";
        if (!MayCallFrom(known, address))
            return $"{known.Code}: it may not call from {address}";
        return known.Settings.BranchNames.Count > 0 && !string.IsNullOrWhiteSpace(input.RequestingBranchName)
            && !known.Settings.BranchNames.Contains(input.RequestingBranchName.Trim(), StringComparer.OrdinalIgnoreCase)
                ? $"{known.Code}: it has no branch of the name that was sent"
                : null;
    }

    private string? PasswordOf(RapidPodMember? member) =>
        member is null ? null : secrets.Read(member.Settings.Password).Secret?.Reveal();

    private static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));

    private static bool MayCallFrom(RapidPodMember member, IPAddress? address)
    {
        if (member.AllowedFrom.Count == 0)
            return true;
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return member.AllowedFrom.Any(range => range.Contains(plain) || range.Contains(address));
    }
}
