namespace ResourceSharing.Mapping.Letters;

/// <summary>The words of the form on which patrons ask for an item, in English.</summary>
internal static class FormPhrases
{
    /// <summary>By section and name.</summary>
    public static IEnumerable<(string Key, string Text)> All =>
    [
        ("form.title", "Request an item"),
        ("form.intro",
            "{library} gets this item for you from another library. Please check what we "
            + "have understood, and complete it."),
        ("form.part-item", "What you want"),
        ("form.part-more", "More about the item"),
        ("form.part-patron", "About you"),
        ("form.service", "Wanted as"),
        ("form.type", "Kind of item"),
        ("form.book", "Book or chapter"),
        ("form.journal", "Journal or article"),
        ("form.other", "Something else"),
        ("form.item-title", "Title of the book or journal"),
        ("form.author", "Author of the book"),
        ("form.article-title", "Title of the article or chapter"),
        ("form.article-author", "Author of the article or chapter"),
        ("form.volume", "Volume"),
        ("form.issue", "Issue"),
        ("form.pages", "Pages"),
        ("form.year", "Year"),
        ("form.issue-date", "Date of the issue"),
        ("form.edition", "Edition"),
        ("form.publisher", "Publisher"),
        ("form.place", "Place of publication"),
        ("form.series", "Series"),
        ("form.isbn", "ISBN"),
        ("form.issn", "ISSN"),
        ("form.doi", "DOI"),
        ("form.pmid", "PubMed number"),
        ("form.oclc", "OCLC number"),
        ("form.lccn", "LCCN"),
        ("form.other-numbers", "Other numbers"),
        ("form.user-id", "Library card number or user name"),
        ("form.name", "Name"),
        ("form.email", "E-mail"),
        ("form.needed-by", "Needed by"),
        ("form.pickup", "Where you want to fetch it"),
        ("form.note", "Note to our staff"),
        ("form.send", "Send the request"),
        ("form.nothing-wanted", "Please say what you want: a title, or a number like ISBN, ISSN or DOI."),
        ("form.past-date", "{field}: this day is past."),
        ("form.bad-email", "{field}: this is no e-mail address."),
        ("form.check-number", "The check digit is wrong. Is there a typing error?"),
        ("form.thanks-title", "Your request"),
        ("form.thanks", "Thank you. Your request has the number {number}."),
        ("form.had-before", "We have had this request before. Nothing was made twice. Its number is {number}."),
        ("form.sent-before",
            "You have sent this form before, with something else in it. If you want this as "
            + "well, send it once more."),
        ("form.stale", "This form was open for a long time. Please check it and send it again."),
        ("form.foreign-title", "Not accepted"),
        ("form.foreign",
            "This form was not sent from our own page. Nothing was made. Please open the "
            + "form here and send it again."),
        ("form.unreadable-title", "The link cannot be read"),
        ("form.unreadable", "The link is longer than we can take. Please fill in an empty form instead."),
    ];
}
