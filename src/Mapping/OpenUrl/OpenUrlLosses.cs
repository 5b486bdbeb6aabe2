using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>What a link does not carry. It is found by reading the link: whatever comes out otherwise than it went in is
/// lost, whichever template wrote it.</summary>
internal static class OpenUrlLosses
{
    private static readonly (string Field, Func<OpenUrlOrder, string?> Of)[] Fields =
    [
        ("itemType", order => order.Content.Citation.ItemType?.ToString()),
        ("title", order => order.Content.Citation.Title),
        ("author", order => order.Content.Citation.Author),
        ("articleTitle", order => order.Content.Citation.ArticleTitle),
        ("articleAuthor", order => order.Content.Citation.ArticleAuthor),
        ("publisher", order => order.Content.Citation.Publisher),
        ("placeOfPublication", order => order.Content.Citation.PlaceOfPublication),
        ("publicationDate", order => order.Content.Citation.PublicationDate),
        ("issueDate", order => order.Content.Citation.IssueDate),
        ("edition", order => order.Content.Citation.Edition),
        ("thisEditionOnly", order => order.Content.Citation.ThisEditionOnly ? "yes" : null),
        ("series", order => order.Content.Citation.Series),
        ("volume", order => order.Content.Citation.Volume),
        ("issue", order => order.Content.Citation.Issue),
        ("volumeAndIssue", order => order.Content.Citation.VolumeAndIssue),
        ("pages", order => Pages(order.Content.Citation.Pages)),
        ("isbn", order => order.Content.Citation.Isbn),
        ("issn", order => order.Content.Citation.Issn),
        ("doi", order => order.Content.Citation.Doi),
        ("pubMedId", order => order.Content.Citation.PubMedId),
        ("oclcNumber", order => order.Content.Citation.OclcNumber),
        ("lccNumber", order => order.Content.Citation.LccNumber),
        ("systemNumbers", order => List(order.Content.Citation.SystemNumbers)),
        ("otherNumbers", order => order.Content.Citation.OtherNumbers),
        ("sponsoringBody", order => order.Content.Citation.SponsoringBody),
        ("uniformTitle", order => order.Content.Citation.UniformTitle),
        ("callNumber", order => order.Content.Citation.CallNumber),
        ("verificationSource", order => order.Content.Citation.VerificationSource),
        ("languages", order => List(order.Content.Citation.Languages)),
        ("services", order => order.Content.Services is [var first, ..] ? first.ToString() : null),
        ("media", order => List(order.Content.Media)),
        ("patron.identifier", order => order.Content.Patron?.Identifier),
        ("patron.name", order => order.Content.Patron?.Name),
        ("patron.email", order => order.Content.Patron?.Email),
        ("patron.status", order => order.Content.Patron?.Status),
        ("deliverTo", order => order.Content.DeliverTo is null ? null : "yes"),
        ("billTo", order => order.Content.BillTo is null ? null : "yes"),
        ("deliveryService", order => order.Content.DeliveryService),
        ("levelOfService", order => order.Content.LevelOfService),
        ("neededBy", order => order.Content.NeededBy?.ToString("o", CultureInfo.InvariantCulture)),
        ("cost", order => order.Content.Cost is null ? null : "yes"),
        ("copyrightCompliance", order => order.Content.CopyrightCompliance),
        ("note", order => order.Note),
        ("pickupLocation", order => order.PickupLocation),
    ];

    /// <summary>What is not in the query.</summary>
    public static LossReport Of(OpenUrlOrder order, string query, OpenUrlTemplate template)
    {
        if (OpenUrlReader.Read(query) is not OpenUrlReading.Understood { Request: var read })
            throw new InvalidOperationException("A link within the limit of writing is within that of reading.");
        var sent = order with { Content = order.Content with { Citation = OpenUrlParts.Merged(order.Content.Citation) } };

        var arrived = new OpenUrlOrder(read.Content, read.Note, read.PickupLocation);
        Loss[] lost =
        [
            .. from field in Fields
               let value = field.Of(sent)
               where !IsCarriedApart(field.Field, template)
               where !string.IsNullOrWhiteSpace(value) && !IsSame(value, field.Of(arrived))
               select new Loss(field.Field, LossKind.Dropped, "the link has no place for it"),
        ];
        return lost.Length == 0 ? LossReport.None : new LossReport(lost);
    }

    /// <summary>The portal of Relais has the patron in keys that only it knows.</summary>
    private static bool IsCarriedApart(string field, OpenUrlTemplate template) =>
        template == OpenUrlTemplate.Relais && field == "patron.identifier";

    private static bool IsSame(string sent, string? read) =>
        string.Equals(OpenUrlText.Clean(sent), OpenUrlText.Clean(read ?? ""), StringComparison.Ordinal);

    private static string? Pages(string? pages) => pages?.Replace('–', '-').Replace(" - ", "-", StringComparison.Ordinal);

    private static string? List<T>(IReadOnlyList<T> values) => values.Count == 0 ? null : string.Join("; ", values);
}
