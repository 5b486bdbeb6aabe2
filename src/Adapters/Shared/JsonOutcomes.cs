using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Shared;

/// <summary>What an answer without success means for an attempt; the same for all interfaces of this kind.</summary>
/// <param name="code">Begins the codes of errors.</param>
/// <param name="name">The other system in public texts.</param>
internal sealed class JsonOutcomes(string code, string name)
{
    /// <summary>No answer came. A look changes nothing, so that it can simply be repeated.</summary>
    public static DeliveryOutcome Of(JsonExchange.Failed failed, bool isLook) => isLook || !failed.MayHaveArrived
        ? new DeliveryOutcome.Deferred(failed.Error)
        : new DeliveryOutcome.InDoubt(failed.Error);

    /// <summary>An answer came, but it does not say that the call was carried out.</summary>
    /// <param name="answered">The answer.</param>
    /// <param name="words">What it says, for people; may be empty.</param>
    /// <param name="isLook">The call changes nothing.</param>
    public DeliveryOutcome Of(JsonExchange.Answered answered, string words, bool isLook)
    {
        var detail = FormattableString.Invariant($"HTTP {answered.Status}") + (words.Length > 0 ? $", {words}" : "");
        return answered.Status switch
        {
            401 or 403 => NotAuthorised(detail),
            429 or 503 => new DeliveryOutcome.Deferred(new GatewayError(
                $"{code}-unavailable", RetryClass.Later, $"{name} takes no calls now.", detail)),
            408 => Unreadable(detail, isLook),
            >= 400 and < 500 => Refused(words.Length > 0 ? words : detail),
            _ => Unreadable(detail, isLook),
        };
    }

    /// <summary>There is no key that could be shown.</summary>
    /// <param name="why">For the operator; no secret.</param>
    public DeliveryOutcome.Deferred NoKey(string? why) => new(new GatewayError(
        $"{code}-secret", RetryClass.AfterOperator, $"The key for {name} cannot be used.", why));

    /// <summary>Our key is not accepted.</summary>
    public DeliveryOutcome.Deferred NotAuthorised(string detail) => new(new GatewayError(
        $"{code}-not-authorised", RetryClass.AfterOperator, $"{name} does not accept our key.", detail));

    /// <summary>The other system says no.</summary>
    public DeliveryOutcome.Refused Refused(string words) => new(new GatewayError(
        $"{code}-refused", RetryClass.Never, $"{name} refuses: {words.TrimEnd('.')}."));

    /// <summary>An answer that means nothing: what it answers may have been carried out.</summary>
    public DeliveryOutcome Unreadable(string detail, bool isLook)
    {
        var error = new GatewayError(
            $"{code}-answer-unreadable", RetryClass.Later, $"The answer of {name} cannot be read.", detail);
        return isLook ? new DeliveryOutcome.Deferred(error) : new DeliveryOutcome.InDoubt(error);
    }
}
