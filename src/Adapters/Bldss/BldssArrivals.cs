using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Bldss;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Bldss;

/// <summary>What the British Library says, as arrivals. Pure.</summary>
internal static class BldssArrivals
{
    /// <summary>The name under which they go to the intake.</summary>
    public const string Protocol = "bldss";

    /// <summary>An event. The same event gives the same identity, whether it was posted or asked for.</summary>
    public static Arrival Of(
        BldssEvent one, string orderLine, BldssAbout about, ReadOnlyMemory<byte> raw, Peer peer)
    {
        var message = BldssEvents.ToCanonical(one, orderLine, about);
        return Of(message, $"event {orderLine} {one.Type} {one.Time}", one.Words, raw, peer);
    }

    /// <summary>A message with an identity of our own making.</summary>
    /// <param name="message">What it says.</param>
    /// <param name="identity">Of what was said.</param>
    /// <param name="content">What may not differ in a repeat.</param>
    /// <param name="raw">As it came.</param>
    /// <param name="peer">From where.</param>
    public static Arrival Of(IllMessage message, string identity, string content, ReadOnlyMemory<byte> raw, Peer peer) => new()
    {
        Protocol = Protocol,
        Raw = raw,
        Peer = peer,
        Content = new ArrivalContent.Understood(
            message, identity, SHA256.HashData(Encoding.UTF8.GetBytes($"{message.Service}\n{content}")), LossReport.None),
    };

    /// <summary>Something that means nothing; kept for the operator.</summary>
    public static Arrival NotUnderstood(string fault, ReadOnlyMemory<byte> raw, Peer peer) => new()
    {
        Protocol = Protocol,
        Raw = raw,
        Peer = peer,
        Content = new ArrivalContent.NotUnderstood(
            new Problem.General(GeneralProblem.BadlyStructuredApdu),
            new GatewayError("bldss-not-understood", RetryClass.Never, "This is no event that could be read.", fault),
            null, null),
    };
}
