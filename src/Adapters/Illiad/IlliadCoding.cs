using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Illiad;
using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Adapters.Illiad;

/// <summary>Messages as calls. Pure.</summary>
internal static class IlliadCoding
{
    /// <summary>The calls of a message, or why there are none.</summary>
    public static EncodeResult Encode(Envelope envelope)
    {
        if (envelope.Recipient.Settings is not IlliadPartnerSettings settings)
            return new EncodeResult.Failed(WrongChannel);
        if (envelope.Message is IllMessage.Request request)
            return Order(request, envelope, settings);
        var note = IlliadNotes.Of(envelope.Message);
        if (note is null && envelope.Message is not (IllMessage.Cancel or IllMessage.StatusQuery))
        {
            return new EncodeResult.NotExpressible(
                "ILLiad's interface has no call for it; tell the broker in a general message where it matters.");
        }

        if (NumberOf(envelope) is not { } number)
        {
            return new EncodeResult.NotExpressible(
                "The transaction number of ILLiad is not known (yet), so that nothing can be said or asked about it.");
        }

        JsonCall[] calls = envelope.Message switch
        {
            IllMessage.StatusQuery => [IlliadCalls.Read(number)],
            IllMessage.Cancel { Note: { Length: > 0 } why } =>
                [IlliadCalls.Note(number, why), IlliadCalls.Route(number, settings.CancelStatus)],
            IllMessage.Cancel => [IlliadCalls.Route(number, settings.CancelStatus)],
            _ => [IlliadCalls.Note(number, note!)],
        };
        return new EncodeResult.Encoded(JsonCall.ToOctets(calls), LossReport.None);
    }

    public static GatewayError WrongChannel => new(
        "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by ILLiad's interface.");

    /// <summary>The number of the transaction; null while it is not known.</summary>
    public static string? NumberOf(Envelope envelope) =>
        (envelope.Message.Header.ResponderReference ?? envelope.About?.PartnerReference) is { } number
        && IlliadReader.IsNumber(number) ? number : null;

    /// <summary>The account of a request, as a segment of a path; null where there is none.</summary>
    public static (string Name, string Segment)? UserOf(Envelope envelope, IlliadPartnerSettings settings, IllRequest content)
    {
        var name = settings.UserName ?? (envelope.Recipient.SendPatron ? content.Patron?.Identifier?.Trim() : null);
        return name is { Length: > 0 and <= IlliadLimits.MaxUserName } && JsonCall.Segment(name) is { } segment
            ? (name, segment)
            : null;
    }

    private static EncodeResult Order(IllMessage.Request request, Envelope envelope, IlliadPartnerSettings settings)
    {
        if (UserOf(envelope, settings, request.Content) is not { } user)
            return new EncodeResult.Failed(NoAccount);
        var body = IlliadWriter.Transaction(new IlliadOrder
        {
            Content = request.Content,
            UserName = user.Name,
            Reference = OrderReference.Of(request.Header.Transaction),
            ReferenceField = settings.ReferenceField,
            Status = settings.NewStatus,
            Note = request.Note,
        });
        var create = IlliadCalls.Create(body.Json);
        var patron = settings.CreateUser && envelope.Recipient.SendPatron ? request.Content.Patron : null;
        JsonCall[] calls = patron is { Name: not null }
            ? [IlliadCalls.CreateUser(IlliadWriter.User(
                new IlliadNewUser(user.Name, patron, settings.Site, settings.DeliveryMethod))), create]
            : [create];
        return new EncodeResult.Encoded(JsonCall.ToOctets(calls), body.Losses);
    }

    private static GatewayError NoAccount => new("illiad-no-account", RetryClass.Never,
        "The request names no patron whose account at ILLiad could be used.",
        "set userName, or sendRequesterInformation with patrons whose identifiers are their accounts (50 characters at most)");
}
