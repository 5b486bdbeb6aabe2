using System.Globalization;
using System.Xml.Linq;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>Reads answers and callbacks. Never throws; names count, namespaces do not.</summary>
public static class BldssReader
{
    /// <summary>An answer to a call.</summary>
    public static BldssReading<BldssAnswer> ReadAnswer(ReadOnlyMemory<byte> octets)
    {
        var (root, fault) = XmlTree.Read(octets, BldssLimits.Xml);
        if (root is null)
            return new(null, fault);
        if (root.Name.LocalName != "apiResponse")
            return new(null, $"not an apiResponse but {Cut(root.Name.LocalName)}");
        if (!int.TryParse(Text(root, "status"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var status))
            return new(null, "an apiResponse without a status");
        var result = Child(root, "result");
        return new(new BldssAnswer
        {
            Status = status,
            Message = Text(root, "message"),
            NewOrder = Child(result, "newOrder") is { } order ? NewOrder(order) : null,
            Orders = result is null ? [] : [.. result.Descendants().Where(IsOrder).Take(BldssLimits.MaxOrders).Select(Order)],
        }, "");
    }

    /// <summary>An event that was posted to us.</summary>
    public static BldssReading<BldssOrderLine> ReadCallback(ReadOnlyMemory<byte> octets)
    {
        var (root, fault) = XmlTree.Read(octets, BldssLimits.Xml);
        if (root is null)
            return new(null, fault);
        if (root.Name.LocalName != "orderline")
            return new(null, $"not an orderline but {Cut(root.Name.LocalName)}");
        var order = Order(root);
        if (order.OrderLine.Length == 0)
            return new(null, "an orderline without an id");
        return order.Events.Count == 0 ? new(null, "an orderline without an event") : new(order, "");
    }

    private static BldssNewOrder? NewOrder(XElement order) => Text(order, "orderline") is { Length: > 0 } line
        ? new BldssNewOrder(
            line, Text(order, "customerReference"), BldssDates.In(Text(order, "estimatedDespatchDate")),
            NullIfEmpty(Text(order, "totalCost")), NullIfEmpty(Text(order, "downloadUrl")), Text(order, "note"))
        : null;

    /// <summary>Orders and their numbers bear the same name; only an order has children.</summary>
    private static bool IsOrder(XElement element) =>
        element.Name.LocalName == "orderline" && element.HasElements && element.Parent?.Name.LocalName != "newOrder";

    private static BldssOrderLine Order(XElement order) => new(
        Cut(order.Attribute("id")?.Value.Trim() is { Length: > 0 } id ? id
            : Text(order, "orderline") is { Length: > 0 } line ? line : Text(order, "id")),
        Text(order, "customerRef") is { Length: > 0 } reference ? reference : Text(order, "customerReference"),
        Text(order, "overallStatus"),
        [.. order.Descendants().Where(one => one.Name.LocalName == "event").Take(BldssLimits.MaxEvents).Select(Event)]);

    private static BldssEvent Event(XElement one)
    {
        var type = Child(one, "eventType");
        var time = one.Attribute("time")?.Value.Trim() is { Length: > 0 } written ? Cut(written) : Text(one, "time");
        return new BldssEvent(
            Cut(type?.Attribute("id")?.Value.Trim().ToLowerInvariant() ?? ""), Cut(type?.Value.Trim() ?? ""), time,
            Text(one, "additionalInfo"));
    }

    private static XElement? Child(XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(one => one.Name.LocalName == name);

    private static string Text(XElement? parent, string name) => Cut(Child(parent, name)?.Value.Trim() ?? "");

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static string Cut(string text) => text.Length <= BldssLimits.MaxText ? text : text[..BldssLimits.MaxText];
}
