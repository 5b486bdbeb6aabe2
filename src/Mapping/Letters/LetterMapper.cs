using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Writes the letter that says what a message says. Pure: the same context and templates give the same
/// letter. </summary>
public static class LetterMapper
{
    /// <summary>Chooses, fills and addresses a letter.</summary>
    /// <param name="context">What to say, about what, from whom, to whom.</param>
    /// <param name="letters">The templates.</param>
    public static LetterResult Map(LetterContext context, LetterSet letters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(letters);
        if (LetterChoice.For(context.Message) is not { } code)
            return new LetterResult.NotExpressible(LetterChoice.WhyNone(context.Message));
        string language = letters.LanguageOf(code, context.Language);
        var losses = new LossLog();
        var values = Fill(context, code, letters.WordsOf(language), losses);
        NoteUnshown(losses, values, letters.FieldsOf(code, language));
        if (!letters.TryRender(code, language, values.All, out var letter, out var problem))
            return new LetterResult.Failed(problem);
        return TryAddress(context, letter, out var mail, out problem)
            ? new LetterResult.Written(code, language, mail, losses.ToReport())
            : new LetterResult.Failed(problem);
    }

    /// <summary>Writes the mail that says it in the Generic Script (feeds reference, 4.6), which has no templates.</summary>
    /// <param name="context">What to say, about what, from whom, to whom.</param>
    public static LetterResult MapToGenericScript(LetterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (LetterChoice.For(context.Message) is not { } code || GenericScript.Write(context) is not { } text)
            return new LetterResult.NotExpressible("The Generic Script has no such message.");
        var losses = new LossLog();
        if (context.Message is IllMessage.Request request)
            RequestValues.NoteLosses(losses, request.Content, context.Recipient.SendPatron);
        string subject = $"ILL Request: {LetterText.OneLine(LetterText.Clean(context.About.ExternalId, out _))}";
        return TryAddress(context, new RenderedLetter(context.Language, subject, text, null), out var mail, out var problem)
            ? new LetterResult.Written(code, context.Language, mail, losses.ToReport())
            : new LetterResult.Failed(problem);
    }

    private static LetterValues Fill(LetterContext context, LetterCode code, LetterWords words, LossLog losses)
    {
        var values = new LetterValues(losses);
        FillParties(values, context, words);
        FillDates(values, context.About, words);
        FillLink(values, context, code, words);
        if (context.Message is IllMessage.Request request)
        {
            RequestValues.NoteLosses(losses, request.Content, context.Recipient.SendPatron);
            FillPatron(values, request.Content.Patron, context.Recipient.SendPatron);
        }
        else
        {
            RequestValues.Put(values.Know, context.About.Content.Citation, words);
        }
        MessageValues.Put(values, context.Message, words);
        values.KnowLines("machineBlock", MachineBlock.Render(context, code, losses));
        return values;
    }

    private static void FillParties(LetterValues values, LetterContext context, LetterWords words)
    {
        var (about, header) = (context.About, context.Message.Header);
        values.Know("libraryName", context.Sender.Name);
        values.Know("librarySymbol", context.Sender.Symbol.Text);
        values.Know("libraryAddress", LetterWords.Address(BelowName(context.Sender)));
        values.Know("libraryEmail", context.Sender.Email);
        values.Know("partnerName", context.Recipient.Name);
        values.Know("partnerSymbol", context.Recipient.Symbol.Text);
        values.Know("today", words.Date(DateOnly.FromDateTime(context.CreatedAt.DateTime)));
        values.Know("weBorrow", words.Flag(about.WeBorrow));
        values.Know("externalId", about.ExternalId);
        values.Know("ourReference", about.OurReference == about.ExternalId ? null : about.OurReference);
        string? theirs = about.WeBorrow ? header.ResponderReference : header.RequesterReference;
        values.Know("partnerReference", theirs == about.ExternalId ? null : theirs);
    }

    /// <summary>The address as it stands below the name, which it need not repeat.</summary>
    private static PostalAddress? BelowName(LetterSender sender) =>
        sender.Address?.Name == sender.Name ? sender.Address with { Name = null } : sender.Address;

    private static void FillDates(LetterValues values, TransactionSummary about, LetterWords words)
    {
        values.Know("requestedOn", words.Date(about.CreatedOn));
        values.Know("sentOn", words.Date(about.SentOn));
        values.Know("shippedOn", words.Date(about.ShippedOn));
        values.Know("receivedOn", words.Date(about.ReceivedOn));
        values.Know("returnedOn", words.Date(about.ReturnedOn));
        values.Know("dueOn", words.Date(about.DueOn));
        values.Know("originalDueOn", words.Date(about.OriginalDueOn));
    }

    private static void FillLink(LetterValues values, LetterContext context, LetterCode code, LetterWords words)
    {
        if (context.Links is not { } links || !LetterChoice.WantsAnswer(code))
            return;
        var content = new LetterLink(
            context.About.OurReference, context.OutboxId, context.Recipient.Code, links.EndOf(context.CreatedAt));
        values.Know("replyLink", links.Address(LetterLink.Write(content, context.Key.Span)).AbsoluteUri);
        values.Know("replyLinkEndsOn", words.Date(content.EndsOn));
    }

    private static void FillPatron(LetterValues values, Patron? patron, bool mayBeTold)
    {
        if (!mayBeTold)
            return;
        values.Say("patronName", patron?.Name);
        values.Say("patronStatus", patron?.Status);
    }

    /// <summary>What the message says and the template has no place for.</summary>
    private static void NoteUnshown(LossLog losses, LetterValues values, IReadOnlySet<string> shown)
    {
        // The short title only repeats the title.
        foreach (string name in values.Said.Where(name => !shown.Contains(name) && name != "shortTitle"))
            losses.Add(name, LossKind.Dropped, "The template of the letter has no place for it.");
    }

    private static bool TryAddress(
        LetterContext context,
        RenderedLetter letter,
        [NotNullWhen(true)] out MailMessage? mail,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        mail = null;
        var (us, them, about) = (context.Sender, context.Recipient, context.About);
        string name = LetterIds.Local(context);
        string answers = LetterIds.ReplyAddress(us.Email, context.AddressSeparator, name) ?? us.Email;
        if (!TryMailbox(us.Name, us.Email, "letter-sender", out var from, out problem)
            || !TryMailbox(them.Name, them.Email, "letter-recipient", out var to, out problem)
            || !TryMailbox(us.Name, answers, "letter-sender", out var replyTo, out problem)
            || !TryId(name, from, out var id, out problem)
            || !TryId(LetterIds.Thread(about.OurReference), from, out var thread, out problem)
            || !MailHeader.TryCreate("X-Auto-Response-Suppress", "All", out var quiet, out problem))
        {
            return false;
        }
        string check = LetterToken.CheckOf(context.Key.Span, about.OurReference, them.Code);
        string tag = LetterIds.Tag(about.OurReference, check, about.ExternalId);
        mail = new MailMessage
        {
            From = from,
            ReplyTo = [replyTo],
            To = [to],
            Subject = HeaderText.Clean($"{tag} {letter.Subject}"),
            Date = context.CreatedAt,
            MessageId = id,
            InReplyTo = context.Message is IllMessage.Request ? null : thread,
            References = [thread],
            AutoSubmitted = AutoSubmitted.AutoGenerated,
            ExtraHeaders = [quiet],
            TextBody = letter.Text,
            HtmlBody = letter.Html,
        };
        return true;
    }

    private static bool TryId(
        string local,
        Mailbox from,
        [NotNullWhen(true)] out MessageId? id,
        [NotNullWhen(false)] out MailProblem? problem) =>
        MessageId.TryParse($"{local}@{from.Domain}", out id, out problem);

    internal static bool TryMailbox(
        string name,
        string address,
        string code,
        [NotNullWhen(true)] out Mailbox? mailbox,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        if (Mailbox.TryCreate(HeaderText.Clean(name).Value, address, out mailbox, out problem))
            return true;
        problem = new MailProblem(code, $"{problem.Text} ({problem.Code})");
        return false;
    }
}
