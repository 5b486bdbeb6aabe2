using System.Text;
using Microsoft.AspNetCore.Http;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Bldss;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Bldss;

/// <summary>
/// Takes the events that the British Library posts. Whoever does not know the token of an order learns nothing, not even
/// whether there is such a partner or order. An event is answered with success only once it is kept.
/// </summary>
/// <param name="orders">Partners and orders.</param>
/// <param name="secrets">Fetches the key of the tokens.</param>
/// <param name="intake">Where events go.</param>
/// <param name="time">The clock of the answers.</param>
public sealed class BldssCallback(IBldssOrders orders, SecretReader secrets, IIntake intake, TimeProvider time)
{
    /// <summary>Where it is mapped.</summary>
    public const string Route = "/bldss/callback/{partner}/{reference}/{token}";

    private const int Taken = 0;
    private const int Invalid = 1;
    private const int Unavailable = 9;

    /// <summary>The address for an order, with a word in the place of the token.</summary>
    internal static string Address(Uri callbackBase, string partner, string reference) =>
        $"{callbackBase.ToString().TrimEnd('/')}/bldss/callback/{partner}/{Uri.EscapeDataString(reference)}/{BldssToken.Masked}";

    /// <summary>One call.</summary>
    /// <param name="context">The call; its body is not read yet.</param>
    /// <param name="partner">From the path.</param>
    /// <param name="reference">From the path.</param>
    /// <param name="token">From the path.</param>
    public async Task HandleAsync(HttpContext context, string partner, string reference, string token)
    {
        ArgumentNullException.ThrowIfNull(context);
        var stopping = context.RequestAborted;
        if (!IsKnown(partner, reference, token)
            || await orders.FindOrderAsync(partner, reference, stopping) is not { } order)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var body = await BoundedBody.ReadAsync(context.Request.Body, BldssLimits.MaxCallbackOctets, stopping);
        if (body is not { } octets)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var peer = new Peer { Address = context.Connection.RemoteIpAddress, ProvenPartner = partner };
        await AnswerAsync(context, await TakeAsync(octets, order, peer, stopping));
    }

    private bool IsKnown(string partner, string reference, string token) =>
        orders.FindPartner(partner)?.CallbackKey is { } place && secrets.Read(place).Secret is { } key
        && BldssToken.Matches(key, partner, reference, token);

    private async Task<int> TakeAsync(
        ReadOnlyMemory<byte> octets, BldssPlacedOrder order, Peer peer, CancellationToken stopping)
    {
        var (line, fault) = BldssReader.ReadCallback(octets);
        if (line is not null && order.OrderLine is { } known && known != line.OrderLine)
            fault = "the order line is not the one of this order";
        if (line is null || fault.Length > 0)
        {
            var kept = await intake.AcceptAsync(BldssArrivals.NotUnderstood(fault, octets, peer), stopping);
            return kept.Outcome == ArrivalOutcome.Unavailable ? Unavailable : Invalid;
        }

        var about = new BldssAbout(
            new MessageHeader
            {
                Transaction = order.Transaction,
                At = ServiceTime.From(time.GetLocalNow()),
                Requester = new Party { Symbol = order.Requester },
            },
            BldssPartnerSettings.WantedAs(order.Content));
        foreach (var one in line.Events)
        {
            var receipt = await intake.AcceptAsync(BldssArrivals.Of(one, line.OrderLine, about, octets, peer), stopping);
            if (receipt.Outcome == ArrivalOutcome.Unavailable)
                return Unavailable;
        }

        return Taken;
    }

    private async Task AnswerAsync(HttpContext context, int status)
    {
        var message = status switch
        {
            Taken => "",
            Invalid => "The event could not be read.",
            _ => "The event could not be kept; send it again later.",
        };
        context.Response.StatusCode = status switch
        {
            Taken => StatusCodes.Status200OK,
            Invalid => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status503ServiceUnavailable,
        };
        context.Response.ContentType = "text/xml; charset=UTF-8";
        var body = Encoding.UTF8.GetBytes(BldssOrderWriter.UpdateResponse(time.GetLocalNow(), status, message));
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
