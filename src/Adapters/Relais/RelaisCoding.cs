using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Json;
using ResourceSharing.Mapping.Relais;

namespace ResourceSharing.Adapters.Relais;

/// <summary>Messages as calls. Pure.</summary>
internal static class RelaisCoding
{
    /// <summary>The calls of a message, or why there are none.</summary>
    public static EncodeResult Encode(Envelope envelope)
    {
        if (envelope.Recipient.Settings is not RelaisPartnerSettings settings)
            return new EncodeResult.Failed(WrongChannel);
        return envelope.Message switch
        {
            IllMessage.Request request => Order(request, envelope, settings),
            IllMessage.StatusQuery when NumberOf(envelope) is null => new EncodeResult.NotExpressible(
                "The request number of Relais is not known (yet), so that nothing can be asked about it."),
            IllMessage.StatusQuery => new EncodeResult.Encoded(JsonCall.ToOctets([RelaisCalls.MyRequests]), LossReport.None),
            _ => new EncodeResult.NotExpressible(
                "Relais has no call for it; do it in its portal where it matters."),
        };
    }

    public static GatewayError WrongChannel => new(
        "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by Relais D2D.");

    /// <summary>The number of the request there; null while it is not known.</summary>
    public static string? NumberOf(Envelope envelope) =>
        (envelope.Message.Header.ResponderReference ?? envelope.About?.PartnerReference) is { } number
        && RelaisReader.IsNumber(number) ? number : null;

    /// <summary>Who signs in; null where nobody can.</summary>
    public static string? PatronOf(Envelope envelope, RelaisPartnerSettings settings)
    {
        var content = (envelope.Message as IllMessage.Request)?.Content ?? envelope.About?.Content;
        var patron = settings.PatronId ?? (envelope.Recipient.SendPatron ? content?.Patron?.Identifier?.Trim() : null);
        return string.IsNullOrEmpty(patron) ? null : patron;
    }

    /// <summary>An item is requested by its number or words. What else a request says has no place there.</summary>
    private static EncodeResult Order(IllMessage.Request request, Envelope envelope, RelaisPartnerSettings settings)
    {
        var content = request.Content;
        if (content.Services is not [ServiceType.Loan, ..])
            return Fault("relais-loans-only", "Relais takes requests for loans only.");
        if (PatronOf(envelope, settings) is null)
            return Fault("relais-no-patron", "The request names no patron who could sign in to Relais.");
        if (RelaisSearch.Of(content.Citation) is not { } search)
            return Fault("relais-nothing-to-find", "The citation has neither a number nor a title to find the item by.");
        var losses = new LossLog();
        losses.Add("citation", LossKind.Dropped, $"The item is found by {search.Type}; nothing else of the citation is sent.");
        if (content.DeliverTo is not null)
            losses.Add("deliverTo", LossKind.Dropped, "The pickup location says where the item goes.");
        if (content.NeededBy is not null)
            losses.Add("neededBy", LossKind.MovedToNote, "It stands in the notes.");
        if (content.Citation.Volume is not null)
            losses.Add("volume", LossKind.MovedToNote, "It stands in the notes.");
        return new EncodeResult.Encoded(JsonCall.ToOctets(
        [
            RelaisCalls.Available(settings.PartnershipId, search),
            RelaisCalls.Add(settings.PartnershipId, search, settings.PickupLocation, Notes(request)),
        ]), losses.ToReport());
    }

    private static string Notes(IllMessage.Request request)
    {
        var content = request.Content;
        string?[] parts =
        [
            OrderReference.Of(request.Header.Transaction),
            content.Citation.Volume is { } volume ? $"volume {volume}" : null,
            content.NeededBy is { } day ? FormattableString.Invariant($"needed by {day:yyyy-MM-dd}") : null,
            request.Note,
        ];
        return string.Join("; ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    private static EncodeResult.Failed Fault(string code, string text) => new(new GatewayError(code, RetryClass.Never, text));
}
