using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Shared;

/// <summary>What a partner's server answers on our own call, on its way into the intake.</summary>
/// <param name="intake">Where it goes.</param>
/// <param name="protocol">The language.</param>
/// <param name="name">The other system in public texts.</param>
internal sealed class AnswerIntake(IIntake intake, string protocol, string name)
{
    /// <summary>The header of what an answer says: about the transaction of our message, at this moment.</summary>
    /// <param name="sent">What we have sent.</param>
    /// <param name="number">By what the partner knows the request; null where that is not known.</param>
    /// <param name="time">The clock, with the library's zone.</param>
    public static MessageHeader HeaderOf(MessageHeader sent, string? number, TimeProvider time) => new()
    {
        Transaction = sent.Transaction,
        At = ServiceTime.From(time.GetLocalNow()),
        Requester = sent.Requester,
        RequesterReference = sent.RequesterReference,
        ResponderReference = number,
    };

    /// <summary>Takes a message in. Null once it is kept, else why it is not. An answer that the intake refuses or puts into
    /// quarantine is kept as well, for an operator: to send our own message again would only do twice what the
    /// partner has done.</summary>
    /// <param name="message">What it says.</param>
    /// <param name="identity">Of what was said: the same for a repeat.</param>
    /// <param name="content">What may not differ in a repeat.</param>
    /// <param name="raw">As it came, without secrets.</param>
    /// <param name="partner">Whom we called.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<GatewayError?> TakeAsync(
        IllMessage message, string identity, string content, ReadOnlyMemory<byte> raw, string partner,
        CancellationToken cancellationToken) =>
        TakeAsync(message, identity, content, raw, partner, LossReport.None, cancellationToken);

    /// <summary>The same, of an answer that says more than the message.</summary>
    public async Task<GatewayError?> TakeAsync(
        IllMessage message, string identity, string content, ReadOnlyMemory<byte> raw, string partner,
        LossReport losses, CancellationToken cancellationToken)
    {
        var receipt = await intake.AcceptAsync(new Arrival
        {
            Protocol = protocol,
            Raw = raw,
            Peer = new Peer { CalledPartner = partner },
            Content = new ArrivalContent.Understood(
                message, identity, SHA256.HashData(Encoding.UTF8.GetBytes($"{message.Service}\n{content}")), losses),
        }, cancellationToken);
        return receipt.Outcome == ArrivalOutcome.Unavailable
            ? receipt.Error ?? new GatewayError(
                "store-unavailable", RetryClass.Later, $"The answer of {name} could not be kept.")
            : null;
    }
}
