using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>
/// The one thing that a system is told which manages requests itself: that more time is wanted (RenewItem). What it answers is
/// taken in before the attempt counts as delivered.
/// </summary>
public sealed class NcipChannel : IChannel
{
    private readonly NcipClient _client;
    private readonly AnswerIntake _arrivals;
    private readonly TimeProvider _time;

    /// <summary>Makes the channel; one for all partners.</summary>
    /// <param name="client">Sends.</param>
    /// <param name="intake">Where answers go.</param>
    /// <param name="time">The clock, with the library's zone.</param>
    public NcipChannel(NcipClient client, IIntake intake, TimeProvider time)
    {
        _client = client;
        _arrivals = new AnswerIntake(intake, Protocol, "the partner's system");
        _time = time;
    }

    /// <inheritdoc/>
    public string Protocol => NcipResponder.Protocol;

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not NcipPartnerSettings settings)
            return new EncodeResult.Failed(WrongChannel);
        if (envelope.Message is not IllMessage.Renew renew)
            return new EncodeResult.NotExpressible("The partner's system manages the request itself and does this by itself.");
        if (settings.Connection is not { } connection)
            return new EncodeResult.NotExpressible("The partner's file names no connection to ask for a renewal.");
        if ((renew.Header.ResponderReference ?? envelope.About?.PartnerReference) is not { } number)
            return new EncodeResult.NotExpressible("The number that the partner's system gave the item is not known.");

        var written = NcipClient.Encode(
            RenewItem(renew, number, envelope, settings), connection, NcipDialect.Named(settings.Broker.Dialect));
        var losses = string.IsNullOrWhiteSpace(renew.Note)
            ? written.Losses
            : new LossReport([.. written.Losses.Losses, new Loss("note", LossKind.Dropped, "A RenewItem has no place for it.")]);
        return new EncodeResult.Encoded(written.Octets, losses);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not NcipPartnerSettings { Connection: { } connection })
            return new DeliveryOutcome.Deferred(WrongChannel);
        return await _client.SendAsync(bytes, connection, cancellationToken) switch
        {
            NcipExchange.Answered answered => await TakeAsync(answered, envelope, cancellationToken),
            NcipExchange.Failed failed => NcipOutcomes.Of(failed),
            var other => throw new InvalidOperationException($"No such end of an exchange: {other}"),
        };
    }

    private static GatewayError WrongChannel => new(
        "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by NCIP.");

    /// <summary>The item as the partner's system named it when it brought it: the prefix of its items, and its number.</summary>
    private RenewItem RenewItem(IllMessage.Renew renew, string number, Envelope envelope, NcipPartnerSettings settings)
    {
        var item = number.StartsWith(settings.Broker.ItemPrefix, StringComparison.Ordinal)
            ? number
            : settings.Broker.ItemPrefix + number;
        return new RenewItem
        {
            UserId = envelope.About?.Content.Patron?.Identifier is { } user
                ? new NcipUserId { AgencyId = AgencyOf(settings), Value = user }
                : null,
            ItemId = new NcipItemId { AgencyId = AgencyOf(settings), Value = item },
            DesiredDateDue = renew.DesiredDueOn is { } day ? NcipDate.Of(EndOf(day)) : null,
        };
    }

    private static NcipCode? AgencyOf(NcipPartnerSettings settings) =>
        settings.Connection?.FromAgency is { } agency ? new NcipCode(agency, settings.Connection.FromAgencyScheme) : null;

    private DateTimeOffset EndOf(DateOnly day)
    {
        var local = day.ToDateTime(new TimeOnly(23, 59, 59));
        return new DateTimeOffset(local, _time.LocalTimeZone.GetUtcOffset(local));
    }

    private async Task<DeliveryOutcome> TakeAsync(
        NcipExchange.Answered answered, Envelope envelope, CancellationToken cancellationToken)
    {
        var (message, words) = Meaning(answered.Response, envelope);
        if (message is null)
        {
            return IsPassing(answered.Response)
                ? new DeliveryOutcome.Deferred(NcipOutcomes.NotNow(words))
                : new DeliveryOutcome.Deferred(NcipOutcomes.NotBelieved(words));
        }

        var error = await _arrivals.TakeAsync(
            message, FormattableString.Invariant($"answer to {envelope.OutboxId}"), words,
            NcipSecrets.Blanked(answered.Raw, null), envelope.Recipient.Code, answered.Read.Losses, cancellationToken);
        return error is null ? new DeliveryOutcome.Delivered(words) : new DeliveryOutcome.InDoubt(error);
    }

    /// <summary>What an answer means, and in words; no message where the renewal was not even looked at.</summary>
    private (IllMessage? Message, string Words) Meaning(NcipResponse response, Envelope envelope)
    {
        var words = string.Join("; ", response.Problems.Select(problem => problem.Detail ?? problem.Type?.Value ?? "a problem"));
        if (IsPassing(response) || IsAboutUs(response))
            return (null, words);
        var header = Header(envelope);
        if (!response.IsSuccess)
            return (new IllMessage.RenewAnswer { Header = header, Grants = false, Note = Cut(words) }, words);
        if (response is not RenewItemResponse renewed)
        {
            const string Note = "The partner's system has answered a renewal with something else.";
            return (new IllMessage.Message { Header = header, Note = Note }, "");
        }

        if (renewed.Pending)
        {
            var until = renewed.DateOfExpectedReply is { } date ? $" An answer is expected by {Day(date):yyyy-MM-dd}." : "";
            return (new IllMessage.Message { Header = header, Note = $"The renewal is not decided yet.{until}" }, "pending");
        }

        var due = renewed.DateDue ?? renewed.DateForReturn;
        return (
            new IllMessage.RenewAnswer
            {
                Header = header, Grants = true, Due = due is null ? null : new DueDate(Day(due)),
            },
            due is null ? "renewed" : FormattableString.Invariant($"renewed until {Day(due):yyyy-MM-dd}"));
    }

    private MessageHeader Header(Envelope envelope)
    {
        var header = envelope.Message.Header;
        return AnswerIntake.HeaderOf(header, header.ResponderReference ?? envelope.About?.PartnerReference, _time);
    }

    private DateOnly Day(NcipDate date) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(date.At(_time.LocalTimeZone), _time.LocalTimeZone).DateTime);

    private static bool IsPassing(NcipResponse response) => Has(response, NcipProblemTypes.TemporaryProcessingFailure);

    /// <summary>It is not the renewal that is at fault but our settings: a person has to mend them.</summary>
    private static bool IsAboutUs(NcipResponse response) =>
        response.Problems.Any(problem => NcipProblemTypes.IsAboutCaller(problem.Type))
        || Has(response, NcipProblemTypes.UnsupportedService) || Has(response, NcipProblemTypes.UnknownService)
        || Has(response, NcipProblemTypes.UnauthorizedServiceForAgency)
        || Has(response, NcipProblemTypes.UnauthorizedServiceForSystem);

    private static bool Has(NcipResponse response, string type) =>
        response.Problems.Any(problem => problem.Type?.Is(type) == true);

    private static string Cut(string words) => words.Length <= 500 ? words : words[..500];
}
