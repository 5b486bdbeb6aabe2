using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>What a person reads of a mail, and what comes with it.</summary>
/// <param name="Text">
/// The text, lines ending with LF: quoted lines begin with <c>&gt;</c>, paragraphs of RFC 3676 are joined, HTML is made
/// into text. At most 1 Mi characters; empty when there is none.
/// </param>
/// <param name="IsFromHtml">True when some of it was HTML.</param>
/// <param name="Attachments">
/// All other parts in their order, mails and reports among them; signatures and pictures within a letter too.
/// </param>
public sealed record MailText(string Text, bool IsFromHtml, IReadOnlyList<ReceivedPart> Attachments)
{
    /// <summary>True when there was more text than is taken.</summary>
    public bool IsCut { get; init; }

    /// <summary>Takes the text out of a mail: plain text where the author offers a choice (RFC 2046, 5.1.4).</summary>
    /// <param name="mail">The mail.</param>
    public static MailText Of(ReceivedMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var walk = new Walk();
        walk.Visit(mail.Body);
        return new MailText(walk.Text.ToString(), walk.IsFromHtml, walk.Attachments) { IsCut = walk.IsCut };
    }

    private sealed class Walk
    {
        internal StringBuilder Text { get; } = new();

        internal List<ReceivedPart> Attachments { get; } = [];

        internal bool IsFromHtml { get; private set; }

        internal bool IsCut { get; private set; }

        /// <summary>Parts within parts are as deep as the reader of mails allows.</summary>
        internal void Visit(ReceivedPart part)
        {
            if (part.Parts.Count > 0)
                VisitAll(part);
            else if (IsShown(part))
                Take(part);
            else if (IsLeaf(part))
                Attachments.Add(part);
        }

        private void VisitAll(ReceivedPart multipart)
        {
            var parts = multipart.Parts;
            var main = multipart.Type switch
            {
                "multipart/alternative" => Best(parts),
                "multipart/related" or "multipart/report" or "multipart/signed" => parts[0],
                _ => null,
            };
            bool isChoice = multipart.Type == "multipart/alternative";
            foreach (var part in parts)
            {
                if (main is null || ReferenceEquals(part, main))
                    Visit(part);
                else
                    Attachments.AddRange(part.SelfAndBelow().Where(below => IsLeaf(below) && !(isChoice && IsShown(below))));
            }
        }

        /// <summary>The last one with plain text, else the last one with HTML, else the last one.</summary>
        private static ReceivedPart Best(IReadOnlyList<ReceivedPart> parts) =>
            parts.LastOrDefault(part => Holds(part, "text/plain"))
            ?? parts.LastOrDefault(part => Holds(part, "text/html"))
            ?? parts[^1];

        private static bool Holds(ReceivedPart part, string type) =>
            part.SelfAndBelow().Any(below => IsText(below, type) && !string.IsNullOrWhiteSpace(below.Text));

        private static bool IsLeaf(ReceivedPart part) => !part.Type.StartsWith("multipart/", StringComparison.Ordinal);

        private static bool IsShown(ReceivedPart part) => IsText(part, "text/plain") || IsText(part, "text/html");

        private static bool IsText(ReceivedPart part, string type) =>
            part.Type == type && part.Text is not null && part.Disposition != "attachment"
            && (part.FileName is null || part.Disposition is null);

        private void Take(ReceivedPart part)
        {
            bool isHtml = part.Type == "text/html";
            string text = isHtml ? HtmlText.Of(part.Text!) : PlainText(part);
            if (string.IsNullOrWhiteSpace(text))
                return;
            if (Text.Length > 0 && Text[^1] != '\n')
                Text.Append('\n');
            int room = Math.Max(0, MimeReadLimits.MailTextMaxChars - Text.Length);
            Text.Append(text, 0, Math.Min(text.Length, room));
            IsFromHtml |= isHtml;
            IsCut |= text.Length > room || (isHtml && part.Text!.Length > MimeReadLimits.HtmlMaxChars);
        }

        private static string PlainText(ReceivedPart part)
        {
            bool isFlowed = Is(part, "format", "flowed");
            return isFlowed ? FlowedText.Of(part.Text!, Is(part, "delsp", "yes")) : part.Text!;
        }

        private static bool Is(ReceivedPart part, string name, string value) =>
            string.Equals(part.Parameters.GetValueOrDefault(name)?.Trim(), value, StringComparison.OrdinalIgnoreCase);
    }
}
