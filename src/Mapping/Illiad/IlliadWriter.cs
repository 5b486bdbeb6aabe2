using System.Globalization;
using System.Text.Json;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Mapping.Illiad;

/// <summary>Writes transactions and users. Source: feeds reference, 3.3 (fields and mapping).</summary>
public static class IlliadWriter
{
    /// <summary>A borrowing transaction: loan, article, or chapter of a book.</summary>
    public static IlliadBody Transaction(IlliadOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var losses = new LossLog();
        var citation = order.Content.Citation;
        var isLoan = order.Content.Services is [ServiceType.Loan, ..];
        var json = JsonText.Object(writer =>
        {
            var fields = new Fields(writer, losses);
            fields.Text("Username", order.UserName);
            fields.Text("RequestType", isLoan ? "Loan" : "Article");
            fields.Text("ProcessType", "Borrowing");
            if (isLoan)
                Loan(fields, citation);
            else
                Copy(fields, citation);
            Common(fields, order);
            fields.Text("TransactionStatus", order.Status);
        });
        NoteLosses(order.Content, losses);
        return new IlliadBody(json, losses.ToReport());
    }

    /// <summary>A user. The name is taken apart at its comma, or at its last blank.</summary>
    public static string User(IlliadNewUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var (last, first) = Names(user.Patron.Name?.Trim() ?? "");
        return JsonText.Object(json =>
        {
            json.Field("UserName", user.UserName);
            json.Field("ExternalUserId", user.Patron.Identifier ?? user.UserName);
            json.Field("LastName", last);
            json.Field("FirstName", first);
            json.Field("EmailAddress", user.Patron.Email);
            json.Field("Site", user.Site);
            json.Field("DeliveryMethod", user.DeliveryMethod);
        });
    }

    private static void Loan(Fields fields, Citation citation)
    {
        fields.Text("LoanTitle", WithSubtitle(citation));
        fields.Text("LoanAuthor", citation.Author ?? citation.SponsoringBody);
        fields.Text("LoanPublisher", citation.Publisher);
        fields.Text("LoanPlace", citation.PlaceOfPublication);
        fields.Text("LoanDate", citation.PublicationDate);
        fields.Text("LoanEdition", citation.Edition);
        fields.Text("ISSN", citation.Isbn ?? citation.Issn);
        if (citation.ItemType is null or ItemType.Monograph)
            fields.Text("DocumentType", "Book");
    }

    private static void Copy(Fields fields, Citation citation)
    {
        fields.Text("PhotoJournalTitle", WithSubtitle(citation));
        fields.Text("PhotoArticleTitle", citation.ArticleTitle);
        fields.Text("PhotoArticleAuthor", citation.ArticleAuthor);
        fields.Text("PhotoJournalVolume", citation.Volume ?? citation.VolumeAndIssue);
        fields.Text("PhotoJournalIssue", citation.Issue);
        fields.Text("PhotoJournalMonth", citation.PublicationDate is null ? null : citation.IssueDate);
        fields.Text("PhotoJournalYear", citation.PublicationDate ?? citation.IssueDate);
        fields.Text("PhotoJournalInclusivePages", citation.Pages);
        if (!IsOfBook(citation))
        {
            fields.Text("ISSN", citation.Issn ?? citation.Isbn);
            fields.Text("DocumentType", "Article");
            return;
        }

        fields.Text("PhotoItemAuthor", citation.Author);
        fields.Text("PhotoItemPlace", citation.PlaceOfPublication);
        fields.Text("PhotoItemPublisher", citation.Publisher);
        fields.Text("PhotoItemEdition", citation.Edition);
        fields.Text("ISSN", citation.Isbn ?? citation.Issn);
        fields.Text("DocumentType", "Book Chapter");
    }

    private static void Common(Fields fields, IlliadOrder order)
    {
        var (content, citation) = (order.Content, order.Content.Citation);
        fields.Text("ESPNumber", OclcNumber(citation));
        fields.Text("PMID", citation.PubMedId);
        fields.Text("DOI", citation.Doi);
        fields.Text("CallNumber", citation.CallNumber);
        fields.Text("CitedIn", citation.VerificationSource);
        fields.Text("NotWantedAfter", content.NeededBy?.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture));
        fields.Text("AcceptAlternateEdition", citation.ThisEditionOnly ? "No" : null);
        fields.Text("Maxcost", content.Cost?.MaximumCost?.Amount.ToString("0.00", CultureInfo.InvariantCulture));
        var isLoan = content.Services is [ServiceType.Loan, ..];
        fields.Text("SpecIns", string.Join(" ", new[]
        {
            order.Note,
            isLoan ? fields.Moved("volume", citation.Volume ?? citation.VolumeAndIssue) : null,
            fields.Moved("series", citation.Series),
            fields.Moved("otherNumbers", citation.OtherNumbers),
        }.Where(part => !string.IsNullOrWhiteSpace(part))));
        fields.Text(order.ReferenceField.ToString(), order.Reference);
    }

    /// <summary>The number among those of other systems, where it stands nowhere else.</summary>
    private static string? OclcNumber(Citation citation) => citation.OclcNumber ?? citation.SystemNumbers
        .FirstOrDefault(one => one.System.Contains("oclc", StringComparison.OrdinalIgnoreCase))?.Number;

    private static bool IsOfBook(Citation citation) => citation.ItemType == ItemType.Monograph
        || (citation.ItemType is null && citation.Isbn is not null && citation.Issn is null);

    private static string? WithSubtitle(Citation citation) =>
        citation.Title is { } title && !string.IsNullOrWhiteSpace(citation.Subtitle)
            ? $"{title} : {citation.Subtitle}"
            : citation.Title ?? citation.UniformTitle;

    private static (string Last, string First) Names(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0)
            return (name[..comma].Trim(), name[(comma + 1)..].Trim());
        var blank = name.LastIndexOf(' ');
        return blank < 0 ? (name, "") : (name[(blank + 1)..], name[..blank].Trim());
    }

    private static void NoteLosses(IllRequest content, LossLog losses)
    {
        if (content.DeliverTo is not null || content.BillTo is not null)
            losses.Add("deliverTo", LossKind.Dropped, "The account there says where items and invoices go.");
        if (content.Cost?.MaximumCost?.Currency is { } currency)
            losses.Add("currency", LossKind.Dropped, $"Maxcost has no currency ({currency}).");
        foreach (var (field, isSaid) in new[]
        {
            ("levelOfService", content.LevelOfService is not null), ("media", content.Media.Count > 0),
            ("copyrightCompliance", content.CopyrightCompliance is not null), ("languages", content.Citation.Languages.Count > 0),
            ("placeOnHold", content.PlaceOnHold != PlaceOnHold.AccordingToResponderPolicy),
        }.Where(one => one.Item2))
        {
            losses.Add(field, LossKind.Dropped, "A transaction has no place for it.");
        }
    }

    /// <summary>Fields within their lengths.</summary>
    private sealed class Fields(Utf8JsonWriter writer, LossLog losses)
    {
        public void Text(string name, string? value)
        {
            if (value is not null && value.Trim().Length > IlliadLimits.MaxField)
            {
                losses.Add(name, LossKind.Dropped, $"Cut at {IlliadLimits.MaxField} characters.");
                value = JsonText.Cut(value.Trim(), IlliadLimits.MaxField);
            }

            writer.Field(name, value);
        }

        public string? Moved(string field, string? value)
        {
            if (string.IsNullOrWhiteSpace(value))
                return null;
            losses.Add(field, LossKind.MovedToNote, "It stands in SpecIns.");
            return $"{field}: {value.Trim()}.";
        }
    }
}
