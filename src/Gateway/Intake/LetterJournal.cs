using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>The row of a letter in the journal, and whether it came before. A letter is known by its identity within the
/// mailbox, since nobody knows yet whose it is.</summary>
internal sealed class LetterJournal
{
    private const int MaxIdentityChars = 1000;
    private const int MaxDetailChars = 2000;

    private readonly IUnitOfWork _work;
    private readonly Arrival _arrival;
    private readonly ReceivedLetter _letter;
    private readonly DateTimeOffset _at;
    private readonly string _scope;
    private string _identity;

    public LetterJournal(IUnitOfWork work, Arrival arrival, ReceivedLetter letter, DateTimeOffset at)
    {
        _work = work;
        _arrival = arrival;
        _letter = letter;
        _at = at;
        _scope = $"(mailbox) {letter.Origin.Mailbox}";
        _identity = letter.Identity.Length <= MaxIdentityChars
            ? letter.Identity
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(letter.Identity)));
    }

    /// <summary>The letter that came before it with this identity and other content; null when there is none.</summary>
    public SeenMessage? Conflict { get; private set; }

    /// <summary>The same letter, if it came before. Another letter that pretends to be it is remembered with its own
    /// content, so that it is put before the staff only once.</summary>
    public SeenMessage? FindRepeat()
    {
        if (_work.FindSeen(_scope, _arrival.Protocol, _identity) is not { } seen)
        {
            return null;
        }

        if (seen.Digest.Span.SequenceEqual(_letter.Digest.Span))
        {
            return seen;
        }

        Conflict = seen;
        _identity = string.Create(
            CultureInfo.InvariantCulture, $"{_identity} {Convert.ToHexStringLower(SHA256.HashData(_letter.Digest.Span))}");
        return _work.FindSeen(_scope, _arrival.Protocol, _identity);
    }

    /// <summary>Writes the row.</summary>
    /// <param name="outcome">What became of the letter.</param>
    /// <param name="detail">Why, in words.</param>
    /// <param name="fill">Adds what else is known.</param>
    /// <returns>Its number.</returns>
    public long Write(ArrivalOutcome outcome, string detail, Func<JournalEntry, JournalEntry>? fill = null)
    {
        var entry = new JournalEntry
        {
            Direction = Direction.In,
            At = _at,
            Protocol = _arrival.Protocol,
            Identity = _identity,
            Scope = _scope,
            Digest = _letter.Digest,
            Outcome = outcome,
            Detail = LetterNotes.Cut(detail, MaxDetailChars),
            Peer = $"{_letter.Origin.From ?? "unknown sender"} in {_letter.Origin.Mailbox}"
                + (_arrival.Peer.Address is null ? "" : $", {_arrival.Peer}"),
            Raw = _arrival.Raw,
            Losses = _letter.Losses,
            RefersTo = Conflict?.MessageId,
        };
        return _work.AppendMessage(fill is null ? entry : fill(entry));
    }
}
