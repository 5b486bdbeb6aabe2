using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What the rules have to know of the partners of a rota on the day of an event. Looked up by routing, so that the
/// rules stay pure.</summary>
/// <param name="WhyNotAskable">Why a partner cannot be asked on that day, in words; null when it can.</param>
/// <param name="LegEndsOn">The last day on which a partner that is asked on that day may supply; null when its leg is
/// open-ended.</param>
public sealed record Suppliers(Func<string, string?> WhyNotAskable, Func<string, IllRequest, DateOnly?> LegEndsOn)
{
    /// <summary>Every partner can be asked, and none has an expiry time.</summary>
    public static Suppliers All { get; } = new(_ => null, (_, _) => null);
}
