using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>A letter as it would go out.</summary>
/// <param name="Code">Which letter.</param>
/// <param name="Language">The language it is in.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its text part.</param>
/// <param name="Html">Its HTML part; null when it has none.</param>
internal sealed record PreviewedLetter(string Code, string Language, string Subject, string Text, string? Html);

/// <summary>A letter that there are templates for.</summary>
/// <param name="Code">Which letter.</param>
/// <param name="Languages">The languages that have it; others get English.</param>
internal sealed record KnownLetter(string Code, IReadOnlyList<string> Languages);

/// <summary>Shows letters without sending them: those of a request, or of an invented one. Its addresses and links are made
/// with a key that opens nothing.</summary>
internal static class LetterPreview
{
    private const string Broken = "The letters cannot be read; the verb check says what is wrong with them.";
    private static readonly LetterKey NoKey = LetterKey.Of(new byte[LetterKey.KeyOctets]);

    /// <summary>All letters, those to partners first; null when a template is broken.</summary>
    public static IReadOnlyList<KnownLetter>? List(Network network) =>
        Partners(network) is { } partners && Patrons(network) is { } patrons ? [.. partners, .. patrons] : null;

    private static KnownLetter[]? Partners(Network network) =>
        LetterFolder.Load(network.Snapshot.Directory, new HashSet<string>()).Letters?.All
            .GroupBy(letter => letter.Code).OrderBy(group => group.Key)
            .Select(group => new KnownLetter(group.Key.ToString(), group.Select(letter => letter.Language).ToArray())).ToArray();

    /// <summary>All letters to patrons; null when a template is broken.</summary>
    private static KnownLetter[]? Patrons(Network network) =>
        LetterFolder.Load(network.Snapshot.Directory, new HashSet<string>()).Letters?.Patrons.All
            .GroupBy(letter => letter.Code).OrderBy(group => group.Key)
            .Select(group => new KnownLetter(group.Key.ToString(), group.Select(letter => letter.Language).ToArray())).ToArray();

    /// <summary>The name of a letter, without regard to case; null when there is no such letter.</summary>
    public static string? Find(string code) =>
        Codes.FirstOrDefault(name => name.Equals(code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names of all letters.</summary>
    public static IReadOnlyList<string> Codes => [.. Enum.GetNames<LetterCode>(), .. Enum.GetNames<PatronLetterCode>()];

    /// <summary>To whom a letter goes: to patrons, to the partner that is named, or to the request's.</summary>
    public static string? ReaderOf(string code, RequestState? state, string? partner) =>
        Enum.IsDefined(typeof(PatronLetterCode), code) ? JournalEntry.Patrons : partner ?? state?.Partner;

    /// <summary>Makes a letter.</summary>
    /// <param name="code">Which; one of <see cref="Codes"/>.</param>
    /// <param name="partner">To whom.</param>
    /// <param name="state">About which request; null for an invented one.</param>
    /// <param name="language">In which language; null for the partner's.</param>
    /// <param name="network">Partners and our library.</param>
    /// <param name="now">Its date.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="problem">Why there is none.</param>
    public static bool TryMake(
        string code, Partner partner, RequestState? state, string? language, Network network, DateTimeOffset now,
        [NotNullWhen(true)] out PreviewedLetter? letter, [NotNullWhen(false)] out string? problem)
    {
        letter = null;
        var languages = new HashSet<string> { language ?? partner.Config.Language ?? network.Snapshot.Gateway.Library.Language };
        if (LetterFolder.Load(network.Snapshot.Directory, languages).Letters is not { } letters)
        {
            problem = Broken;
            return false;
        }

        if (Enum.TryParse<PatronLetterCode>(code, out var patrons))
        {
            var request = state ?? Invented(LetterCode.FulRenewEmailLetter, network, now);
            return PatronLetterPreview.TryMake(patrons, request, language, letters, network, now, out letter, out problem);
        }

        var which = Enum.Parse<LetterCode>(code);
        var about = state ?? Invented(which, network, now);
        if (SideOf(which) is { } side && side != about.Side)
        {
            problem = $"{code} is written when we {(side == Side.Borrowing ? "borrow" : "lend")}; "
                + $"with {about.Id} it is the other way round.";
            return false;
        }

        var result = LetterMapper.Map(Context(which, about, partner, language, network, now), letters);
        problem = result is LetterResult.Failed failed ? failed.Problem.Text : "No letter can say this.";
        if (result is not LetterResult.Written written)
        {
            return false;
        }

        letter = new PreviewedLetter(
            code, written.Language, written.Mail.Subject.Value, written.Mail.TextBody ?? "", written.Mail.HtmlBody);
        return true;
    }

    private static LetterContext Context(
        LetterCode code, RequestState state, Partner partner, string? language, Network network, DateTimeOffset now)
    {
        var message = Correspondence.Address(Message(code, state, now), state, network);
        var envelope = Correspondence.Envelope(1, now, message, state, partner, network);
        var (us, them) = (envelope.Sender, envelope.Recipient);
        return new LetterContext
        {
            Message = message,
            About = envelope.About!,
            Sender = new LetterSender
            {
                Name = us.Name, Symbol = us.Symbols is [var own, ..] ? own : default, Email = us.Email ?? "", Address = us.Address,
            },
            Recipient = new LetterRecipient
            {
                Code = them.Code, Name = them.Name, Symbol = them.Symbols is [var theirs, ..] ? theirs : default, SendPatron = them.SendPatron,
                Email = (them.Settings as MailPartnerSettings)?.Address ?? partner.Config.Email ?? "partner@example.org",
            },
            Language = language ?? them.Language,
            CreatedAt = now,
            OutboxId = 1,
            Key = NoKey.Octets.ToArray(),
            AddressSeparator = network.Snapshot.Gateway.Mail.AddressSeparator,
            Links = LetterChannel.Links(network.Snapshot.Gateway),
        };
    }

    /// <summary>The side on which we write a letter; null for both.</summary>
    private static Side? SideOf(LetterCode code) => code switch
    {
        LetterCode.FulOutgoingEmailLetter or LetterCode.FulCancelEmailLetter or LetterCode.BorrowerClaimEmailLetter
            or LetterCode.FulRenewEmailLetter or LetterCode.BorrowerReceiveEmailLetter
            or LetterCode.BorrowerReturnEmailLetter or LetterCode.BorrowerConditionalReplyEmailLetter => Side.Borrowing,
        LetterCode.FulLostEmailLetter or LetterCode.FulDamagedEmailLetter or LetterCode.GeneralMessageEmailLetter
            or LetterCode.StatusQueryEmailLetter => null,
        _ => Side.Lending,
    };

    private static RequestState Invented(LetterCode code, Network network, DateTimeOffset now)
    {
        var side = SideOf(code) ?? Side.Borrowing;
        var id = network.RequestId(0);
        var today = DateOnly.FromDateTime(now.DateTime);
        return SampleRequest.In(side, side == Side.Borrowing ? Status.Loaned : Status.ReceivedByPartner) with
        {
            Id = id, ExternalId = id, OurSymbol = network.OurSymbols[0], CreatedAt = now, SentOn = today,
            ShippedOn = today, ReceivedOn = today, DueOn = today.AddDays(28),
            Content = new IllRequest
            {
                Citation = new Citation
                {
                    Title = "The lighthouse keepers' almanac", Author = "Muster, Erika", PublicationDate = "1987",
                },
                Services = [ServiceType.Loan],
            },
        };
    }

    /// <summary>The message behind a letter, with something in it where a request does not say it.</summary>
    private static IllMessage Message(LetterCode code, RequestState state, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.DateTime);
        var due = new DueDate(state.DueOn ?? today.AddDays(28));
        var service = state.SuppliedAs ?? ServiceType.Loan;
        var header = new MessageHeader
        {
            Transaction = state.Transaction ?? new TransactionId { GroupQualifier = state.Id, Qualifier = "1" },
            At = ServiceTime.From(now),
        };
        IllMessage.Answer Says(AnswerResult result) => new() { Header = header, Result = result };
        IllMessage message = code switch
        {
            LetterCode.FulOutgoingEmailLetter => new IllMessage.Request { Header = header, Content = state.Content },
            LetterCode.FulCancelEmailLetter => new IllMessage.Cancel { Header = header },
            LetterCode.BorrowerClaimEmailLetter => new IllMessage.Message { Header = header, IsClaim = true },
            LetterCode.FulRenewEmailLetter => new IllMessage.Renew { Header = header, DesiredDueOn = due.On.AddDays(28) },
            LetterCode.FulLostEmailLetter => new IllMessage.Lost { Header = header },
            LetterCode.FulDamagedEmailLetter => new IllMessage.Damaged { Header = header },
            LetterCode.BorrowerReceiveEmailLetter =>
                new IllMessage.Received { Header = header, ReceivedOn = state.ReceivedOn ?? today, ServiceType = service },
            LetterCode.BorrowerReturnEmailLetter =>
                new IllMessage.Returned { Header = header, ReturnedOn = state.ReturnedOn ?? today },
            LetterCode.LenderShipEmailLetter => new IllMessage.Shipped
            {
                Header = header, ServiceType = service, Barcode = state.Barcode,
                Supply = new SupplyDetails { ShippedOn = state.ShippedOn ?? today, Due = due, Cost = state.Cost },
            },
            LetterCode.LenderRejectEmailLetter =>
                Says(new AnswerResult.Unfilled(state.PendingReason ?? ReasonUnfilled.AtBindery)),
            LetterCode.LenderWillSupplyEmailLetter =>
                Says(new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, today)),
            LetterCode.LenderRenewResponseEmailLetter => new IllMessage.RenewAnswer { Header = header, Grants = true, Due = due },
            LetterCode.LenderCheckedInEmailLetter => new IllMessage.CheckedIn { Header = header, CheckedInOn = today },
            LetterCode.LendingRecallEmailLetter => new IllMessage.Recall { Header = header, DueOn = today.AddDays(7) },
            LetterCode.BorrowerOverdueEmailLetter => new IllMessage.Overdue { Header = header, Due = due },
            LetterCode.GeneralMessageEmailLetter => new IllMessage.Message { Header = header },
            LetterCode.LenderConditionalEmailLetter =>
                Says(new AnswerResult.Conditional(state.Condition ?? Condition.LibraryUseOnly, today.AddDays(7))),
            LetterCode.BorrowerConditionalReplyEmailLetter => new IllMessage.ConditionalReply { Header = header, Accepts = true },
            LetterCode.LenderCancelReplyEmailLetter => new IllMessage.CancelReply { Header = header, Agrees = true },
            LetterCode.LenderExpiredEmailLetter => new IllMessage.Expired { Header = header },
            LetterCode.LenderAnswerEmailLetter => Says(new AnswerResult.Retry(ReasonUnfilled.InUseOnLoan, today.AddDays(30))),
            LetterCode.StatusQueryEmailLetter => new IllMessage.StatusQuery { Header = header },
            _ => throw new ArgumentOutOfRangeException(nameof(code), code, "not a letter of this set"),
        };
        return message with { Note = "…" };
    }
}
