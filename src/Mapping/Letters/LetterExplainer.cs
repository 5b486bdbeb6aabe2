using System.Globalization;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Says in plain words what a mail is, what would lead to its request, and what it would do there.</summary>
public static class LetterExplainer
{
    /// <summary>Explains a letter. Which clue really leads to a request only the running gateway knows: the first one that
    /// holds wins.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="recognised">Which kind of mail it is, and by which sign.</param>
    /// <returns>One fact a line.</returns>
    public static IReadOnlyList<string> Explain(ReceivedLetter letter, RecognisedKind recognised)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(recognised);
        var lines = new List<string> { $"MAIL: {Kind(letter.Kind)} ({recognised.Sign})." };
        lines.Add($"From: {letter.Origin.From ?? "nobody who could be named"} ({Vouched(letter.Origin)})");
        lines.Add($"Subject: {letter.Subject}");
        if (letter.Report is { } report)
            lines.Add($"Report: {report.Action} {report.Status} {report.Recipient} {report.Detail}".TrimEnd());
        foreach (var statement in letter.Statements)
            Add(lines, statement, letter.Kind);
        if (letter.Text.Length > 0)
            lines.AddRange(["The writer's own words:", .. letter.Text.Split('\n').Select(line => $"  {line}".TrimEnd())]);
        return lines;
    }

    /// <summary>A clue in words.</summary>
    public static string Words(RequestClue clue) => clue switch
    {
        RequestClue.ReplyAddress reply => string.Create(CultureInfo.InvariantCulture,
            $"the address that letter {reply.Letter} about {reply.Request} gave out, if its token holds"),
        RequestClue.Thread thread => string.Create(CultureInfo.InvariantCulture,
            $"it answers letter {thread.Letter} about {thread.Request}, if its token holds"),
        RequestClue.SubjectTag tag => $"the tag of {tag.Number} in the subject, if its check characters fit",
        RequestClue.Native { Transaction: { } transaction } native => $"{native.Format}: the transaction {transaction}",
        RequestClue.Native native => $"{native.Format}: the number {native.Number}",
        RequestClue.OpenNumber open => $"the word {open.Number}, if it is an open request with this sender",
        _ => throw new ArgumentOutOfRangeException(nameof(clue), clue, "No known clue."),
    };

    private static void Add(List<string> lines, LetterStatement statement, LetterKind kind)
    {
        lines.Add(statement.Clues.Count == 0
            ? "Nothing leads to a request: it goes to the staff."
            : "It would be placed by the first of these that holds:");
        lines.AddRange(statement.Clues.Select((clue, index) =>
            string.Create(CultureInfo.InvariantCulture, $"  {index + 1}. {Words(clue)}")));
        if (kind != LetterKind.Written)
        {
            lines.Add("It changes nothing by its words: nobody has written it.");
            return;
        }
        lines.Add(statement.Proposals.Count switch
        {
            0 => "Nothing was recognised in it: staff decide what is meant.",
            1 => "It would do this, from a sender who may act:",
            _ => "It may mean one of these: staff decide.",
        });
        foreach (var proposal in statement.Proposals)
        {
            lines.Add($"  By {proposal.Rule}:");
            lines.AddRange(IsoIllExplainer.Explain(proposal.Message).Where(IsTold).Select(line => $"    {line}"));
        }
    }

    /// <summary>An answer leaves its transaction to the request.</summary>
    private static bool IsTold(string line) => line != "Transaction: /";

    private static string Vouched(LetterOrigin origin) => origin.VouchedDomains.Count == 0
        ? "our mail server vouches for nobody"
        : $"our mail server vouches for {string.Join(", ", origin.VouchedDomains)}";

    private static string Kind(LetterKind kind) => kind switch
    {
        LetterKind.Written => "a letter",
        LetterKind.AutomaticReply => "an automatic answer",
        LetterKind.DeliveryReport => "a report of a mail server about a letter of ours",
        LetterKind.ReadReport => "a report that a letter of ours was shown or deleted",
        LetterKind.Complaint => "a complaint about a letter of ours",
        LetterKind.Loop => "our own letter, come back",
        LetterKind.Bulk => "bulk mail",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No known kind."),
    };
}
