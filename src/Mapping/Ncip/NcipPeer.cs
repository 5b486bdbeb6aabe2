using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// Between NCIP and the canonical model where two libraries carry out whole requests by NCIP, peer to peer. Pure. Sources:
/// ncip reference 2.5, 2.6 and 5.5; lifecycle reference 4.3. What is carried and what is lost: docs/conformance/ncip.md.
/// </summary>
public static class NcipPeer
{
    /// <summary>Says what a message of a peer means.</summary>
    /// <param name="message">The message, as the codec read it.</param>
    /// <param name="form">How the peer writes.</param>
    /// <param name="zone">Of times without a zone.</param>
    /// <param name="receivedAt">When it came, since messages of NCIP bear no time of their own.</param>
    /// <returns>The meaning, or why there is none.</returns>
    public static NcipPeerMeaning Read(
        NcipInitiation message, NcipPeerForm form, TimeZoneInfo zone, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(zone);
        return new NcipPeerReading(message, form, zone, receivedAt).Read();
    }

    /// <summary>What makes two messages of a peer the same one, sent twice.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The identity within its partner, the digest, and whether it bears a date or a number of its own: where it does
    /// not, a second renewal looks like a repeat of the first one.</returns>
    public static (string Identity, ReadOnlyMemory<byte> Digest, bool IsDated) IdentityOf(NcipInitiation message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var identity = NcipIdentity.Of(message);
        bool isDated = identity.Repeat == NcipRepeat.SameForEver || message is ItemShipped or ItemReceived or ItemRenewed;
        var request = NcipCode.Plain(NcipPeerReading.NumberOf(message)?.Value ?? "-");
        return ($"{Uri.EscapeDataString(request)} {identity.Identity}", identity.Digest, isDated);
    }

    /// <summary>Says a message in NCIP.</summary>
    /// <param name="message">The message.</param>
    /// <param name="form">How the peer wants it.</param>
    /// <param name="about">What the request is about, of which later messages repeat a little; null where that is not
    /// known.</param>
    /// <returns>The message and what it does not carry; or why NCIP has none for it.</returns>
    public static NcipPeerWritten Write(IllMessage message, NcipPeerForm form, IllRequest? about = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(form);
        return new NcipPeerWriting(message, form, about).Write();
    }

    /// <summary>The answer on the connection to what a peer has sent.</summary>
    /// <param name="report">What the intake answers: a report of the state or of an error, or the answer to a renewal; null
    /// where it answers nothing, and all is well.</param>
    /// <param name="asked">What the peer has sent.</param>
    /// <param name="form">How the peer writes.</param>
    public static NcipResponse Response(IllMessage? report, NcipInitiation asked, NcipPeerForm form)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(form);
        return new NcipPeerAnswering(asked, form).Answer(report);
    }

    /// <summary>The answer on the connection to what was not understood.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="asked">What the peer has sent.</param>
    /// <param name="form">How the peer writes.</param>
    public static NcipResponse Refusal(Problem problem, NcipInitiation asked, NcipPeerForm form)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(form);
        return new NcipPeerAnswering(asked, form).Failure(problem);
    }

    /// <summary>What a peer's answer on the connection means for what we have sent.</summary>
    /// <param name="response">Its answer.</param>
    /// <param name="sent">What we have sent.</param>
    /// <param name="form">How the peer writes.</param>
    /// <param name="zone">Of times without a zone.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="mayHaveArrived">The same message may have reached the peer in an earlier attempt.</param>
    public static NcipPeerHeard Hear(
        NcipResponse response, IllMessage sent, NcipPeerForm form, TimeZoneInfo zone, DateTimeOffset receivedAt,
        bool mayHaveArrived = false)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(zone);
        return NcipPeerHearing.Of(response, sent, form, zone, receivedAt, mayHaveArrived);
    }
}

/// <summary>What a message of a peer means: a closed set.</summary>
public abstract record NcipPeerMeaning
{
    private NcipPeerMeaning()
    {
    }

    /// <summary>It was understood.</summary>
    /// <param name="Message">What it says.</param>
    /// <param name="Losses">What has no place in the canonical model.</param>
    public sealed record Understood(IllMessage Message, LossReport Losses) : NcipPeerMeaning;

    /// <summary>It says one thing from the library that lends and another from the one that borrows, and does not tell which
    /// of them it is from.</summary>
    /// <param name="FromLender">What it says from the library that lends.</param>
    /// <param name="FromBorrower">What it says from the library that borrows.</param>
    public sealed record EitherWay(Understood FromLender, Understood FromBorrower) : NcipPeerMeaning;

    /// <summary>It was not understood, or cannot be carried out.</summary>
    /// <param name="Problem">What to tell the sender.</param>
    /// <param name="Detail">What is wrong, fit for the partner.</param>
    /// <param name="Header">As much as is known of who sent it about what; null where there is no number.</param>
    public sealed record NotUnderstood(Problem Problem, string Detail, MessageHeader? Header) : NcipPeerMeaning;
}

/// <summary>A message said in NCIP, or why it cannot be: a closed set.</summary>
public abstract record NcipPeerWritten
{
    private NcipPeerWritten()
    {
    }

    /// <summary>It can.</summary>
    /// <param name="Message">The message, which the codec can write.</param>
    /// <param name="Losses">What it does not carry.</param>
    public sealed record Expressed(NcipInitiation Message, LossReport Losses) : NcipPeerWritten;

    /// <summary>Peers have no message for it.</summary>
    /// <param name="Reason">For the staff.</param>
    public sealed record NotExpressible(string Reason) : NcipPeerWritten;
}

/// <summary>What a peer's answer means: a closed set.</summary>
public abstract record NcipPeerHeard
{
    private NcipPeerHeard()
    {
    }

    /// <summary>Its system has taken the message.</summary>
    /// <param name="Detail">What it said.</param>
    public sealed record Taken(string Detail) : NcipPeerHeard;

    /// <summary>Its system has taken the message and answers what was asked.</summary>
    /// <param name="Message">The answer.</param>
    /// <param name="Detail">What it said.</param>
    public sealed record Says(IllMessage Message, string Detail) : NcipPeerHeard;

    /// <summary>It does not know or does not believe us, and has not looked at the message.</summary>
    /// <param name="Detail">What it said.</param>
    public sealed record NotBelieved(string Detail) : NcipPeerHeard;

    /// <summary>Not now.</summary>
    /// <param name="Detail">What it said.</param>
    public sealed record Later(string Detail) : NcipPeerHeard;

    /// <summary>No.</summary>
    /// <param name="Detail">What it said.</param>
    public sealed record Refused(string Detail) : NcipPeerHeard;
}
