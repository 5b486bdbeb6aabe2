using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// The lines between the libraries. A message that is sent is in the air until the simulation lets it land; the one that
/// lands next is chosen by the seed, so that messages overtake each other. The weather says what goes wrong.
/// </summary>
internal sealed class SimulatedNetwork(Random random, Trace trace)
{
    private readonly List<Flight> _inTheAir = [];
    private readonly List<Flight> _landing = [];

    public Weather Weather { get; set; } = Weather.Calm;

    /// <summary>Is anything in the air?</summary>
    public bool IsEmpty => _inTheAir.Count == 0;

    /// <summary>What somebody was told to be delivered: to whom, and the bytes.</summary>
    public List<(Library To, ReadOnlyMemory<byte> Bytes, string Words)> Acknowledged { get; } = [];

    /// <summary>One attempt to send; ends when the sender knows all that it will ever know.</summary>
    public async Task<DeliveryOutcome> SendAsync(Library from, Library to, ReadOnlyMemory<byte> bytes, IllMessage message)
    {
        // The call takes its time, whatever comes of it.
        await Task.Yield();
        var words = Words(message);
        if (!to.IsUp || Happens(Weather.UnreachablePercent))
        {
            trace.Add($"{from.Code} cannot reach {to.Code} with {words}");
            return Deferred("connect-failed");
        }

        var flight = new Flight(from, to, bytes, words);
        _inTheAir.Add(flight);
        trace.Add($"{from.Code} -> {to.Code}: {words}");
        if (Happens(Weather.TimeoutPercent))
        {
            trace.Add($"{from.Code} gives up waiting for {to.Code} with {words}");
            return InDoubt("send-timeout");
        }

        return await flight.Sender.Task;
    }

    /// <summary>Lets one message land.</summary>
    public void LandOne()
    {
        var index = random.Next(_inTheAir.Count);
        var flight = _inTheAir[index];
        _inTheAir.RemoveAt(index);
        if (Happens(Weather.DoubledPercent))
        {
            _inTheAir.Add(flight with { Sender = new() });
        }

        if (!flight.To.IsUp || Happens(Weather.LostPercent))
        {
            trace.Add($"lost on the way to {flight.To.Code}: {flight.Words}");
            flight.Sender.TrySetResult(InDoubt("connection-reset"));
            return;
        }

        _landing.Add(flight);
        flight.To.Accept(flight);
    }

    /// <summary>The receiver has committed the message, or says that it cannot.</summary>
    public void Accepted(Flight flight, Receipt receipt)
    {
        _landing.Remove(flight);
        trace.Add($"{flight.To.Code} has {flight.Words}: {receipt.Outcome} {receipt.Error?.Code}");
        if (receipt.Outcome == ArrivalOutcome.Unavailable)
        {
            flight.Sender.TrySetResult(InDoubt("closed-without-taking"));
        }
        else if (Happens(Weather.UnheardPercent))
        {
            trace.Add($"{flight.From.Code} does not hear of it");
            flight.Sender.TrySetResult(InDoubt("connection-reset"));
        }
        else
        {
            CarryAnswer(flight, receipt);
            Acknowledged.Add((flight.To, flight.Bytes, flight.Words));
            flight.Sender.TrySetResult(new DeliveryOutcome.Delivered("taken"));
        }
    }

    /// <summary>A library has crashed: whoever was talking to it sees the connection break.</summary>
    public void ConnectionsBreak(Library library)
    {
        foreach (var flight in _landing.Where(flight => flight.To == library).ToArray())
        {
            _landing.Remove(flight);
            flight.Sender.TrySetResult(InDoubt("connection-reset"));
        }
    }

    /// <summary>What a message says, for the trace: service, transaction, time.</summary>
    public static string Words(ReadOnlyMemory<byte> bytes) =>
        IsoIllCodec.Decode(bytes) is DecodeResult.Decoded { Apdu: var apdu }
            && IsoIllMapper.ToCanonical(apdu) is IsoIllReadResult.Understood { Message: var message }
            ? Words(message)
            : "octets that say nothing";

    private static string Words(IllMessage message)
    {
        var (transaction, at) = (message.Header.Transaction, message.Header.At);
        var answer = message switch
        {
            IllMessage.Answer said => $" {said.Result.Kind}",
            IllMessage.CancelReply said => said.Agrees ? " yes" : " no",
            IllMessage.ConditionalReply said => said.Accepts ? " yes" : " no",
            IllMessage.RenewAnswer said => said.Grants ? " yes" : " no",
            IllMessage.StatusOrErrorReport { Report: Report.Status said } => $" {said.State}",
            IllMessage.StatusOrErrorReport { Report: Report.Error said } => $" {said.Problem}",
            _ => "",
        };
        return $"{message.Service}{answer} {transaction.GroupQualifier}/{transaction.Qualifier} of {at.Time:HH:mm:ss}";
    }

    /// <summary>What the receiver says on the same connection goes to the sender's intake like any arrival.</summary>
    private void CarryAnswer(Flight flight, Receipt receipt)
    {
        if (receipt.Reply is not { } reply || !flight.From.IsUp || flight.IsAnswer)
        {
            return;
        }

        var answer = new Flight(flight.To, flight.From, reply, Words(reply)) { IsAnswer = true };
        trace.Add($"{flight.To.Code} answers {flight.From.Code} on the connection: {answer.Words}");
        flight.From.Accept(answer);
    }

    private bool Happens(int percent) => percent > 0 && random.Next(100) < percent;

    private static DeliveryOutcome Deferred(string code) =>
        new DeliveryOutcome.Deferred(new GatewayError(code, RetryClass.Later, "The weather is bad."));

    private static DeliveryOutcome InDoubt(string code) =>
        new DeliveryOutcome.InDoubt(new GatewayError(code, RetryClass.Later, "The weather is bad."));

    /// <summary>A message on its way.</summary>
    internal sealed record Flight(Library From, Library To, ReadOnlyMemory<byte> Bytes, string Words)
    {
        /// <summary>Who waits to hear of it.</summary>
        public TaskCompletionSource<DeliveryOutcome> Sender { get; init; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>It is what the other side said on the sender's own connection.</summary>
        public bool IsAnswer { get; init; }
    }
}
