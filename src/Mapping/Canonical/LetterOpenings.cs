namespace ResourceSharing.Mapping.Canonical;

/// <summary>What a letter leaves open and its request answers: "sent today" says neither loan nor copy, and the request
/// does.</summary>
public static class LetterOpenings
{
    /// <summary>Stands for a kind of supply that a letter does not name.</summary>
    public const ServiceType ServiceType = default;

    /// <summary>Fills in from the request what the letter left open; everything else stays as it is.</summary>
    /// <param name="message">What a letter proposes.</param>
    /// <param name="request">The request that it was placed at.</param>
    public static IllMessage Fill(IllMessage message, IllRequest request)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(request);
        var wanted = request.Services.Count > 0 ? request.Services[0] : Canonical.ServiceType.Loan;
        return message switch
        {
            IllMessage.Shipped { ServiceType: ServiceType } shipped => shipped with { ServiceType = wanted },
            IllMessage.Received { ServiceType: ServiceType } received => received with { ServiceType = wanted },
            _ => message,
        };
    }

    /// <summary>Who says such a message: true the borrower, false the lender, null either.</summary>
    public static bool? IsBorrowers(IllMessage message) => message switch
    {
        IllMessage.Request or IllMessage.ConditionalReply or IllMessage.Cancel or IllMessage.Received
            or IllMessage.Returned or IllMessage.Renew => true,
        IllMessage.Message { IsClaim: true } => true,
        IllMessage.ForwardNotification or IllMessage.Shipped or IllMessage.Answer or IllMessage.CancelReply
            or IllMessage.Recall or IllMessage.CheckedIn or IllMessage.Overdue or IllMessage.RenewAnswer
            or IllMessage.Expired => false,
        _ => null,
    };
}
