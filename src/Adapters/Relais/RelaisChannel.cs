using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Json;
using ResourceSharing.Mapping.Relais;

namespace ResourceSharing.Adapters.Relais;

/// <summary>
/// Requests loans by Relais D2D: search, then request. What it answers is taken in before the attempt counts as delivered;
/// when that fails, nobody knows the request number, and the attempt is in doubt.
/// </summary>
public sealed class RelaisChannel : IChannel
{
    private const string Name = "Relais";

    /// <summary>The server may end a session whose program changes its name.</summary>
    private const string UserAgent = "resource-sharing-gateway";

    /// <summary>Requests whose last status is remembered; the oldest memory is not missed, since a repeated arrival is
    /// recognised anyway.</summary>
    private const int MaxRemembered = 10_000;

    /// <summary>Clocks differ, and the server names no time zone.</summary>
    private static readonly TimeSpan SearchBack = TimeSpan.FromDays(1);

    private readonly SecretReader _secrets;
    private readonly TimeProvider _time;
    private readonly RelaisClient _client;
    private readonly AnswerIntake _arrivals;
    private readonly JsonOutcomes _outcomes = new("relais", Name);
    private readonly BoundedMemory _told = new(MaxRemembered);

    /// <summary>For which of our messages a request there was made.</summary>
    private readonly BoundedMemory _made = new(MaxRemembered);

    /// <summary>Makes the channel; one for all partners.</summary>
    /// <param name="intake">Where answers go.</param>
    /// <param name="secrets">Fetches keys.</param>
    /// <param name="http">From the client factory.</param>
    /// <param name="time">The clock.</param>
    public RelaisChannel(IIntake intake, SecretReader secrets, HttpClient http, TimeProvider time)
    {
        _secrets = secrets;
        _time = time;
        _client = new RelaisClient(new JsonClient(http, time, "relais", Name), _outcomes);
        _arrivals = new AnswerIntake(intake, Protocol, Name);
    }

    /// <inheritdoc/>
    public string Protocol => "relais";

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return RelaisCoding.Encode(envelope);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not RelaisPartnerSettings settings || !JsonCall.TryRead(bytes.Span, out var calls))
            return new DeliveryOutcome.Deferred(RelaisCoding.WrongChannel);
        if (RelaisCoding.PatronOf(envelope, settings) is not { } patron)
            return _outcomes.Refused("the patron's identifier is not sent to it (any more)");
        var reading = settings.KeyFrom(_secrets);
        if (reading.Secret?.Reveal() is not { } key)
            return _outcomes.NoKey(reading.Fault);

        var attempt = new Attempt(calls, envelope, User(envelope.Recipient.Code, settings, patron, key));
        return envelope.Message is IllMessage.Request
            ? await RequestAsync(attempt, cancellationToken)
            : await LookAsync(attempt, cancellationToken);
    }

    private static RelaisUser User(string partner, RelaisPartnerSettings settings, string patron, string key) => new(
        partner, settings,
        new RelaisLogin(key, settings.PartnershipId, settings.UserGroup, settings.LibrarySymbol, patron),
        new JsonWay(settings.Url, settings.Timeout, RelaisLimits.MaxAnswerOctets,
            [new("User-Agent", UserAgent), new("Accept-Language", settings.Language), new("Accept", "application/json")]));

    private async Task<DeliveryOutcome> RequestAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Envelope.MayHaveArrived && await FindAgainAsync(attempt, cancellationToken) is { } known)
            return known;
        var found = await _client.CallAsync(
            attempt.Calls[0], attempt.User, RelaisReader.Available, isLook: true, cancellationToken);
        if (found is not RelaisResult<RelaisAvailability>.Said { Value: var available, Raw: var raw })
            return await NothingAsync(attempt, found, cancellationToken);
        return available.IsAvailable || !attempt.Settings.RequireAvailable
            ? await AddAsync(attempt, available, cancellationToken)
            : await UnfilledAsync(
                attempt, ReasonUnfilled.Other, Words(available.Message, "Not available."), raw, cancellationToken);
    }

    private async Task<DeliveryOutcome> AddAsync(
        Attempt attempt, RelaisAvailability available, CancellationToken cancellationToken)
    {
        var pickup = attempt.Settings.PickupLocation ?? (available.Pickups.Count > 0 ? available.Pickups[0] : null);
        if (pickup is null)
            return _outcomes.Refused("it offers no pickup location, and the partner's file names none");
        var added = await _client.CallAsync(
            RelaisCalls.WithPickup(attempt.Calls[^1], pickup), attempt.User, RelaisReader.Added, isLook: false,
            cancellationToken);
        if (added is not RelaisResult<RelaisAdded>.Said { Value: var made, Raw: var raw })
            return await NothingAsync(attempt, added, cancellationToken);
        return made.RequestNumber is { Length: > 0 } number
            ? await KnownAsync(attempt, number, made.Message, $"request {number}", raw, cancellationToken)
            : await UnfilledAsync(
                attempt, ReasonUnfilled.Other, Words(made.Message, "It cannot be requested."), raw, cancellationToken);
    }

    private static string Words(string said, string otherwise) => said.Length > 0 ? said : otherwise;

    /// <summary>A call that did not give what it was made for.</summary>
    private async Task<DeliveryOutcome> NothingAsync<T>(
        Attempt attempt, RelaisResult<T> result, CancellationToken cancellationToken)
        where T : class => result switch
    {
        RelaisResult<T>.NoResult none => await UnfilledAsync(
            attempt, ReasonUnfilled.LocationsNotFound, none.Words, none.Raw, cancellationToken),
        RelaisResult<T>.Failed failed => failed.Outcome,
        _ => throw new InvalidOperationException($"No such result of a call: {result}"),
    };

    private async Task<DeliveryOutcome> KnownAsync(
        Attempt attempt, string number, string words, string detail, ReadOnlyMemory<byte> raw,
        CancellationToken cancellationToken)
    {
        var error = await _arrivals.TakeAsync(RelaisEvents.Taken(number, words, Header(attempt)),
            $"request {number} taken", number, raw, attempt.Partner, cancellationToken);
        if (error is not null)
            return new DeliveryOutcome.InDoubt(error);
        _made.Keep($"{attempt.Partner} {number}", attempt.Message);
        return new DeliveryOutcome.Delivered(detail) { IsHandedOver = attempt.Settings.CloseRequestOnExport };
    }

    /// <summary>Nothing was requested there, so that an answer that cannot be kept is simply asked for again.</summary>
    private async Task<DeliveryOutcome> UnfilledAsync(
        Attempt attempt, ReasonUnfilled reason, string words, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        var identity = FormattableString.Invariant($"answer to {attempt.Envelope.OutboxId}");
        var error = await _arrivals.TakeAsync(
            RelaisEvents.Unfilled(Header(attempt), reason, words), identity, words, raw, attempt.Partner, cancellationToken);
        return error is null ? new DeliveryOutcome.Delivered(words) : new DeliveryOutcome.Deferred(error);
    }

    /// <summary>Looks whether a request of which nobody knows is there, by item and day, since Relais does not give our
    /// reference back; what is known to be another message's request is not it. Null when it is not there, and may be
    /// made.</summary>
    private async Task<DeliveryOutcome?> FindAgainAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var result = await MyRequestsAsync(attempt, cancellationToken);
        if (result is RelaisResult<RelaisRequests>.Failed failed)
            return failed.Outcome;
        if (result is not RelaisResult<RelaisRequests>.Said said)
            return null;
        var since = ServiceTime.From(attempt.Envelope.CreatedAt - SearchBack);
        var citation = ((IllMessage.Request)attempt.Envelope.Message).Content.Citation;
        var found = said.Value.Requests.Where(one => one.SubmittedAt?.IsAfter(since) != false && IsOf(one, citation)
            && (_made.Of($"{attempt.Partner} {one.Number}") ?? attempt.Message) == attempt.Message).ToArray();
        if (found.Length > 1)
        {
            return new DeliveryOutcome.Deferred(new GatewayError("relais-not-clear", RetryClass.Later,
                "Relais has several requests for this item, and the one in question may be among them.",
                string.Join(", ", found.Take(5).Select(one => one.Number))));
        }

        return found.Length == 0 ? null : await KnownAsync(attempt, found[0].Number, found[0].Status,
            $"the request was there already, as {found[0].Number}", said.Raw, cancellationToken);
    }

    private static bool IsOf(RelaisRequest request, Citation citation)
    {
        if (citation.Isbn is { } isbn && request.Isbn.Length > 0)
            return RelaisSearch.Bare(isbn) == RelaisSearch.Bare(request.Isbn);
        if (citation.Issn is { } issn && request.Issn.Length > 0)
            return RelaisSearch.Bare(issn) == RelaisSearch.Bare(request.Issn);
        var title = RelaisSearch.Bare(citation.Title ?? citation.UniformTitle ?? "");
        return title.Length > 0 && RelaisSearch.Bare(request.Title).StartsWith(title, StringComparison.Ordinal);
    }

    private async Task<DeliveryOutcome> LookAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var result = await MyRequestsAsync(attempt, cancellationToken);
        if (result is RelaisResult<RelaisRequests>.Failed failed)
            return failed.Outcome;
        var number = RelaisCoding.NumberOf(attempt.Envelope);
        return result is RelaisResult<RelaisRequests>.Said said
            && said.Value.Requests.FirstOrDefault(one => one.Number == number) is { } request
                ? await TellAsync(attempt, request, said.Raw, cancellationToken)
                : new DeliveryOutcome.Refused(new GatewayError(
                    "relais-request-unknown", RetryClass.Never, $"Relais does not show the request {number}."));
    }

    private Task<RelaisResult<RelaisRequests>> MyRequestsAsync(Attempt attempt, CancellationToken cancellationToken) =>
        _client.CallAsync(RelaisCalls.MyRequests, attempt.User, RelaisReader.MyRequests, isLook: true, cancellationToken);

    /// <summary>A status is told once: it is known by its name and by the time since which the request has it.</summary>
    private async Task<DeliveryOutcome> TellAsync(
        Attempt attempt, RelaisRequest request, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        var key = $"{attempt.Partner} {request.Number}";
        var status = $"{request.Status.ToUpperInvariant()} {request.StatusAt}";
        if (_told.Of(key) == status)
            return new DeliveryOutcome.Delivered(request.Status);
        var isSupplied = attempt.Envelope.About is { ShippedOn: not null } or { ReceivedOn: not null };
        foreach (var message in RelaisEvents.ToCanonical(request, new RelaisAbout(Header(attempt), isSupplied)))
        {
            var identity = $"request {request.Number} {IsoCode.Name(message.Service)} {status}";
            var error = await _arrivals.TakeAsync(message, identity, request.Number, raw, attempt.Partner, cancellationToken);
            if (error is not null)
                return new DeliveryOutcome.Deferred(error);
        }

        _told.Keep(key, status);
        return new DeliveryOutcome.Delivered(request.Status);
    }

    private MessageHeader Header(Attempt attempt) =>
        AnswerIntake.HeaderOf(attempt.Envelope.Message.Header, RelaisCoding.NumberOf(attempt.Envelope), _time);

    private sealed record Attempt(IReadOnlyList<JsonCall> Calls, Envelope Envelope, RelaisUser User)
    {
        public RelaisPartnerSettings Settings => User.Settings;

        public string Partner => Envelope.Recipient.Code;

        public string Message => FormattableString.Invariant($"{Envelope.OutboxId}");
    }
}
