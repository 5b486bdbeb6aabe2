using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Shows letters to patrons without sending them. Links and passwords in them are invented.</summary>
internal static class PatronLetterPreview
{
    private const string InventedLink = "https://ill.example.org/d/1." + SuppliedDocument.MaskedSecret;

    /// <summary>Makes a letter.</summary>
    /// <param name="which">Which.</param>
    /// <param name="state">About which request of ours.</param>
    /// <param name="language">In which language; null for the library's.</param>
    /// <param name="letters">The templates.</param>
    /// <param name="network">Our library.</param>
    /// <param name="now">Its date.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="problem">Why there is none.</param>
    public static bool TryMake(
        PatronLetterCode which, RequestState state, string? language, LetterSet letters, Network network, DateTimeOffset now,
        [NotNullWhen(true)] out PreviewedLetter? letter, [NotNullWhen(false)] out string? problem)
    {
        (letter, problem) = (null, null);
        if (state.Side != Side.Borrowing)
        {
            problem = $"{which} is written when we borrow; with {state.Id} it is the other way round.";
            return false;
        }

        var result = PatronLetterMapper.Map(Context(which, state, language, network, now), letters);
        if (result is not PatronLetterResult.Written written)
        {
            problem = result is PatronLetterResult.Failed failed ? failed.Problem.Text : "There is no such letter.";
            return false;
        }

        letter = new PreviewedLetter(
            which.ToString(), written.Language, written.Mail.Subject.Value, written.Mail.TextBody ?? "", written.Mail.HtmlBody);
        return true;
    }

    private static PatronLetterContext Context(
        PatronLetterCode which, RequestState state, string? language, Network network, DateTimeOffset now)
    {
        var (library, today) = (network.Snapshot.Gateway.Library, DateOnly.FromDateTime(now.DateTime));
        var isLink = which == PatronLetterCode.FulDigitizationDocumentDeliveryNotificationLetter;
        return new PatronLetterContext
        {
            Letter = new PatronLetter(which)
            {
                DueOn = network.PatronDueOn(state) ?? today.AddDays(28), IsGranted = true, Ending = PatronEnding.ByLibrary, Note = "…",
            },
            About = Correspondence.Summary(state),
            Sender = new LetterSender
            {
                Name = library.Name, Symbol = network.OurSymbols[0], Email = library.Email,
                Address = Correspondence.Address(library.PostalAddress),
            },
            PatronName = state.Content.Patron?.Name,
            Email = "patron@example.org",
            Language = language ?? library.Language,
            Document = new SuppliedDocument { Name = $"{state.ExternalId}.pdf", MaxViews = 5, AvailableUntil = today.AddDays(30) },
            Link = isLink ? InventedLink : null,
            PasswordChars = isLink ? 8 : null,
            CreatedAt = now,
            OutboxId = 1,
        };
    }
}
