using System.Globalization;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>Messages as calls. Pure; passwords are blank.</summary>
internal static class RapidCoding
{
    public static GatewayError WrongChannel => new(
        "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by RapidILL's interface.");

    /// <summary>The call of a message, or why there is none.</summary>
    public static EncodeResult Encode(Envelope envelope)
    {
        if (envelope.Recipient.Settings is not RapidPartnerSettings settings)
            return new EncodeResult.Failed(WrongChannel);
        if (envelope.Message is IllMessage.Request request)
            return Insertion(request, envelope, settings);
        if (NumberOf(envelope) is not { } number)
        {
            return new EncodeResult.NotExpressible(
                "RapidILL's number of the request is not known (yet), so that nothing can be said or asked about it.");
        }

        RapidInput? call = envelope.Message is IllMessage.StatusQuery
            ? new RetrieveInfoInput { RequestId = number }
            : RapidUpdates.Of(envelope.Message, number, WeBorrow(envelope));
        return call is null
            ? new EncodeResult.NotExpressible(
                "RapidILL's interface has no call for it; tell the other library by mail where it matters.")
            : Encoded(call, settings, LossReport.None);
    }

    /// <summary>The number of the request at the service; null while it is not known.</summary>
    public static int? NumberOf(Envelope envelope)
    {
        var header = envelope.Message.Header;
        var text = envelope.About?.PartnerReference
            ?? (WeBorrow(envelope) ? header.ResponderReference : header.RequesterReference);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    /// <summary>On which side we are.</summary>
    public static bool WeBorrow(Envelope envelope) => envelope.About?.WeBorrow ?? true;

    private static EncodeResult Insertion(IllMessage.Request request, Envelope envelope, RapidPartnerSettings settings)
    {
        if (!settings.Borrows)
        {
            return new EncodeResult.Failed(new GatewayError("rapid-no-borrower", RetryClass.AfterOperator,
                "We are no borrower at RapidILL.", "set role: both, or take the partner out of rotas"));
        }

        var insertion = RapidInsertWriter.Write(new RapidOrder
        {
            Content = request.Content,
            Reference = OrderReference.Of(request.Header.Transaction),
            Note = request.Note,
            Patron = envelope.Recipient.SendPatron ? request.Content.Patron : null,
            AppName = settings.AppName,
            InsertLocalHolding = settings.DoInsertLocalHolding,
        });
        return insertion.Fault is { } fault
            ? new EncodeResult.Failed(new GatewayError("rapid-incomplete", RetryClass.Never, fault))
            : Encoded(insertion.Input, settings, insertion.Losses);
    }

    private static EncodeResult.Encoded Encoded(RapidInput call, RapidPartnerSettings settings, LossReport losses) =>
        new(RapidCodec.Write(call with
        {
            UserName = settings.User, Password = RapidUpdates.Masked,
            RequestingRapidCode = settings.RapidCode, RequestingBranchName = settings.Branch,
        }, settings.Soap), losses);
}
