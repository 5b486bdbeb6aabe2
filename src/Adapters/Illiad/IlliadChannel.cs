using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Illiad;
using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Adapters.Illiad;

/// <summary>
/// Pushes borrowing requests into ILLiad by its Web Platform. What it answers about a request is taken in before the attempt
/// counts as delivered; when that fails, nobody knows the transaction number, and the attempt is in doubt.
/// </summary>
public sealed class IlliadChannel : IChannel
{
    private const string Name = "ILLiad";

    /// <summary>Transactions whose last queue is remembered; the oldest memory is not missed, since a repeated arrival is
    /// recognised anyway.</summary>
    private const int MaxRemembered = 10_000;

    private readonly SecretReader _secrets;
    private readonly TimeProvider _time;
    private readonly JsonClient _client;
    private readonly AnswerIntake _arrivals;
    private readonly JsonOutcomes _outcomes = new("illiad", Name);
    private readonly BoundedMemory _told = new(MaxRemembered);

    /// <summary>Makes the channel; one for all partners.</summary>
    /// <param name="intake">Where answers go.</param>
    /// <param name="secrets">Fetches keys.</param>
    /// <param name="http">From the client factory.</param>
    /// <param name="time">The clock.</param>
    public IlliadChannel(IIntake intake, SecretReader secrets, HttpClient http, TimeProvider time)
    {
        _secrets = secrets;
        _time = time;
        _client = new JsonClient(http, time, "illiad", Name);
        _arrivals = new AnswerIntake(intake, Protocol, Name);
    }

    /// <inheritdoc/>
    public string Protocol => "illiad";

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return IlliadCoding.Encode(envelope);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not IlliadPartnerSettings settings || !JsonCall.TryRead(bytes.Span, out var calls))
            return new DeliveryOutcome.Deferred(IlliadCoding.WrongChannel);
        var reading = settings.KeyFrom(_secrets);
        if (reading.Secret?.Reveal() is not { } key || key.Any(one => !char.IsAscii(one) || char.IsControl(one)))
            return _outcomes.NoKey(reading.Fault ?? "it has a control character, or one beyond ASCII");

        var way = new JsonWay(settings.Url, settings.Timeout, IlliadLimits.MaxAnswerOctets,
            [new("ApiKey", key), new("Accept", "application/json; version=1")]);
        var attempt = new Attempt(calls, envelope, settings, way);
        return envelope.Message switch
        {
            IllMessage.Request request => await CreateAsync(attempt, request, cancellationToken),
            IllMessage.Cancel => await CancelAsync(attempt, cancellationToken),
            IllMessage.StatusQuery => await LookAsync(attempt, cancellationToken),
            _ => await NoteAsync(calls[0], attempt, cancellationToken) ?? new DeliveryOutcome.Delivered("noted"),
        };
    }

    private async Task<DeliveryOutcome> CreateAsync(
        Attempt attempt, IllMessage.Request request, CancellationToken cancellationToken)
    {
        if (IlliadCoding.UserOf(attempt.Envelope, attempt.Settings, request.Content) is not { } user)
            return NoAccount("The patron's identifier is not sent to it (any more).");
        if (attempt.Envelope.MayHaveArrived
            && await FindAgainAsync(attempt, user.Segment, cancellationToken) is { } known)
        {
            return known;
        }

        if ((attempt.Settings.CheckUser || attempt.Settings.CreateUser)
            && await WithoutAccountAsync(attempt, user.Segment, cancellationToken) is { } without)
        {
            return without;
        }

        return await _client.CallAsync(attempt.Calls[^1], attempt.Way, cancellationToken) switch
        {
            JsonExchange.Answered { IsSuccess: true } answered => await TakenAsync(attempt, answered, cancellationToken),
            JsonExchange.Answered no => _outcomes.Of(no, IlliadReader.Words(no.Body), isLook: false),
            JsonExchange.Failed failed => JsonOutcomes.Of(failed, isLook: false),
            var other => throw NoSuch(other),
        };
    }

    private async Task<DeliveryOutcome> TakenAsync(
        Attempt attempt, JsonExchange.Answered answered, CancellationToken cancellationToken)
    {
        var (transaction, fault) = IlliadReader.Transaction(answered.Body, attempt.Settings.ReferenceField);
        return transaction is null
            ? _outcomes.Unreadable(fault, isLook: false)
            : await KnownAsync(attempt, transaction, answered, $"transaction {transaction.Number}", cancellationToken);
    }

    /// <summary>The number goes to the request; only then is the attempt done.</summary>
    private async Task<DeliveryOutcome> KnownAsync(
        Attempt attempt, IlliadTransaction transaction, JsonExchange.Answered answered, string detail,
        CancellationToken cancellationToken)
    {
        var message = IlliadEvents.Taken(transaction, Header(attempt));
        var error = await _arrivals.TakeAsync(message, $"transaction {transaction.Number} taken", transaction.Number,
            IlliadReader.WithoutPassword(answered.Body), attempt.Partner, cancellationToken);
        return error is null
            ? new DeliveryOutcome.Delivered(detail) { IsHandedOver = attempt.Settings.CloseRequestOnExport }
            : new DeliveryOutcome.InDoubt(error);
    }

    /// <summary>Looks whether a transaction of which nobody knows is there. Null when it is not, and may be created.</summary>
    private async Task<DeliveryOutcome?> FindAgainAsync(
        Attempt attempt, string user, CancellationToken cancellationToken)
    {
        var reference = OrderReference.Of(attempt.Envelope.Message.Header.Transaction);
        var call = IlliadCalls.Search(user, attempt.Settings.ReferenceField, reference);
        var exchange = await _client.CallAsync(call, attempt.Way, cancellationToken);
        if (exchange is JsonExchange.Failed failed)
            return JsonOutcomes.Of(failed, isLook: true);
        var answered = (JsonExchange.Answered)exchange;
        if (answered.Status == 404)
            return null;
        var words = IlliadReader.Words(answered.Body);
        if (answered.Status is 401 or 403 or 429 or 503)
            return _outcomes.Of(answered, words, isLook: true);
        var (transactions, fault) = IlliadReader.Transactions(answered.Body, attempt.Settings.ReferenceField);
        if (!answered.IsSuccess || transactions is null)
        {
            return new DeliveryOutcome.Deferred(new GatewayError("illiad-not-listed", RetryClass.Later,
                "ILLiad does not say whether it has the request, which may have arrived.",
                FormattableString.Invariant($"HTTP {answered.Status}, {(transactions is null ? fault : words)}")));
        }

        var found = transactions.FirstOrDefault(
            one => string.Equals(one.Reference, reference, StringComparison.OrdinalIgnoreCase));
        return found is null
            ? null
            : await KnownAsync(
                attempt, found, answered, $"the request was there already, as transaction {found.Number}", cancellationToken);
    }

    /// <summary>Looks for the account, and creates it where that is wanted. Null when it is there; the request itself has not
    /// been sent in any case.</summary>
    private async Task<DeliveryOutcome?> WithoutAccountAsync(
        Attempt attempt, string user, CancellationToken cancellationToken)
    {
        var exchange = await _client.CallAsync(IlliadCalls.User(user), attempt.Way, cancellationToken);
        if (exchange is JsonExchange.Answered { Status: 404 })
        {
            if (!attempt.Settings.CreateUser || attempt.Calls.Count < 2)
                return NoAccount("The patron has no account there.");
            exchange = await _client.CallAsync(attempt.Calls[0], attempt.Way, cancellationToken);
        }

        return exchange switch
        {
            JsonExchange.Answered { IsSuccess: true } => null,
            JsonExchange.Answered no => _outcomes.Of(no, IlliadReader.Words(no.Body), isLook: true),
            JsonExchange.Failed failed => JsonOutcomes.Of(failed, isLook: true),
            var other => throw NoSuch(other),
        };
    }

    /// <summary>The note comes first: the staff there read it when the transaction moves.</summary>
    private async Task<DeliveryOutcome> CancelAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Calls.Count > 1 && await NoteAsync(attempt.Calls[0], attempt, cancellationToken) is { } without)
            return without;
        var exchange = await _client.CallAsync(attempt.Calls[^1], attempt.Way, cancellationToken);
        if (exchange is not JsonExchange.Answered { IsSuccess: true } moved)
        {
            return exchange is JsonExchange.Answered no
                ? _outcomes.Of(no, IlliadReader.Words(no.Body), isLook: false)
                : JsonOutcomes.Of((JsonExchange.Failed)exchange, isLook: false);
        }

        var status = IlliadReader.Transaction(moved.Body, attempt.Settings.ReferenceField).Transaction?.Status;
        var now = string.IsNullOrEmpty(status) ? attempt.Settings.CancelStatus : status;
        var detail = $"moved to \"{now}\"";
        if (IlliadStatuses.Of(now, attempt.Settings.Statuses) != IlliadMeaning.Cancelled)
            return new DeliveryOutcome.Delivered($"{detail}; its staff decide");
        var reply = new IllMessage.CancelReply { Header = Header(attempt), Agrees = true };
        var identity = FormattableString.Invariant($"answer to {attempt.Envelope.OutboxId}");
        var error = await _arrivals.TakeAsync(
            reply, identity, "cancelled", IlliadReader.WithoutPassword(moved.Body), attempt.Partner, cancellationToken);
        return error is null ? new DeliveryOutcome.Delivered(detail) : new DeliveryOutcome.InDoubt(error);
    }

    /// <summary>Versions differ in the address for notes. Null when it was taken.</summary>
    private async Task<DeliveryOutcome?> NoteAsync(JsonCall note, Attempt attempt, CancellationToken cancellationToken)
    {
        var exchange = await _client.CallAsync(note, attempt.Way, cancellationToken);
        if (exchange is JsonExchange.Answered { Status: 404 })
            exchange = await _client.CallAsync(IlliadCalls.NoteElsewhere(note), attempt.Way, cancellationToken);
        return exchange switch
        {
            JsonExchange.Answered { IsSuccess: true } => null,
            JsonExchange.Answered no => _outcomes.Of(no, IlliadReader.Words(no.Body), isLook: false),
            JsonExchange.Failed failed => JsonOutcomes.Of(failed, isLook: false),
            var other => throw NoSuch(other),
        };
    }

    private async Task<DeliveryOutcome> LookAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var exchange = await _client.CallAsync(attempt.Calls[0], attempt.Way, cancellationToken);
        if (exchange is JsonExchange.Failed failed)
            return JsonOutcomes.Of(failed, isLook: true);
        var answered = (JsonExchange.Answered)exchange;
        if (!answered.IsSuccess)
            return _outcomes.Of(answered, IlliadReader.Words(answered.Body), isLook: true);
        var (transaction, fault) = IlliadReader.Transaction(answered.Body, attempt.Settings.ReferenceField);
        if (transaction is null || transaction.Number != IlliadCoding.NumberOf(attempt.Envelope))
            return _outcomes.Unreadable(transaction is null ? fault : "another transaction was shown", isLook: true);
        return await TellAsync(attempt, transaction, answered, cancellationToken);
    }

    /// <summary>A queue is told once: it is known by its name and by the time since which the transaction is in it.</summary>
    private async Task<DeliveryOutcome> TellAsync(
        Attempt attempt, IlliadTransaction transaction, JsonExchange.Answered answered, CancellationToken cancellationToken)
    {
        var key = $"{attempt.Partner} {transaction.Number}";
        var queue = $"{transaction.Status.ToUpperInvariant()} {transaction.StatusAt}";
        if (_told.Of(key) == queue)
            return new DeliveryOutcome.Delivered(IlliadEvents.Words(transaction));
        var meaning = IlliadStatuses.Of(transaction.Status, attempt.Settings.Statuses);
        foreach (var message in IlliadEvents.ToCanonical(transaction, meaning, About(attempt)))
        {
            var identity = $"transaction {transaction.Number} {IsoCode.Name(message.Service)} {queue}";
            var error = await _arrivals.TakeAsync(message, identity, transaction.Number,
                IlliadReader.WithoutPassword(answered.Body), attempt.Partner, cancellationToken);
            if (error is not null)
                return new DeliveryOutcome.Deferred(error);
        }

        _told.Keep(key, queue);
        return new DeliveryOutcome.Delivered(IlliadEvents.Words(transaction));
    }

    private IlliadAbout About(Attempt attempt) => new(
        Header(attempt),
        attempt.Envelope.About is { Content.Services: [ServiceType.Loan, ..] } ? ServiceType.Loan : ServiceType.CopyNonReturnable,
        attempt.Envelope.About is { ShippedOn: not null } or { ReceivedOn: not null });

    private MessageHeader Header(Attempt attempt) =>
        AnswerIntake.HeaderOf(attempt.Envelope.Message.Header, IlliadCoding.NumberOf(attempt.Envelope), _time);

    private static DeliveryOutcome.Refused NoAccount(string why) =>
        new(new GatewayError("illiad-no-account", RetryClass.Never, $"ILLiad cannot take the request. {why}"));

    private static InvalidOperationException NoSuch(JsonExchange exchange) => new($"No such result of a call: {exchange}");

    private sealed record Attempt(
        IReadOnlyList<JsonCall> Calls, Envelope Envelope, IlliadPartnerSettings Settings, JsonWay Way)
    {
        public string Partner => Envelope.Recipient.Code;
    }
}
