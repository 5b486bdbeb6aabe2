namespace ResourceSharing.Mapping.Letters;

/// <summary>The words of the page on which a file is fetched, in English.</summary>
internal static class FilePhrases
{
    /// <summary>By section and name.</summary>
    public static IEnumerable<(string Key, string Text)> All =>
    [
        ("file.title", "Your file"),
        ("file.intro", "{library} has made this file ready for you."),
        ("file.name", "Name"),
        ("file.type", "Type"),
        ("file.size", "Size"),
        ("file.left", "Downloads left"),
        ("file.left-of", "{left} of {all}"),
        ("file.unlimited", "not limited"),
        ("file.until", "Last day"),
        (
            "file.terms",
            "This file was made for the person who asked for it. Copyright law applies: please "
            + "do not pass it on, and print or keep no more of it than the law allows."),
        (
            "file.counts",
            "Opening this page costs nothing. Each download is counted; one that breaks off can "
            + "be continued from here within an hour."),
        ("file.password", "Password"),
        ("file.password-hint", "It stands in the message that brought you the link."),
        ("file.wrong-password", "{field}: That is not the password of this file."),
        ("file.fetch", "Download the file"),
        ("file.used-up-title", "This file is no longer available"),
        ("file.used-up", "This document has reached its view limit. It was downloaded {all} times."),
        ("file.expired", "This document could be fetched until {date}."),
        ("file.purged", "This document has been deleted."),
        ("file.ask-again", "If you still need it, please write to us: {email}"),
        ("file.note-password", "Password of the file: {password}"),
    ];
}
