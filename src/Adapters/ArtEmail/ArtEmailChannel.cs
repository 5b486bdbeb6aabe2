using System.Globalization;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Mapping.ArtEmail;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.ArtEmail;

/// <summary>
/// Orders from the British Library by ARTEmail. Each order has bytes of its own; all orders of one attempt travel in one
/// mail. The authorisation code comes into the mail at the moment of sending and is nowhere else: not in the journal, not
/// in the outbox. Cancelling and renewing have no keyword that is known; they are left to the staff.
/// </summary>
/// <param name="outlet">The mail server of the configuration in force, or the folder that stands in for it.</param>
/// <param name="secrets">Fetches the authorisation code.</param>
public sealed class ArtEmailChannel(Func<MailOutlet> outlet, SecretReader secrets) : IBatchChannel
{
    /// <summary>Stands for the authorisation code in the journal.</summary>
    internal const string Masked = "********";

    /// <inheritdoc/>
    public string Protocol => "artemail";

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not ArtEmailPartnerSettings settings)
            return Failed("wrong-channel", "The partner is not reached by ARTEmail.");
        if (envelope.Message is not IllMessage.Request request)
            return new EncodeResult.NotExpressible(WhyNot(envelope.Message));
        if (!ArtEmailReference.TryWrite(request.Header.Transaction, out var reference))
        {
            return Failed("artemail-reference",
                "The number of the request is too long for ARTEmail, or has other characters than letters, digits and hyphens.");
        }

        if (settings.KeywordsFor(request.Content) is not { } keywords)
            return Failed("artemail-keywords", "The partner's file has no keywords for this service.");
        var result = ArtEmailOrderWriter.Write(request.Content, new ArtEmailContext
        {
            Reference = reference,
            Keywords = keywords,
            DeliverTo = DeliverTo(request.Content, settings, envelope.Sender),
            Note = request.Note,
        });
        return result switch
        {
            ArtEmailResult.Written written => new EncodeResult.Encoded(Encoding.ASCII.GetBytes(written.Text), written.Losses),
            ArtEmailResult.Failed failed => Failed(failed.Code, failed.Text),
            _ => throw new InvalidOperationException($"No such result of an order: {result}"),
        };
    }

    /// <inheritdoc/>
    public Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        Parcel[] alone = [new(bytes, envelope)];
        return Join(alone) switch
        {
            JoinResult.Joined joined => SendTogetherAsync(joined, alone, cancellationToken),
            JoinResult.Failed failed => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Deferred(failed.Error)),
            var other => throw new InvalidOperationException($"No such result of joining: {other}"),
        };
    }

    /// <inheritdoc/>
    public int MaxTogether(IChannelSettings settings) => (settings as ArtEmailPartnerSettings)?.MaxOrders ?? 1;

    /// <inheritdoc/>
    public DateTimeOffset GoesOutAt(IChannelSettings settings, DateTimeOffset decidedAt)
    {
        if (settings is not ArtEmailPartnerSettings { Batch: ArtEmailBatch.Schedule } schedule || schedule.SendTimes.Count == 0)
            return decidedAt;
        var times = schedule.SendTimes
            .Select(text => TimeSpan.ParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture)).Order().ToArray();
        var today = new DateTimeOffset(decidedAt.Date, decidedAt.Offset);
        return times.Select(time => today + time).Append(today.AddDays(1) + times[0]).First(at => at >= decidedAt);
    }

    /// <inheritdoc/>
    public JoinResult Join(IReadOnlyList<Parcel> parcels)
    {
        ArgumentNullException.ThrowIfNull(parcels);
        return ArtEmailMail.TryRender(parcels, Masked, out var mail, out var error)
            ? new JoinResult.Joined(ArtEmailMail.Identity(parcels), mail)
            : new JoinResult.Failed(error);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendTogetherAsync(
        JoinResult.Joined joined, IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(joined);
        ArgumentNullException.ThrowIfNull(parcels);
        var first = parcels[0].Envelope;
        if (first.Recipient.Settings is not ArtEmailPartnerSettings settings)
            return new DeliveryOutcome.Deferred(AfterOperator("wrong-channel", "The partner is not reached by ARTEmail."));
        if (Authorisation(settings, out var fault) is not { } code)
            return new DeliveryOutcome.Deferred(fault!);
        if (!ArtEmailMail.TryRender(parcels, code, out var mail, out var error))
            return new DeliveryOutcome.Deferred(error);
        return await MailDispatch.SendAsync(outlet(), new RenderedMail
        {
            From = first.Sender.Email,
            To = settings.Address,
            EnvelopeId = joined.Identity,
            FileId = joined.Identity,
            Date = ArtEmailMail.Date(parcels),
            Octets = mail,
        }, cancellationToken);
    }

    private static ArtEmailDelivery? DeliverTo(IllRequest content, ArtEmailPartnerSettings settings, Sender sender)
    {
        var isLoan = content.Services is [ServiceType.Loan, ..];
        return settings.Delivery switch
        {
            ArtEmailDeliveryKind.Account => null,
            ArtEmailDeliveryKind.Email when isLoan => null,
            ArtEmailDeliveryKind.Email => new ArtEmailDelivery.Email(MailAddress(content) ?? sender.Email ?? ""),
            ArtEmailDeliveryKind.Postal => new ArtEmailDelivery.Postal(
                content.DeliverTo?.Postal ?? sender.Address ?? new PostalAddress()),
            _ => throw new InvalidOperationException($"No such address block: {settings.Delivery}"),
        };
    }

    private static string? MailAddress(IllRequest content) =>
        content.DeliverTo?.Electronic?.Address is { } address && address.Contains('@', StringComparison.Ordinal) ? address : null;

    private static string WhyNot(IllMessage message) => message switch
    {
        IllMessage.Cancel => "ARTEmail has no keyword for cancelling that is known: cancel the order by mail to the British "
            + "Library or on its web site; the answer (CAN or NCAN) is read by itself.",
        IllMessage.Renew => "ARTEmail has no keyword for renewing that is known: ask the British Library by mail or on its web "
            + "site; the answer (RENEWED or NO RENEW) is read by itself.",
        IllMessage.Message => "ARTEmail carries no free text: write to the British Library yourself.",
        _ => "ARTEmail carries orders only; nothing needs to be told to the British Library.",
    };

    private string? Authorisation(ArtEmailPartnerSettings settings, out GatewayError? error)
    {
        var reading = settings.Password is { } reference
            ? secrets.Read(reference)
            : new SecretReading(null, "the partner's file names no password");
        var code = reading.Secret?.Reveal();
        var isUsable = code is { Length: > 0 and <= 40 } && code.All(c => c is > ' ' and < '\u007f');
        error = isUsable ? null : AfterOperator("artemail-authorisation",
            "The authorisation code for ARTEmail cannot be used.",
            reading.Fault ?? "it has to be printable ASCII without blanks, at most 40 characters");
        return isUsable ? code : null;
    }

    private static GatewayError AfterOperator(string code, string text, string? detail = null) =>
        new(code, RetryClass.AfterOperator, text, detail);

    private static EncodeResult.Failed Failed(string code, string text) => new(AfterOperator(code, text));
}
