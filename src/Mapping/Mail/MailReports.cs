using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Reports about our own letters: delivery (RFC 3464 in the frame of RFC 6522), reading (RFC 8098), complaints (RFC 5965).
/// </summary>
internal static class MailReports
{
    private const int DetailMaxChars = 500;
    private const string DeliveryStatus = "message/delivery-status";
    private const string GlobalDeliveryStatus = "message/global-delivery-status";

    /// <summary>The report that a mail is; null when it is none.</summary>
    internal static RecognisedKind? Find(ReceivedMail mail)
    {
        var parts = mail.Body.SelfAndBelow().ToList();
        bool isReport = mail.Body.Type == "multipart/report" || LetterKinds.HasNullReturnPath(mail);
        if (!isReport)
            return FindFailedRecipients(mail);
        if (Part(parts, "message/feedback-report") is { } complaint)
            return new RecognisedKind(LetterKind.Complaint, "a feedback report") { About = About(parts, Blocks(complaint)) };
        if (Part(parts, "message/disposition-notification", "message/global-disposition-notification") is { } read)
            return new RecognisedKind(LetterKind.ReadReport, "a disposition notification") { About = About(parts, Blocks(read)) };
        return Part(parts, DeliveryStatus, GlobalDeliveryStatus) is { } status
            ? FindDelivery(parts, Blocks(status))
            : FindFailedRecipients(mail);
    }

    private static RecognisedKind? FindDelivery(List<ReceivedPart> parts, List<ReceivedMail> blocks)
    {
        var reports = blocks.Select(ReportOf).OfType<DeliveryReport>().ToList();
        return reports.Count == 0 ? null : new RecognisedKind(LetterKind.DeliveryReport, "a delivery status")
        {
            Report = reports.MinBy(report => (Severity(report.Action), report.Status.StartsWith('5') ? 0 : 1)),
            About = About(parts, blocks),
        };
    }

    /// <summary>Exim tells it in a field when it writes no report.</summary>
    private static RecognisedKind? FindFailedRecipients(ReceivedMail mail)
    {
        var failed = ReceivedAddress.In(mail, "X-Failed-Recipients").FirstOrDefault(address => address.Mailbox is not null);
        return failed is null ? null : new RecognisedKind(LetterKind.DeliveryReport, "X-Failed-Recipients")
        {
            Report = new DeliveryReport(DeliveryReportAction.Failed, "", failed.Mailbox!.Address, ""),
            About = About([.. mail.Body.SelfAndBelow()], []),
        };
    }

    /// <summary>What stands in one block about one recipient; null for the block about the whole mail.</summary>
    private static DeliveryReport? ReportOf(ReceivedMail block)
    {
        string status = StatusOf(block.Header("Status") ?? "");
        if (ActionOf(block.Header("Action"), status) is not { } action)
            return null;
        string? recipient = AddressOf(block.Header("Original-Recipient")) ?? AddressOf(block.Header("Final-Recipient"));
        string detail = block.Header("Diagnostic-Code") ?? "";
        return new DeliveryReport(action, status, recipient, detail[..Math.Min(detail.Length, DetailMaxChars)]);
    }

    private static DeliveryReportAction? ActionOf(string? word, string status)
    {
        int end = word?.AsSpan().IndexOfAny(" (;") ?? -1;
        return (end < 0 ? word : word![..end])?.ToLowerInvariant() switch
        {
            "failed" or "failure" => DeliveryReportAction.Failed,
            "delayed" => DeliveryReportAction.Delayed,
            "delivered" => DeliveryReportAction.Delivered,
            "relayed" => DeliveryReportAction.Relayed,
            "expanded" => DeliveryReportAction.Expanded,
            _ when status.Length == 0 => null,
            _ => status[0] switch
            {
                '2' => DeliveryReportAction.Delivered,
                '4' => DeliveryReportAction.Delayed,
                _ => DeliveryReportAction.Failed,
            },
        };
    }

    private static int Severity(DeliveryReportAction action) => action switch
    {
        DeliveryReportAction.Failed => 0,
        DeliveryReportAction.Delayed => 1,
        DeliveryReportAction.Relayed => 2,
        DeliveryReportAction.Expanded => 3,
        DeliveryReportAction.Delivered => 4,
        _ => 5,
    };

    /// <summary>class.subject.detail (RFC 3463, 2); empty when it is something else.</summary>
    private static string StatusOf(string text)
    {
        int end = text.AsSpan().IndexOfAny(" \t(;");
        string word = end < 0 ? text : text[..end];
        string[] numbers = word.Split('.', 4);
        bool isStatus = numbers.Length == 3 && numbers[0] is "2" or "4" or "5"
            && numbers.All(number => number.Length is >= 1 and <= 3 && number.All(char.IsAsciiDigit));
        return isStatus ? word : "";
    }

    /// <summary><c>rfc822; ill@partner.example</c> (RFC 3464, 2.3.1).</summary>
    private static string? AddressOf(string? field)
    {
        int semicolon = field?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        if (semicolon < 0)
            return null;
        var addresses = ReceivedAddress.ListOf(field![(semicolon + 1)..]);
        return addresses.Count == 1 ? addresses[0].Mailbox?.Address : null;
    }

    private static ReportedLetter About(List<ReceivedPart> parts, List<ReceivedMail> blocks)
    {
        var returned = Returned(parts);
        string? named = blocks.Select(block => block.Header("Original-Message-ID")).FirstOrDefault(id => id is not null);
        var ids = MessageId.ListOf(returned?.Header("Message-ID") ?? named);
        string? envelope = blocks.Select(block => block.Header("Original-Envelope-Id")).FirstOrDefault(id => id is not null);
        return new ReportedLetter(ids.Count == 1 ? ids[0] : null, envelope, returned?.Header("Subject"));
    }

    /// <summary>Our letter, or its header, that comes back with the report.</summary>
    private static ReceivedMail? Returned(List<ReceivedPart> parts)
    {
        if (parts.Find(part => part.Message is not null) is { } whole)
            return whole.Message;
        var header = Part(parts, "text/rfc822-headers", "message/rfc822-headers", "message/global-headers");
        return header is null ? null : Blocks(header).FirstOrDefault();
    }

    private static ReceivedPart? Part(List<ReceivedPart> parts, params string[] types) =>
        parts.Find(part => types.Contains(part.Type, StringComparer.Ordinal));

    /// <summary>The groups of fields of a report, separated by empty lines; what is no field is passed over.</summary>
    private static List<ReceivedMail> Blocks(ReceivedPart part)
    {
        var blocks = new List<ReceivedMail>();
        var budget = new MimeReadBudget(MimeReadLimits.Default);
        int at = 0;
        int tries = 0;
        while (at < part.Content.Length && tries++ < MimeReadLimits.MaxReportBlocks && budget.Refusal is null)
        {
            var block = new HeaderBlock(part.Content, budget);
            var fields = block.Read(at, _ => false);
            at = block.End > at ? block.End : MailLines.EndOf(part.Content.Span, at).Next;
            if (fields.Count > 0)
                blocks.Add(new ReceivedMail { Headers = fields, Body = Empty });
        }
        return blocks;
    }

    private static ReceivedPart Empty { get; } = new() { Type = PartHeader.TextPlain };
}
