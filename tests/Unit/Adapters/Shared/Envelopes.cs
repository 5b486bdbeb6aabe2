using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Adapters.Shared;

/// <summary>Envelopes to a broker, about an invented request.</summary>
internal static class Envelopes
{
    public static MessageHeader Header { get; } = new()
    {
        Transaction = new TransactionId
        {
            InitialRequester = Symbol.Parse("RSG:HOME"), GroupQualifier = "HOME0000042", Qualifier = "1",
        },
        At = ServiceTime.From(InventedRequests.Written),
        Requester = new Party { Symbol = Symbol.Parse("RSG:HOME") },
    };

    public static IllMessage.Request Request(IllRequest? content = null, string? note = null) =>
        new() { Header = Header, Content = content ?? InventedRequests.Loan, Note = note };

    public static Envelope To(IChannelSettings settings, IllMessage message, bool sendPatron = true) => new()
    {
        OutboxId = 7,
        CreatedAt = InventedRequests.Written,
        Message = message,
        About = InventedRequests.Borrowing with
        {
            Content = (message as IllMessage.Request)?.Content ?? InventedRequests.Loan,
            PartnerReference = null, ShippedOn = null, ReceivedOn = null,
        },
        Recipient = new Recipient
        {
            Code = "BROKER", Name = "Broker", Symbols = [], Language = "en", Settings = settings, SendPatron = sendPatron,
        },
        Sender = new Sender { Name = "Home Library", Symbols = [Symbol.Parse("RSG:HOME")] },
    };

    public static SecretReference Reference(string text) =>
        SecretReference.TryParse(text, out var reference) ? reference : throw new FormatException(text);

    public static string Journal(this IChannel channel, Envelope envelope) =>
        Encoding.UTF8.GetString(Assert.IsType<EncodeResult.Encoded>(channel.Encode(envelope)).Bytes.Span);

    public static Task<DeliveryOutcome> DeliverAsync(this IChannel channel, Envelope envelope) => channel.SendAsync(
        Assert.IsType<EncodeResult.Encoded>(channel.Encode(envelope)).Bytes, envelope, TestContext.Current.CancellationToken);

    public static GatewayError Error(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Deferred deferred => deferred.Error,
        DeliveryOutcome.Refused refused => refused.Error,
        DeliveryOutcome.InDoubt inDoubt => inDoubt.Error,
        _ => throw new InvalidOperationException($"{outcome} has no error"),
    };
}
