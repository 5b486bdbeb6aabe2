using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>One call, without address and signature.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">From the root: <c>/api/orders/60010498-001</c>.</param>
/// <param name="Query">Names and values, not encoded.</param>
/// <param name="Body">XML; null for none.</param>
public sealed record BldssCall(
    string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Query, string? Body)
{
    private const string Orders = "/api/orders";

    /// <summary>Path and query, encoded.</summary>
    public string Target => Query.Count == 0
        ? Path
        : Path + "?" + string.Join('&', Query.Select(one =>
            $"{BldssSignature.Encode(one.Key)}={BldssSignature.Encode(one.Value)}"));

    /// <summary>Places an order.</summary>
    public static BldssCall Order(string body) => new("POST", Orders, [], body);

    /// <summary>Shows one order with its history.</summary>
    public static BldssCall View(string orderLine) =>
        new("GET", $"{Orders}/{BldssSignature.Encode(orderLine)}", [new("id", orderLine)], null);

    /// <summary>Lists the orders of some days.</summary>
    public static BldssCall List(DateOnly from, DateOnly until) => new("GET", Orders,
    [
        new("OrdersRequest.startDate", FormattableString.Invariant($"{from:yyyy-MM-dd}")),
        new("OrdersRequest.endDate", FormattableString.Invariant($"{until:yyyy-MM-dd}")),
        new("OrdersRequest.maxRecords", FormattableString.Invariant($"{BldssLimits.MaxOrders}")),
        new("OrdersRequest.ordersOnly", "true"),
    ], null);

    /// <summary>Cancels an order.</summary>
    public static BldssCall Cancel(string orderLine) => new("DELETE", $"{Orders}/{BldssSignature.Encode(orderLine)}", [], null);

    /// <summary>Renews a loan.</summary>
    public static BldssCall Renew(string body) => new("PUT", $"{Orders}/renewLoan", [], body);

    /// <summary>As the journal keeps it: a line with method and target, a blank line, the body.</summary>
    public byte[] ToOctets() => Encoding.UTF8.GetBytes($"{Method} {Target}\n\n{Body}");

    /// <summary>Reads what <see cref="ToOctets"/> wrote.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out BldssCall? call)
    {
        call = null;
        var text = Encoding.UTF8.GetString(octets);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var line = end < 0 ? [] : text[..end].Split(' ');
        if (line.Length != 2)
            return false;
        var question = line[1].IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? [] : line[1][(question + 1)..].Split('&').Select(Pair).ToArray();
        call = new BldssCall(
            line[0], question < 0 ? line[1] : line[1][..question], query, end + 2 == text.Length ? null : text[(end + 2)..]);
        return true;
    }

    private static KeyValuePair<string, string> Pair(string text)
    {
        var equals = Math.Max(0, text.IndexOf('=', StringComparison.Ordinal));
        return new(WebUtility.UrlDecode(text[..equals]), WebUtility.UrlDecode(text[(equals + 1)..]));
    }
}
