using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Contracts;

/// <summary>
/// Delivers messages to partners in one protocol. The delivery lane calls <see cref="Encode"/> once for each message,
/// keeps the bytes in the journal, and then calls <see cref="SendAsync"/> as often as the schedule wants: every attempt
/// carries the same bytes, so that the partner can recognise a repeat.
/// </summary>
public interface IChannel
{
    /// <summary>The protocol's name, as in a partner's file (<c>channel.type</c>).</summary>
    string Protocol { get; }

    /// <summary>Maps and encodes. Pure: no clock, no network; the same envelope gives the same bytes.
    /// A message that this protocol cannot express is an error, never a silent drop.</summary>
    EncodeResult Encode(Envelope envelope);

    /// <summary>
    /// One attempt. Never throws for what the network or the peer does; cancellation is answered with
    /// <see cref="DeliveryOutcome.InDoubt"/> or <see cref="DeliveryOutcome.Deferred"/>, whichever is true.
    /// </summary>
    Task<DeliveryOutcome> SendAsync(ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken);
}

/// <summary>Everything that a channel needs to deliver one message.</summary>
public sealed record Envelope
{
    /// <summary>The outbox number: the same in every attempt, never used for another message.</summary>
    public required long OutboxId { get; init; }

    /// <summary>When the message was made; encoders that need a date use this one.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What to say.</summary>
    public required IllMessage Message { get; init; }

    /// <summary>The request that it is about; null for an error report about a transaction that we do not
    /// know.</summary>
    public TransactionSummary? About { get; init; }

    /// <summary>Set for a letter to the patron: what it says, and to whom. The message then says nothing of its own.</summary>
    public ToPatron? Patron { get; init; }

    /// <summary>To whom.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>From whom: our library.</summary>
    public required Sender Sender { get; init; }

    /// <summary>While it is sent: the file that travels in the message (<see cref="SuppliedDocument.IsAttached"/>). The bytes
    /// that are kept have a placeholder for it.</summary>
    public ReadOnlyMemory<byte> File { get; init; }

    /// <summary>True when an earlier attempt may have reached the partner: a channel whose partner does not recognise a
    /// repeat looks there first.</summary>
    public bool MayHaveArrived { get; init; }
}

/// <summary>A letter to a patron, with the patron as known when the attempt began. Never written to a log.</summary>
/// <param name="Letter">What it says.</param>
public sealed record ToPatron(PatronLetter Letter)
{
    /// <summary>The patron's name.</summary>
    public string? Name { get; init; }

    /// <summary>The patron's mail address; null when none is known.</summary>
    public string? Email { get; init; }

    /// <summary>The patron's language, ISO 639-1.</summary>
    public required string Language { get; init; }

    /// <summary>The file that was supplied.</summary>
    public SuppliedDocument? Document { get; init; }

    /// <summary>Where the file can be fetched, with the secret masked.</summary>
    public string? Link { get; init; }

    /// <summary>Is it the letter that a file goes along with?</summary>
    public bool TakesFile => Letter.Code == PatronLetterCode.FulDigitizationNotificationItemLetter;

    /// <summary>The file of ours that goes along; null for none.</summary>
    public SuppliedDocument? Attached => TakesFile && Document is { Number: not null } file ? file : null;

    /// <summary>Prints the letter only.</summary>
    public override string ToString() => $"{Letter.Code} to a patron";
}

/// <summary>A partner, as its file stood when the attempt began.</summary>
public sealed record Recipient
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its symbols, the primary one first.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>Its language, ISO 639-1.</summary>
    public required string Language { get; init; }

    /// <summary>May patron data be sent to it?</summary>
    public bool SendPatron { get; init; }

    /// <summary>The channel part of its file; only its own protocol looks inside.</summary>
    public required IChannelSettings Settings { get; init; }
}

/// <summary>Our library.</summary>
public sealed record Sender
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its symbols, the primary one first.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>Its postal address, for letters and parcels.</summary>
    public PostalAddress? Address { get; init; }

    /// <summary>Its mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Where its listener for ISO ILL is reached from outside, host:port; null when it has none.</summary>
    public string? PublicAddress { get; init; }
}

/// <summary>A closed set: bytes, or why there are none.</summary>
public abstract record EncodeResult
{
    private EncodeResult()
    {
    }

    /// <summary>Ready to send.</summary>
    /// <param name="Bytes">What will be sent in every attempt.</param>
    /// <param name="Losses">What the protocol could not carry.</param>
    public sealed record Encoded(ReadOnlyMemory<byte> Bytes, LossReport Losses) : EncodeResult;

    /// <summary>This protocol has no way to say it: nothing is sent, and that is right (an ISO status query to a
    /// partner who reads letters). The request's history tells.</summary>
    /// <param name="Reason">For the staff.</param>
    public sealed record NotExpressible(string Reason) : EncodeResult;

    /// <summary>It should have been possible, but the content is at fault.</summary>
    /// <param name="Error">What is wrong.</param>
    public sealed record Failed(GatewayError Error) : EncodeResult;
}

/// <summary>How an attempt ended: a closed set.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>The partner's system has it, as far as the protocol can tell.</summary>
    /// <param name="Detail">What the peer said.</param>
    public sealed record Delivered(string Detail) : DeliveryOutcome
    {
        /// <summary>True when the partner's system carries the request on by itself, and ours is closed as exported. Means
        /// something for a request only.</summary>
        public bool IsHandedOver { get; init; }

        /// <summary>True when the partner's system has confirmed that it has taken the request, which says nothing of whether
        /// it will supply. Means something for a request only.</summary>
        public bool IsAcknowledged { get; init; }
    }

    /// <summary>Surely not delivered; may pass later (or after an operator has mended something).</summary>
    /// <param name="Error">What went wrong.</param>
    public sealed record Deferred(GatewayError Error) : DeliveryOutcome;

    /// <summary>The partner's system said no for good.</summary>
    /// <param name="Error">What it said.</param>
    public sealed record Refused(GatewayError Error) : DeliveryOutcome;

    /// <summary>Sent, but whether it was taken is unknown.</summary>
    /// <param name="Error">What happened.</param>
    public sealed record InDoubt(GatewayError Error) : DeliveryOutcome;
}
