using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>What the end of an exchange means for an attempt; the same for all channels that speak NCIP.</summary>
internal static class NcipOutcomes
{
    /// <summary>There was no answer.</summary>
    public static DeliveryOutcome Of(NcipExchange.Failed failed) => failed switch
    {
        { MayBeDone: true } => new DeliveryOutcome.InDoubt(failed.Error),
        { Error.Retry: RetryClass.Never } => new DeliveryOutcome.Refused(failed.Error),
        _ => new DeliveryOutcome.Deferred(failed.Error),
    };

    /// <summary>The system asks to try again.</summary>
    /// <param name="words">What it says.</param>
    public static GatewayError NotNow(string words) => new(
        "ncip-unavailable", RetryClass.Later, "The partner's system cannot do it now.", words);

    /// <summary>The system does not know us, or not by what we show: it has looked at nothing.</summary>
    /// <param name="words">What it says.</param>
    public static GatewayError NotBelieved(string words) => new(
        "ncip-not-authorised", RetryClass.AfterOperator, "The partner's system does not accept who we are.", words);
}
