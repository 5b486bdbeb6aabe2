using System.Net;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Contracts;

/// <summary>
/// Where every arrival goes. The listener has framed, limited and decoded it; the intake finds out who sent it,
/// whether it was seen before and which request it belongs to, decides, and commits everything in one transaction.
/// </summary>
public interface IIntake
{
    /// <summary>
    /// Takes over one message. When the task completes with any outcome but <see cref="ArrivalOutcome.Unavailable"/>,
    /// the message and everything that follows from it is on disk: only now may the listener acknowledge it or answer.
    /// Never throws for what is in the message. The same message again gets the same answer.
    /// </summary>
    Task<Receipt> AcceptAsync(Arrival arrival, CancellationToken cancellationToken);
}

/// <summary>One message as a listener hands it over.</summary>
public sealed record Arrival
{
    /// <summary>The language it came in: <c>iso-ill</c>, <c>email</c>, ... (the name of the protocol's folder).</summary>
    public required string Protocol { get; init; }

    /// <summary>The bytes as they came, for the journal. The listener must not reuse the memory.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Who is at the other end, as far as the transport knows.</summary>
    public required Peer Peer { get; init; }

    /// <summary>What the bytes mean, or why they mean nothing.</summary>
    public required ArrivalContent Content { get; init; }

    /// <summary>Encodes an answer for the connection that is still open; null where the transport has no way back.
    /// Pure, since it is called inside the transaction.</summary>
    public Func<IllMessage, ReadOnlyMemory<byte>>? EncodeReply { get; init; }

    /// <summary>True when the partner's file says that it waits for a report on the connection. Otherwise answers go out
    /// by the outbox, and only a sender whom nobody knows is answered here.</summary>
    public bool WaitsForReply { get; init; }

    /// <summary>The service that goes back on the connection instead of a report and instead of going by the outbox, where
    /// the rules answer with it at once (a renewal in NCIP is granted or refused in its response). Null for none.</summary>
    public IllService? AnsweredWith { get; init; }
}

/// <summary>Who is at the other end of a connection.</summary>
public sealed record Peer
{
    /// <summary>The address of the connection, where there is one.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The code of the partner whose server we had called ourselves, when the message is what that server
    /// answered on our connection. Null for messages that came of their own accord.</summary>
    public string? CalledPartner { get; init; }

    /// <summary>The code of the partner that has shown a secret which only it was given. Null where nothing was
    /// shown.</summary>
    public string? ProvenPartner { get; init; }

    /// <summary>What the program at the other end calls itself, where the protocol tells; bounded and printable. It
    /// proves nothing.</summary>
    public string? Program { get; init; }

    /// <summary>For people and the journal.</summary>
    public override string ToString() => (CalledPartner, ProvenPartner, Program) switch
    {
        ({ } called, _, _) => $"{Address} (we had called {called})",
        (_, { } proven, _) => $"{Address} ({proven} by its secret)",
        (_, _, { } program) => $"{Address} ({program})",
        _ => $"{Address}",
    };
}

/// <summary>A closed set: understood, not understood, or a letter that has to be placed first.</summary>
public abstract record ArrivalContent
{
    private ArrivalContent()
    {
    }

    /// <summary>The message was understood.</summary>
    /// <param name="Message">What it says.</param>
    /// <param name="Identity">The protocol's own identity of this message, within its partner: two messages with the
    /// same identity are the same message, sent twice.</param>
    /// <param name="Digest">A digest of what the message says, without what may differ in a repeat. The same identity
    /// with another digest is a conflict.</param>
    /// <param name="Losses">What could not be carried across.</param>
    public sealed record Understood(IllMessage Message, string Identity, ReadOnlyMemory<byte> Digest, LossReport Losses)
        : ArrivalContent
    {
        /// <summary>True where nothing in the message tells it from a later one with the same words (a second renewal): then it
        /// is the same one for two hours after its last copy, and not for ever.</summary>
        public bool IsUndated { get; init; }
    }

    /// <summary>The message was not understood, or must not be carried out. It is kept all the same.</summary>
    /// <param name="Problem">What to tell the sender, in the protocol's own terms.</param>
    /// <param name="Error">What was wrong, for the journal and the operator.</param>
    /// <param name="Header">As much of the header as could be read: without it nobody can be answered.</param>
    /// <param name="Service">The kind of message, where it could be read.</param>
    public sealed record NotUnderstood(Problem Problem, GatewayError Error, MessageHeader? Header, IllService? Service)
        : ArrivalContent;

    /// <summary>A message whose words are the same in both directions (NCIP: the lender's ItemShipped sends an item, the
    /// borrower's returns it). Which of the two it is, the request tells that it belongs to.</summary>
    /// <param name="WhenWeBorrow">What it means when it comes from the library that lends to us.</param>
    /// <param name="WhenWeLend">What it means when it comes from the library that borrows from us.</param>
    public sealed record EitherWay(Understood WhenWeBorrow, Understood WhenWeLend) : ArrivalContent;

    /// <summary>A system that manages a request itself asks something of the library's circulation.</summary>
    /// <param name="Command">What.</param>
    /// <param name="Sameness">What makes it the same message, sent twice.</param>
    /// <param name="EncodeAnswer">Encodes the answer for the connection that is still open. Pure, since it is called inside the
    /// transaction.</param>
    public sealed record Asked(
        CirculationCommand Command, Sameness Sameness, Func<CirculationAnswer, ReadOnlyMemory<byte>> EncodeAnswer)
        : ArrivalContent;

    /// <summary>A letter: it says by clues which request it is about, and may need a person to understand it.</summary>
    /// <param name="Letter">What it says.</param>
    public sealed record Written(ReceivedLetter Letter) : ArrivalContent;
}

/// <summary>What makes two messages to circulation the same one, sent twice.</summary>
/// <param name="Identity">The same for the same message, within its partner.</param>
/// <param name="Digest">A digest of what it says.</param>
/// <param name="Repeat">How long it is the same one.</param>
/// <param name="Subjects">What it is about, like <c>item 4711</c> and <c>request TN-1</c>: what is done to one of them
/// ends <see cref="RepeatRule.SameWhileUnchanged"/>. The first one is the main one.</param>
public sealed record Sameness(
    string Identity, ReadOnlyMemory<byte> Digest, RepeatRule Repeat, IReadOnlyList<string> Subjects);

/// <summary>What a message that comes again means.</summary>
public enum RepeatRule
{
    /// <summary>It only asks: it is answered anew.</summary>
    AskedAnew = 1,

    /// <summary>It is the same one for ever. With another digest it is a conflict.</summary>
    SameForEver,

    /// <summary>It is the same one for an hour, as long as nothing else was done to its subjects.</summary>
    SameWhileUnchanged,
}

/// <summary>What became of an arrival.</summary>
public enum ArrivalOutcome
{
    /// <summary>Applied to its request.</summary>
    Applied = 1,

    /// <summary>Harmless: it changes nothing, and the reason is in the history.</summary>
    Ignored = 2,

    /// <summary>Seen before; the first answer stands.</summary>
    Duplicate = 3,

    /// <summary>Refused with the protocol's own error; kept in the journal.</summary>
    Refused = 4,

    /// <summary>Nobody can be answered or placed; kept for the operator.</summary>
    Quarantined = 5,

    /// <summary>Not kept: the store cannot write now. The sender must keep it and try again.</summary>
    Unavailable = 6,

    /// <summary>Kept, and put before the staff, who decide what is meant; nothing was applied.</summary>
    ForStaff = 7,
}

/// <summary>What the listener needs to know after the commit.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="MessageId">Its number in the journal; 0 when it was not kept.</param>
/// <param name="Reply">The bytes to send back on the connection; null for none.</param>
/// <param name="Error">Why it was refused, where it was.</param>
public sealed record Receipt(ArrivalOutcome Outcome, long MessageId, ReadOnlyMemory<byte>? Reply, GatewayError? Error);
