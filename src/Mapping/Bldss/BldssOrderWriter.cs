using System.Globalization;
using System.Text;
using System.Xml;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>Writes the bodies of calls. The server wants the elements in this order. Source: feeds reference, 1.3.</summary>
public static class BldssOrderWriter
{
    private static readonly XmlWriterSettings Layout = new() { OmitXmlDeclaration = true, Indent = false };

    /// <summary>An order.</summary>
    public static BldssOrderXml Write(BldssOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var losses = new LossLog();
        var xml = Document("NewOrderRequest", root =>
        {
            root.Text("type", "S");
            root.Text("requestor", order.Requestor);
            root.Text("customerReference", order.Reference);
            root.Text("payCopyright", Flag(order.PayCopyright));
            root.Text("allowWaitingList", Flag(order.AllowWaitingList));
            root.Within("Delivery", () => Delivery(root, order));
            root.Within("Item", () => Item(root, order.Content.Citation));
            root.Within("Service", () => Service(root, order, losses));
            if (!order.CallbackInDelivery)
                root.Text("callbackUrl", order.CallbackUrl);
        });
        NoteLosses(order, losses);
        return new BldssOrderXml(xml, losses.ToReport());
    }

    /// <summary>A renewal.</summary>
    public static string Renewal(string orderLine, string requestor) => Document("RenewalRequest", root =>
    {
        root.Text("orderline", orderLine);
        root.Text("requestor", requestor);
    });

    /// <summary>The answer to a callback.</summary>
    /// <param name="at">Now.</param>
    /// <param name="status">0 when the event was taken.</param>
    /// <param name="message">Why not; empty otherwise.</param>
    public static string UpdateResponse(DateTimeOffset at, int status, string message) => Document("updateResponse", root =>
    {
        root.Text("timestamp", at.ToString("yyyy-MM-dd HH:mm:ss.f", CultureInfo.InvariantCulture));
        root.Text("status", status.ToString(CultureInfo.InvariantCulture));
        root.Within("message", () => root.Value(message));
    });

    private static void Delivery(Elements xml, BldssOrder order)
    {
        xml.Text("email", order.Email);
        xml.Within("Address", () =>
        {
            if (order.Service.IsPhysical && order.Address is { } address)
                Address(xml, address, order.Country);
        });
        if (order.CallbackInDelivery)
            xml.Text("callbackUrl", order.CallbackUrl);
    }

    private static void Address(Elements xml, PostalAddress address, string country)
    {
        string?[] parts = [address.Extended, address.Street, address.PostOfficeBox];
        var lines = parts.SelectMany(part => (part ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Take(3).ToArray();
        xml.Text("Department", address.Name);
        for (var i = 0; i < lines.Length; i++)
            xml.Text(FormattableString.Invariant($"AddressLine{i + 1}"), lines[i]);
        xml.Text("TownOrCity", address.City);
        xml.Text("CountyOrState", address.Region);
        xml.Text("PostOrZipCode", address.PostalCode);
        var isCode = address.Country is { Length: 3 } code && code.All(char.IsAsciiLetterUpper);
        xml.Text("Country", isCode ? address.Country : country);
    }

    private static void Item(Elements xml, Citation citation)
    {
        xml.Text("uin", citation.SystemNumbers.FirstOrDefault(one =>
            one.Number.StartsWith("BLL", StringComparison.OrdinalIgnoreCase))?.Number);
        xml.Text("type", TypeOf(citation));
        var isPart = !string.IsNullOrWhiteSpace(citation.ArticleTitle);
        xml.Within("titleLevel", () =>
        {
            xml.Text("title", citation.Title ?? citation.UniformTitle);
            xml.Text("author", citation.Author);
            xml.Text("ISBN", citation.Isbn);
            xml.Text("ISSN", citation.Issn);
            xml.Text("shelfmark", citation.CallNumber);
            xml.Text("publisher", citation.Publisher);
        });
        xml.Within("itemLevel", () =>
        {
            xml.Text("year", citation.PublicationDate ?? citation.IssueDate);
            xml.Text("volume", citation.Volume ?? citation.VolumeAndIssue);
            xml.Text("issue", citation.Issue);
            xml.Text("edition", citation.Edition);
        });
        xml.Within("itemOfInterestLevel", () =>
        {
            xml.Text("title", citation.ArticleTitle);
            xml.Text("pages", citation.Pages);
            xml.Text("author", isPart ? citation.ArticleAuthor : null);
        });
    }

    private static string TypeOf(Citation citation)
    {
        var isSerial = citation.ItemType == ItemType.Serial || (citation.Issn is not null && citation.Isbn is null);
        return isSerial ? citation.ArticleTitle is null ? "journal" : "article" : "book";
    }

    private static void Service(Elements xml, BldssOrder order, LossLog losses)
    {
        xml.Number("service", order.Service.Service);
        xml.Number("format", order.Service.Format);
        xml.Number("speed", order.Service.Speed);
        xml.Number("quality", order.Service.Quality);
        xml.Number("quantity", 1);
        if (order.Content.Cost?.MaximumCost is { } most)
        {
            if (most.Currency is null or "GBP")
            {
                xml.Text("maxCost", most.Amount.ToString("0.00", CultureInfo.InvariantCulture));
                xml.Text("exceedMaxCost", "false");
            }
            else
            {
                losses.Add("maximumCost", LossKind.Dropped, "The British Library reckons in GBP.");
            }
        }

        xml.Text("needByDate", order.Content.NeededBy?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static void NoteLosses(BldssOrder order, LossLog losses)
    {
        var citation = order.Content.Citation;
        foreach (var (field, value) in new[]
        {
            ("series", citation.Series), ("doi", citation.Doi), ("pubMedId", citation.PubMedId), ("subtitle", citation.Subtitle),
            ("oclcNumber", citation.OclcNumber), ("otherNumbers", citation.OtherNumbers),
            ("sponsoringBody", citation.SponsoringBody), ("verificationSource", citation.VerificationSource),
        }.Where(one => !string.IsNullOrWhiteSpace(one.Item2)))
        {
            losses.Add(field, LossKind.Dropped, $"An order has no place for it ({value!.Length} characters).");
        }
    }

    private static string? Flag(bool? value) => value switch { null => null, true => "true", _ => "false" };

    private static string Document(string name, Action<Elements> write)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, Layout))
        {
            writer.WriteStartElement(name);
            write(new Elements(writer));
            writer.WriteEndElement();
        }

        return text.ToString();
    }

    /// <summary>Elements without attributes; an empty text writes none.</summary>
    private sealed class Elements(XmlWriter writer)
    {
        public void Text(string name, string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
                return;
            writer.WriteStartElement(name);
            Value(text);
            writer.WriteEndElement();
        }

        public void Number(string name, int number) => Text(name, number.ToString(CultureInfo.InvariantCulture));

        public void Within(string name, Action write)
        {
            writer.WriteStartElement(name);
            write();
            writer.WriteEndElement();
        }

        public void Value(string text)
        {
            var clean = text.Length <= BldssLimits.MaxText ? text : text[..BldssLimits.MaxText];
            writer.WriteString(string.Concat(clean.EnumerateRunes().Where(rune =>
                rune.Value is 9 or 10 or 13 || (rune.Value >= 32 && rune.Value is not (0xFFFE or 0xFFFF))).Select(rune => rune.ToString())));
        }
    }
}
