using System.CommandLine;
using Microsoft.Extensions.Primitives;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Security;

namespace ResourceSharing.Gateway.Cli;

/// <summary>The parameters of the REST list as options: <c>requestedFormat</c> is <c>--requested-format</c>. They are read by
/// the same reader, so that both understand the same.</summary>
internal static class RequestOptions
{
    private static readonly Dictionary<string, (string Value, string Text)> Words = new()
    {
        ["role"] = ("ROLE", "borrower or lender."),
        ["activity"] = ("WHICH", "active, completed or all."),
        ["status"] = ("STATUS", "Any of these statuses, with commas; the verb lifecycle lists them."),
        ["assigned"] = ("WHOSE", "me, nobody or others; see --user."),
        ["partner"] = ("CODE", "Only with this partner."),
        ["owner"] = ("CODE", "Only of this library of ours."),
        ["q"] = ("WORDS", "All these words, or beginnings of words, in title, author, numbers, barcode, patron."),
        ["unread"] = ("BOOL", "true: with a message of the partner that nobody has read."),
        ["notes"] = ("BOOL", "true: with a note that waits to be worked on."),
        ["alerts"] = ("BOOL", "true: with an alert."),
        ["overdue"] = ("BOOL", "true: overdue."),
        ["printed"] = ("BOOL", "true: a slip was printed."),
        ["reported"] = ("BOOL", "true: it stood in a slip report."),
        ["drift"] = ("BOOL", "true: the partner's state differs from ours."),
        ["requestedFormat"] = ("FORMAT", "PHYSICAL, DIGITAL, PHYSICAL_NON_RETURNABLE, as asked for."),
        ["suppliedFormat"] = ("FORMAT", "The same as supplied; UNDEFINED while it was not."),
        ["levelOfService"] = ("LEVEL", "Only with this level of service."),
        ["created"] = ("WHEN", $"One or more of: {string.Join(", ", DateBuckets.Names)}."),
        ["updated"] = ("WHEN", "The same for the last change."),
        ["due"] = ("WHEN", "The same for the due date."),
        ["lastInterest"] = ("WHEN", "The same for the day after which nobody wants it any more."),
        ["neededBy"] = ("WHEN", "The same for the day by which it is needed."),
        ["createdFrom"] = ("DAY", "Made on this day, like 2026-03-31, or later."),
        ["createdTo"] = ("DAY", "Made on this day or earlier."),
        ["department"] = ("CODE", "Only what this digitisation department has to do."),
        ["approval"] = ("BOOL", "true: with an approval that waits for somebody."),
        ["sort"] = ("ORDER", "created, updated, due, last-interest, needed-by, title, partner, status, status-since; "
            + "with a minus before it from the end (--sort=-due)."),
        ["limit"] = ("N", "Rows, at most 200 [default: 200]."),
        ["cursor"] = ("CURSOR", "Goes on where a list ended that was longer."),
        ["late"] = ("BOOL", "true: only where requests have waited longer than the partner takes."),
    };

    /// <summary>Whose tasks are "me".</summary>
    public static Option<string> User() => new("--user")
    {
        Description = "Who \"me\" is.", HelpName = "NAME", DefaultValueFactory = _ => AdminToken.UserName,
    };

    /// <summary>Options for parameters of the REST interface.</summary>
    public static IReadOnlyDictionary<string, Option<string[]>> For(params IEnumerable<string> parameters) =>
        parameters.ToDictionary(name => name, name => new Option<string[]>(NameOf(name))
        {
            HelpName = Words[name].Value, Description = Words[name].Text, DefaultValueFactory = _ => [],
        });

    /// <summary>The options that were given, as a query.</summary>
    public static QueryReader Query(
        this ParseResult parsed, IReadOnlyDictionary<string, Option<string[]>> options, int? rows = null)
    {
        var given = options.Select(option => (option.Key, Values: parsed.GetValue(option.Value) ?? []))
            .Where(option => option.Values.Length > 0)
            .ToDictionary(option => option.Key, option => new StringValues(option.Values));
        if (rows is { } most && !given.ContainsKey("limit"))
        {
            given["limit"] = $"{most}";
        }

        return new QueryReader(new QueryCollection(given));
    }

    /// <summary>Prints what is wrong with the options; true when nothing is.</summary>
    public static async Task<bool> IsFineAsync(this QueryReader query, ParseResult parsed)
    {
        foreach (var fault in query.Faults)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"{NameOf(fault.Field)}: {fault.Message}");
        }

        return query.Faults.Count == 0;
    }

    private static string NameOf(string parameter) => "--" + string.Concat(parameter.Select(letter =>
        char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
