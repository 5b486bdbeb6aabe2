using System.Collections.Concurrent;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Soap;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>
/// Inserts borrowing requests at RapidILL, and says and asks what becomes of requests of both sides. What the service
/// answers about a request is taken in before the attempt counts as delivered.
/// </summary>
public sealed class RapidChannel : IChannel
{
    /// <summary>Requests whose last state is remembered; a repeated arrival is recognised anyway.</summary>
    private const int MaxRemembered = 10_000;

    private readonly IIntake _intake;
    private readonly ISecretBox _box;
    private readonly TimeProvider _time;
    private readonly RapidClient _client;
    private readonly RapidSearch _search;
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);

    /// <summary>Makes the channel; one for all partners.</summary>
    /// <param name="intake">Where answers go.</param>
    /// <param name="secrets">Fetches our passwords.</param>
    /// <param name="box">Seals and opens passwords of files.</param>
    /// <param name="http">From the client factory.</param>
    /// <param name="time">The clock.</param>
    public RapidChannel(IIntake intake, SecretReader secrets, ISecretBox box, HttpClient http, TimeProvider time)
    {
        _intake = intake;
        _box = box;
        _time = time;
        _client = new RapidClient(new SoapClient(http, time, RapidClient.Code, RapidClient.Name), secrets);
        _search = new RapidSearch(_client, time);
    }

    /// <inheritdoc/>
    public string Protocol => RapidArrivals.Protocol;

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return RapidCoding.Encode(envelope);
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not RapidPartnerSettings settings
            || RapidCodec.ReadCall(bytes) is not RapidReadResult.Call { Input: var input })
        {
            return new DeliveryOutcome.Deferred(RapidCoding.WrongChannel);
        }

        var attempt = new Attempt(envelope, settings);
        return input switch
        {
            InsertRequestInput insert => await InsertAsync(insert, attempt, cancellationToken),
            UpdateRequestInput update => await UpdateAsync(update, attempt, cancellationToken),
            RetrieveInfoInput look => await LookAsync(look, attempt, cancellationToken),
            _ => new DeliveryOutcome.Deferred(RapidCoding.WrongChannel),
        };
    }

    private async Task<DeliveryOutcome> InsertAsync(
        InsertRequestInput insert, Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Envelope.MayHaveArrived)
        {
            switch (await _search.FindAsync(insert, attempt.Envelope.CreatedAt, attempt.Settings, cancellationToken))
            {
                case RapidFinding.Found found:
                    return await KnownAsync(found.Number, $"the request was there already, as {found.Number}",
                        RapidArrivals.Raw(found.Entry), attempt, cancellationToken);
                case RapidFinding.Unclear unclear:
                    return new DeliveryOutcome.Deferred(unclear.Error);
            }
        }

        if (attempt.Settings.HoldingsCheck
            && await WhyNotHeldAsync(insert, attempt.Settings, cancellationToken) is { } outcome)
        {
            return outcome;
        }

        return await _client.CallAsync(insert, attempt.Settings, cancellationToken) switch
        {
            RapidExchange.Answered { Output: InsertRequestOutput output } answered =>
                await TakenAsync(insert, output, answered, attempt, cancellationToken),
            RapidExchange.Failed failed => failed.Outcome,
            var other => throw NoSuch(other),
        };
    }

    private async Task<DeliveryOutcome> TakenAsync(
        InsertRequestInput insert, InsertRequestOutput output, RapidExchange.Answered answered, Attempt attempt,
        CancellationToken cancellationToken)
    {
        if (output is { IsSuccessful: true, RapidRequestId: > 0 })
            return await KnownAsync(output.RapidRequestId, answered.Note, answered.Raw, attempt, cancellationToken);
        if (LocalHolding(output) is { } holding && !attempt.Settings.DoInsertLocalHolding)
            return HeldByUs(holding);
        if (output.DuplicateRequestId is { Length: > 0 } text
            && await _search.IsOursAsync(text, insert, attempt.Settings, cancellationToken) is { } number)
        {
            return await KnownAsync(number, $"the request was there already, as {number}", answered.Raw, attempt,
                cancellationToken);
        }

        return new DeliveryOutcome.Refused(RapidClient.RefusedError(answered.Note));
    }

    /// <summary>The number goes to the request; only then is the attempt done.</summary>
    private async Task<DeliveryOutcome> KnownAsync(
        int number, string note, ReadOnlyMemory<byte> raw, Attempt attempt, CancellationToken cancellationToken)
    {
        var message = RapidEvents.Taken(number, note, Header(attempt));
        var error = await TakeAsync(
            RapidArrivals.Of(message, $"request {number} taken", raw, attempt.Partner), cancellationToken);
        return error is null
            ? new DeliveryOutcome.Delivered($"request {number}")
            {
                IsHandedOver = attempt.Settings.CloseRequestOnExport, IsAcknowledged = true,
            }
            : new DeliveryOutcome.InDoubt(error);
    }

    /// <summary>Asks who holds the work; first ourselves, then the others. Null when it can be had.</summary>
    private async Task<DeliveryOutcome?> WhyNotHeldAsync(
        InsertRequestInput insert, RapidPartnerSettings settings, CancellationToken cancellationToken)
    {
        var check = insert with { IsHoldingsCheckOnly = true, DoBlockLocalOnly = false };
        var note = "";
        foreach (var asked in new[] { check, check with { PatronNotes = RapidInsertWriter.RemoteSearch } })
        {
            switch (await _client.CallAsync(asked, settings, cancellationToken))
            {
                case RapidExchange.Answered { Output: InsertRequestOutput output } answered:
                    if (LocalHolding(output) is { } holding && !settings.DoInsertLocalHolding)
                        return HeldByUs(holding);
                    if (output is { FoundMatch: true, NumberOfAvailableHoldings: > 0 })
                        return null;
                    note = answered.Note;
                    break;
                case RapidExchange.Failed failed:
                    return failed.Outcome;
                case RapidExchange.TooLarge:
                    return null;
                case var other:
                    throw NoSuch(other);
            }
        }

        return new DeliveryOutcome.Refused(new GatewayError("rapid-not-held", RetryClass.Never,
            $"{RapidClient.Name} knows no lender: {note.TrimEnd('.')}."));
    }

    private static string? LocalHolding(InsertRequestOutput output)
    {
        if (!output.IsLocalHolding && output.LocalHoldings is not { Count: > 0 })
            return null;
        var places = (output.LocalHoldings ?? []).Select(one => string.Join(", ", new[]
        {
            one.BranchName, one.LibLocation, one.CallNumber, one.RapidRedirectUrl,
        }.Where(part => !string.IsNullOrWhiteSpace(part)))).Where(text => text.Length > 0).Take(5).ToArray();
        return places.Length == 0 ? "no place is named" : string.Join("; ", places);
    }

    private static DeliveryOutcome.Refused HeldByUs(string places) => new(new GatewayError(
        "rapid-local-holding", RetryClass.Never, $"Our own library holds it, says {RapidClient.Name}: {places}."));

    private async Task<DeliveryOutcome> UpdateAsync(
        UpdateRequestInput update, Attempt attempt, CancellationToken cancellationToken)
    {
        if (Revealed(update, attempt.Envelope.Message) is not { } complete)
        {
            return new DeliveryOutcome.Deferred(new GatewayError("rapid-file-password", RetryClass.AfterOperator,
                "The password of the file cannot be read.", "the key of the data folder is not the one that sealed it"));
        }

        if (attempt.Envelope.MayHaveArrived)
        {
            switch (await _search.HasArrivedAsync(update, RapidCoding.WeBorrow(attempt.Envelope), attempt.Settings,
                cancellationToken))
            {
                case RapidFinding.Unclear unclear:
                    return new DeliveryOutcome.Deferred(unclear.Error);
                case RapidFinding.Found:
                    return await DoneAsync(update, "it had arrived", default, attempt, cancellationToken);
            }
        }

        return await _client.CallAsync(complete, attempt.Settings, cancellationToken) switch
        {
            RapidExchange.Answered { Output.IsSuccessful: true } done =>
                await DoneAsync(update, done.Note, done.Raw, attempt, cancellationToken),
            RapidExchange.Answered no => new DeliveryOutcome.Refused(RapidClient.RefusedError(no.Note)),
            RapidExchange.Failed failed => failed.Outcome,
            var other => throw NoSuch(other),
        };
    }

    /// <summary>A cancellation that was carried out is agreed to; the service says nothing else about it.</summary>
    private async Task<DeliveryOutcome> DoneAsync(
        UpdateRequestInput update, string note, ReadOnlyMemory<byte> raw, Attempt attempt,
        CancellationToken cancellationToken)
    {
        if (update.UpdateAction == RapidUpdateAction.Cancel)
        {
            var reply = new IllMessage.CancelReply { Header = Header(attempt), Agrees = true };
            var identity = FormattableString.Invariant($"answer to {attempt.Envelope.OutboxId}");
            if (await TakeAsync(RapidArrivals.Of(reply, identity, raw, attempt.Partner), cancellationToken) is { } error)
                return new DeliveryOutcome.InDoubt(error);
        }

        return new DeliveryOutcome.Delivered($"{update.UpdateAction}: {note}");
    }

    /// <summary>The update with the password of the file; null when that cannot be opened.</summary>
    private UpdateRequestInput? Revealed(UpdateRequestInput update, IllMessage message)
    {
        if (update.ArticleExchangePassword != RapidUpdates.Masked)
            return update;
        return message is IllMessage.Shipped { Supply.Document.SealedPassword: { } box } && _box.Open(box) is { } password
            ? update with { ArticleExchangePassword = password.Reveal() }
            : null;
    }

    private async Task<DeliveryOutcome> LookAsync(RetrieveInfoInput look, Attempt attempt,
        CancellationToken cancellationToken)
    {
        switch (await _client.CallAsync(look, attempt.Settings, cancellationToken))
        {
            case RapidExchange.Answered { Output: RetrieveInfoOutput { IsSuccessful: true } info }:
                return await TellAsync(look.RequestId, info, attempt, cancellationToken);
            case RapidExchange.Answered no:
                return new DeliveryOutcome.Refused(RapidClient.RefusedError(no.Note));
            case RapidExchange.Failed failed:
                return failed.Outcome;
            case RapidExchange.TooLarge:
                return new DeliveryOutcome.Refused(RapidClient.RefusedError("the answer is too large"));
            case var other:
                throw NoSuch(other);
        }
    }

    /// <summary>A state is told once.</summary>
    private async Task<DeliveryOutcome> TellAsync(
        int number, RetrieveInfoOutput info, Attempt attempt, CancellationToken cancellationToken)
    {
        var transaction = attempt.Envelope.Message.Header.Transaction;
        var entry = RapidEntry.Of(number, info, _box.Seal) with { Reference = OrderReference.Of(transaction) };
        var key = FormattableString.Invariant($"{attempt.Partner} {number}");
        var now = ServiceTime.From(_time.GetLocalNow());
        var message = RapidCoding.WeBorrow(attempt.Envelope)
            ? RapidEvents.ToBorrower(entry, now)
            : RapidEvents.ToLender(entry, transaction, now);
        if (message is not null && _told.GetValueOrDefault(key) != entry.Identity)
        {
            var whole = message with { Header = message.Header with { Transaction = transaction } };
            var arrival = RapidArrivals.Of(whole, entry.Identity, RapidArrivals.Raw(info), attempt.Partner);
            if (await TakeAsync(arrival, cancellationToken) is { } error)
                return new DeliveryOutcome.Deferred(error);
        }

        if (_told.Count >= MaxRemembered)
            _told.Clear();
        _told[key] = entry.Identity;
        return new DeliveryOutcome.Delivered($"{entry.State}");
    }

    private async Task<GatewayError?> TakeAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var receipt = await _intake.AcceptAsync(arrival, cancellationToken);
        return receipt.Outcome == ArrivalOutcome.Unavailable
            ? receipt.Error ?? new GatewayError(
                "store-unavailable", RetryClass.Later, $"The answer of {RapidClient.Name} could not be kept.")
            : null;
    }

    private MessageHeader Header(Attempt attempt)
    {
        var header = attempt.Envelope.Message.Header;
        return new MessageHeader
        {
            Transaction = header.Transaction,
            At = ServiceTime.From(_time.GetLocalNow()),
            Requester = header.Requester,
            RequesterReference = header.RequesterReference,
            ResponderReference = RapidCoding.NumberOf(attempt.Envelope) is { } number
                ? FormattableString.Invariant($"{number}") : null,
        };
    }

    private static InvalidOperationException NoSuch(RapidExchange exchange) =>
        new($"No such result of a call: {exchange}");

    private sealed record Attempt(Envelope Envelope, RapidPartnerSettings Settings)
    {
        public string Partner => Envelope.Recipient.Code;
    }
}
