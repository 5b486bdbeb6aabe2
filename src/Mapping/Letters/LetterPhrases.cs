using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>All words that letters and reply pages are made of beside their templates, in English. Other languages have
/// them in <c>letters/LANGUAGE/words.yaml</c> under the same names; codes have the names that ISO 10161 gives
/// them.</summary>
public static class LetterPhrases
{
    /// <summary>The text by its section and name: <c>page.send</c>.</summary>
    public static IReadOnlyDictionary<string, string> English { get; } = All().ToDictionary(
        phrase => phrase.Key, phrase => phrase.Text, StringComparer.Ordinal);

    private static IEnumerable<(string Key, string Text)> All() =>
    [
        ("services.loan", "loan"), ("services.copy-non-returnable", "copy (not to be returned)"),
        ("services.locations", "names of holding libraries only"), ("services.estimate", "estimate of the cost only"),
        ("services.responder-specific", "as agreed between us"),
        .. Codes<MediumType>("media"), .. Codes<ItemType>("items"), .. Codes<ReasonUnfilled>("reasons"),
        .. Codes<ReasonWillSupply>("promises"), .. Codes<Condition>("conditions"),
        ("words.yes", "yes"), ("words.no", "no"), ("words.or", "or"),
        ("words.reciprocal-agreement", "There is a reciprocal agreement between us."),
        ("words.will-pay-fee", "We will pay your fee."),
        ("words.payment-provided", "Payment is provided with this request."),
        .. Frame, .. Facts, .. Situations, .. Actions, .. Fields, .. Problems, .. Results,
        .. FormPhrases.All, .. FilePhrases.All,
    ];

    private static IEnumerable<(string Key, string Text)> Codes<T>(string section)
        where T : struct, Enum =>
        IsoCode.NamesOf<T>().Values.Select(name => ($"{section}.{name}", name.Replace('-', ' ')));

    private static (string, string)[] Frame =>
    [
        ("page.title", "Request {number}"),
        ("page.we-ask", "{library} asks {partner} for this item."),
        ("page.you-ask", "{partner} has asked {library} for this item."),
        ("page.what-now", "What would you like to tell us?"),
        ("page.choose", "Open the answer that fits, fill it in and send it. Nothing happens before you send."),
        ("page.nothing-to-do", "There is nothing that you need to tell us now."),
        ("page.contact", "You can always write to us: {email}"),
        ("page.link-ends", "This page can be used until {date}."),
        ("page.optional", "optional"),
        ("page.send", "Send: {action}"),
        ("page.back", "To the request"),
    ];

    private static (string, string)[] Facts =>
    [
        ("page.number", "Request number"), ("page.your-number", "Your number"), ("page.article", "Article"),
        ("page.item", "Title"), ("page.author", "Author"), ("page.volume", "Volume and issue"), ("page.pages", "Pages"),
        ("page.published", "Published"), ("page.isbn", "ISBN"), ("page.issn", "ISSN"),
        ("page.call-number", "Your call number"), ("page.services", "Wanted as"), ("page.needed-by", "Needed by"),
        ("page.maximum-cost", "At most we pay"), ("page.shipped-on", "Sent on"),
        ("page.due-on", "Due date"), ("page.barcode", "Barcode"),
    ];

    /// <summary>Where the request stands, as the partner sees it.</summary>
    private static (string, string)[] Situations =>
    [
        ("page.is-asked", "We wait for your answer."),
        ("page.is-promised", "You have told us that you will supply it."),
        ("page.is-conditional", "You have named a condition: {condition}. We will tell you whether we accept it."),
        ("page.is-refused", "You have told us that you cannot supply it."),
        ("page.is-cancelling", "We have asked you to cancel it and wait for your answer."),
        ("page.is-shipped", "You have told us that it is on its way."),
        ("page.is-received", "It has arrived at our library."),
        ("page.is-renewing", "We have asked you to renew the loan and wait for your answer."),
        ("page.is-overdue", "The loan is overdue. We see to it that it comes back to you."),
        ("page.is-recalled", "You want it back. We see to it that it comes back to you."),
        ("page.is-returned", "It is on its way back to you."),
        ("page.is-lost", "It is lost. We will settle this with you."),
        ("page.is-damaged", "It is damaged. We will settle this with you."),
        ("page.is-over", "The request is closed. You need not do anything."),
        ("page.is-elsewhere", "The request is no longer with you. You need not do anything."),
        ("page.yours-open", "We are working on your request."),
        ("page.yours-promised", "We will supply it."),
        ("page.yours-conditional", "We can supply it on a condition: {condition}. We wait for your answer."),
        ("page.yours-cancelling", "You have asked us to cancel it. We will tell you whether that is still possible."),
        ("page.yours-shipped", "It is on its way to you."),
        ("page.yours-received", "It has arrived at your library."),
        ("page.yours-renewing", "You have asked us to renew the loan. We will answer."),
        ("page.yours-overdue", "The loan is overdue. Please send it back, or ask us to renew the loan."),
        ("page.yours-recalled", "We need it earlier than agreed. Please send it back."),
        ("page.yours-returned", "It is on its way back to us."),
        ("page.yours-lost", "It is lost. We will settle this with you."),
        ("page.yours-damaged", "It is damaged. We will settle this with you."),
    ];

    private static (string, string)[] Actions =>
    [
        ("page.will-supply", "We will supply it"), ("page.shipped", "It is on its way"),
        ("page.cannot-supply", "We cannot supply it"), ("page.conditional", "Only on a condition"),
        ("page.upload", "Send us the file"), ("page.cancel-yes", "Cancelled"),
        ("page.cancel-no", "It can no longer be cancelled"), ("page.renew-yes", "The loan is renewed"),
        ("page.renew-no", "The loan cannot be renewed"), ("page.checked-in", "It is back with us"),
        ("page.accept", "We accept the condition"), ("page.decline", "We do not accept the condition"),
        ("page.cancel", "We no longer need it"), ("page.received", "It has arrived"),
        ("page.renew", "Please renew the loan"), ("page.returned", "It is on its way back"),
        ("page.lost", "It is lost"), ("page.damaged", "It is damaged"), ("page.question", "A question or a message"),
    ];

    private static (string, string)[] Fields =>
    [
        ("page.expected-on", "When it will be sent"), ("page.sent-on", "The day it was sent"),
        ("page.due", "Please return it by"), ("page.new-due", "The new due date"),
        ("page.as", "Sent as"), ("page.item-barcode", "Barcode of the item"), ("page.cost", "Cost"),
        ("page.currency", "Currency"), ("page.reason", "Reason"), ("page.condition", "Condition"),
        ("page.reply-by", "Please answer by"), ("page.arrived-on", "The day it arrived"),
        ("page.keep-until", "Until when you would like to keep it"), ("page.sent-back-on", "The day it was sent back"),
        ("page.back-on", "The day it came back"), ("page.note", "Note"), ("page.message", "Your message"),
        ("page.file", "File"), ("page.select", "Please choose"),
        ("page.date-hint", "Year, month and day: 2026-05-04"), ("page.cost-hint", "A number: 12.50"),
        ("page.currency-hint", "Three letters: EUR"),
        ("page.file-hint", "PDF, TIFF, JPEG or PNG, up to {size} MiB. Our staff will put it in its place."),
    ];

    private static (string, string)[] Problems =>
    [
        ("page.errors", "Please correct this:"),
        ("page.missing", "{field}: please fill this in."),
        ("page.not-chosen", "{field}: please choose one."),
        ("page.bad-date", "{field}: this is no date. Write it as 2026-05-04."),
        ("page.far-date", "{field}: this date is too far away. Is the year right?"),
        ("page.bad-cost", "{field}: this is no amount. Write it as 12.50."),
        ("page.bad-currency", "{field}: please write the three letters of the currency, like EUR."),
        ("page.too-long", "{field}: this is longer than {count} characters."),
        ("page.bad-file", "{field}: please choose a PDF, TIFF, JPEG or PNG file."),
        ("page.large-file", "{field}: the file is larger than {size} MiB."),
    ];

    private static (string, string)[] Results =>
    [
        ("page.thanks", "Thank you. We have noted: {action}."),
        ("page.thanks-staff", "Thank you. A member of our staff will look at it: {action}."),
        ("page.had-before", "We have had this answer before: {action}. Nothing was done twice."),
        ("page.receipt", "The number of your answer with us: {number}"),
        ("page.moved-on", "The request has changed since this page was made, so nothing was done. "
            + "Please look at how it stands now. If your answer still fits, send it again."),
        ("page.not-now", "We could not take your answer. Please write to us: {email}"),
        ("page.busy-title", "Please try again"),
        ("page.busy", "We cannot take your answer at this moment. Nothing was noted. Please try again in a minute."),
        ("page.too-many-title", "Too many attempts"),
        ("page.too-many", "There were too many attempts. Please try again in a few minutes."),
        ("page.unknown-title", "This link does not work"),
        ("page.unknown", "Perhaps a part of it is missing. Please open it from the letter again, or answer to the letter."),
        ("page.expired-title", "This link has expired"),
        ("page.expired", "It could be used until {date}. Please answer to our letter instead."),
        ("page.too-large-title", "Too large"),
        ("page.too-large", "What you sent is larger than we can take. Nothing was noted."),
        ("page.unreadable-title", "Not understood"),
        ("page.unreadable", "What you sent is not the form of this page. Nothing was noted."),
    ];
}
