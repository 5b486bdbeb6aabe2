using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>The slips in all languages: made like letters, but printed here, so they need an HTML part.</summary>
public sealed class SlipSet
{
    /// <summary>The folder of a language that holds them.</summary>
    internal const string Folder = "slips";

    private readonly TemplateFolder<SlipCode> templates;
    private readonly Func<string, LetterWords> wordsOf;

    private SlipSet(TemplateFolder<SlipCode> templates, Func<string, LetterWords> wordsOf)
    {
        this.templates = templates;
        this.wordsOf = wordsOf;
    }

    /// <summary>Checks all slips; tells what is wrong with them.</summary>
    internal static SlipSet Load(
        IReadOnlyDictionary<string, string> files, Func<string, LetterWords> wordsOf, ICollection<LetterFault> faults) =>
        new(TemplateFolder<SlipCode>.Load(
            Folder, files, faults, "A slip needs an HTML part after a line \"--- html ---\"."), wordsOf);

    /// <summary>The languages that have slips.</summary>
    internal IEnumerable<string> Languages => templates.Languages;

    /// <summary>Compiles and tries the slips of a language.</summary>
    internal IEnumerable<LetterFault> Try(string language) => templates.Try(language);

    /// <summary>Makes one slip.</summary>
    /// <param name="context">Which, about what.</param>
    /// <param name="html">What stands between the tags of a page's body.</param>
    /// <param name="problem">Why there is none: <c>slip-missing</c>, <c>letter-template</c>,
    /// <c>letter-too-large</c>.</param>
    public bool TryRender(
        SlipContext context, [NotNullWhen(true)] out string? html, [NotNullWhen(false)] out MailProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(context);
        html = null;
        if (templates.LanguageOf(context.Code, context.Language) is not { } language)
        {
            problem = new MailProblem("slip-missing", $"There is no letters/en/{Folder}/{context.Code}.hbs.");
            return false;
        }
        var values = Values(context, wordsOf(language));
        if (!templates.TryRender(context.Code, language, values, isPage: false, out var letter, out problem))
            return false;
        html = letter.Html!;
        return true;
    }

    private static IReadOnlyDictionary<string, string> Values(SlipContext context, LetterWords words)
    {
        var (about, sender) = (context.About, context.Sender);
        var values = new LetterValues(new LossLog());
        RequestValues.Put(values.Know, about.Content, words);
        string? Date(DateOnly? date) => words.Date(date);
        values.Know("libraryName", sender.Name);
        values.Know("librarySymbol", sender.Symbol.Text);
        values.Know("libraryAddress", LetterWords.Address(
            sender.Address?.Name == sender.Name ? sender.Address with { Name = null } : sender.Address));
        values.Know("libraryEmail", sender.Email);
        values.Know("partnerName", context.PartnerName);
        values.Know("today", Date(context.Today));
        values.Know("weBorrow", words.Flag(about.WeBorrow));
        values.Know("externalId", about.ExternalId);
        values.Know("ourReference", about.OurReference == about.ExternalId ? null : about.OurReference);
        values.Know("partnerReference", context.PartnerReference == about.ExternalId ? null : context.PartnerReference);
        values.Know("requestedOn", Date(about.CreatedOn));
        values.Know("shippedOn", Date(about.ShippedOn));
        values.Know("receivedOn", Date(about.ReceivedOn));
        values.Know("returnedOn", Date(about.ReturnedOn));
        values.Know("dueOn", Date(about.DueOn));
        values.Know("barcode", context.Barcode);
        values.Know("cost", context.Cost?.ToString());
        values.Know("service", context.SuppliedAs is { } service ? words.Words(service) : null);
        values.Know("returnTo", LetterWords.Address(context.ParcelTo));
        values.Know("note", context.Note);
        values.Know("patronName", about.WeBorrow ? about.Content.Patron?.Name : null);
        values.Know("assignedTo", context.AssignedTo);
        return values.All;
    }
}
