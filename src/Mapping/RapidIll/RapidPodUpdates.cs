using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>What an update means: a closed set.</summary>
public abstract record RapidPodUpdate
{
    private RapidPodUpdate()
    {
    }

    /// <summary>A message about the request.</summary>
    /// <param name="Message">What it says.</param>
    public sealed record Says(IllMessage Message) : RapidPodUpdate;

    /// <summary>The member's system has taken notice; the request stays as it is.</summary>
    /// <param name="Notice">Of what.</param>
    public sealed record Notes(RapidPodNotice Notice) : RapidPodUpdate;

    /// <summary>The member cannot do that.</summary>
    /// <param name="Why">For the staff of the member.</param>
    public sealed record Refused(string Why) : RapidPodUpdate;
}

/// <summary>Of what a member's system takes notice.</summary>
public enum RapidPodNotice
{
    /// <summary>The lender's system has the request.</summary>
    Taken = 1,

    /// <summary>The borrower's system knows that a loan was shipped.</summary>
    Shipped,

    /// <summary>The lender's system knows that it was received.</summary>
    Received,

    /// <summary>The lender's system knows that it is on its way back.</summary>
    Returned,

    /// <summary>The lender's system knows that a renewal is asked for.</summary>
    Renewal,

    /// <summary>The borrower's system knows that the loan is finished.</summary>
    Finished,
}

/// <summary>Reads updates of members of a pod. Pure.</summary>
public static class RapidPodUpdates
{
    /// <summary>How the note begins with which a borrower tells that nothing has come.</summary>
    public const string NotReceived = "Not received";

    /// <summary>What stands before the number of a parcel in the note that goes with a shipment.</summary>
    public const string Tracking = "Tracking number: ";

    /// <summary>The longest address of a file.</summary>
    public const int MaxAddressChars = 2000;

    /// <summary>The longest password of a file.</summary>
    public const int MaxPasswordChars = 200;

    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK", "M/d/yyyy"];

    /// <summary>What an update means.</summary>
    /// <param name="input">The update.</param>
    /// <param name="standing">Its request and the member's side.</param>
    /// <param name="at">When it came.</param>
    /// <param name="seal">Seals the password of a file.</param>
    public static RapidPodUpdate Of(
        UpdateRequestInput input, RapidPodStanding standing, ServiceTime at, Func<string, string> seal)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(seal);
        if (Fault(input, at.Date) is { } fault)
            return new RapidPodUpdate.Refused(fault);
        var act = new Act(input, standing, at, seal);
        return standing.Role switch
        {
            RapidPodRole.Borrower => act.OfBorrower(),
            RapidPodRole.Lender => act.OfLender(),
            RapidPodRole.FormerLender when input.UpdateAction is RapidUpdateAction.Fill or RapidUpdateAction.Shipped =>
                act.OfLender(),
            RapidPodRole.FormerLender => new RapidPodUpdate.Refused(
                $"Request {input.RapidRequestId} is not with you any more; nothing was changed."),
            _ => throw new ArgumentOutOfRangeException(nameof(standing), standing.Role, "not a role of this set"),
        };
    }

    /// <summary>The identity of an update within its member, and its digest: the same update sent again has both again.</summary>
    public static (string Identity, ReadOnlyMemory<byte> Digest) IdentityOf(UpdateRequestInput input, RapidPodStanding standing)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(standing);
        var bare = input with { UserName = null, Password = null, RequestingRapidCode = null, RequestingBranchName = null };
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(RapidCodec.Print(bare)));
        var leg = standing.Transaction;
        var word = TransactionId.Word(leg.InitialRequester?.Text, leg.GroupQualifier, leg.Qualifier, null);
        return ($"{word} {input.UpdateAction} {standing.Round} {Convert.ToHexString(digest.AsSpan(0, 8))}", digest);
    }

    private static string? Fault(UpdateRequestInput input, DateOnly today)
    {
        if (Text(input.ArticleExchangeAddress) is { } address
            && (address.Length > MaxAddressChars || !Uri.TryCreate(address, UriKind.Absolute, out var uri)
                || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.UserInfo.Length > 0))
        {
            return "ArticleExchangeAddress has to be an address that begins with https:// or http://.";
        }

        if (input.ArticleExchangePassword?.Length > MaxPasswordChars)
            return $"ArticleExchangePassword is longer than {MaxPasswordChars} characters.";
        if (Text(input.DueDate) is not { } due)
            return null;
        return DateOf(due) is not { } on ? "DueDate has to be a date like 2026-12-31."
            : on < today ? "DueDate has passed already."
            : null;
    }

    private static DateOnly? DateOf(string? text) =>
        DateTime.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var read)
            ? DateOnly.FromDateTime(read)
            : null;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private sealed class Act(UpdateRequestInput input, RapidPodStanding standing, ServiceTime at, Func<string, string> seal)
    {
        private bool IsLoan => RapidPodAnswers.TypeOf(standing.Content) == RapidRequestType.Book;

        private ServiceType Kind => IsLoan ? ServiceType.Loan : ServiceType.CopyNonReturnable;

        private string? Comment => Text(input.UpdateComment);

        private DateOnly? DueOn => DateOf(Text(input.DueDate));

        /// <summary>The symbols tell on which side we stand.</summary>
        private MessageHeader Header => new()
        {
            Transaction = standing.Transaction,
            At = at,
            Requester = standing.Role == RapidPodRole.Borrower ? null : standing.Us,
            Responder = standing.Role == RapidPodRole.Borrower ? standing.Us : null,
        };

        public RapidPodUpdate OfLender() => input.UpdateAction switch
        {
            // A loan that is filled has been found; it is shipped by an update of its own.
            RapidUpdateAction.Fill when IsLoan => Says(new IllMessage.Answer
            {
                Header = Header, Note = Comment,
                Result = new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, null),
            }),
            RapidUpdateAction.Fill or RapidUpdateAction.Shipped => Shipped(),
            RapidUpdateAction.Unfill => Unfilled(
                IsoCode.TryParse<ReasonUnfilled>(Comment, out var reason) ? reason : ReasonUnfilled.Other),
            RapidUpdateAction.BadCitation => Unfilled(ReasonUnfilled.NotFoundAsCited),
            RapidUpdateAction.Renewed => Says(new IllMessage.RenewAnswer
            {
                Header = Header, Note = Comment, Grants = true, Due = new DueDate(DueOn ?? standing.UsualDueOn),
            }),
            RapidUpdateAction.NotRenewed => Says(new IllMessage.RenewAnswer { Header = Header, Note = Comment, Grants = false }),
            RapidUpdateAction.Lost => Says(new IllMessage.Lost { Header = Header, Note = Comment }),
            RapidUpdateAction.Finished =>
                Says(new IllMessage.CheckedIn { Header = Header, Note = Comment, CheckedInOn = at.Date }),
            RapidUpdateAction.BatchPrinted or RapidUpdateAction.IllSoftwarePending or RapidUpdateAction.IllSoftwareResend =>
                new RapidPodUpdate.Notes(RapidPodNotice.Taken),
            RapidUpdateAction.ReceivedLenderAck => new RapidPodUpdate.Notes(RapidPodNotice.Received),
            RapidUpdateAction.ReturnedLenderAck => new RapidPodUpdate.Notes(RapidPodNotice.Returned),
            RapidUpdateAction.RenewalRequestedLenderAck => new RapidPodUpdate.Notes(RapidPodNotice.Renewal),
            RapidUpdateAction.Cancel or RapidUpdateAction.Delete => new RapidPodUpdate.Refused(
                $"{input.UpdateAction} is for the library that borrows; send Unfill to pass the request on."),
            RapidUpdateAction.Received or RapidUpdateAction.NotReceived or RapidUpdateAction.Returned
                or RapidUpdateAction.RenewalRequested or RapidUpdateAction.ShippedBorrowerAck
                or RapidUpdateAction.FinishedBorrowerAck => NotYours("borrows", "lend"),
            _ => throw new InvalidOperationException($"No such action: {input.UpdateAction}"),
        };

        public RapidPodUpdate OfBorrower() => input.UpdateAction switch
        {
            RapidUpdateAction.Cancel or RapidUpdateAction.Delete =>
                Says(new IllMessage.Cancel { Header = Header, Note = Comment }),
            RapidUpdateAction.Received => Says(new IllMessage.Received
            {
                Header = Header, Note = Comment, ReceivedOn = at.Date, ServiceType = Kind,
            }),
            RapidUpdateAction.NotReceived => Says(new IllMessage.Message
            {
                Header = Header, Note = Comment is null ? $"{NotReceived}." : $"{NotReceived}: {Comment}",
            }),
            RapidUpdateAction.Returned when !IsLoan => new RapidPodUpdate.Refused("A copy is kept; it does not go back."),
            RapidUpdateAction.RenewalRequested when !IsLoan =>
                new RapidPodUpdate.Refused("A copy is kept; there is nothing to renew."),
            RapidUpdateAction.Returned => Says(new IllMessage.Returned
            {
                Header = Header, Note = WithTracking(), ReturnedOn = at.Date,
            }),
            RapidUpdateAction.RenewalRequested =>
                Says(new IllMessage.Renew { Header = Header, Note = Comment, DesiredDueOn = DueOn }),
            RapidUpdateAction.Lost => Says(new IllMessage.Lost { Header = Header, Note = Comment }),
            RapidUpdateAction.ShippedBorrowerAck => new RapidPodUpdate.Notes(RapidPodNotice.Shipped),
            RapidUpdateAction.FinishedBorrowerAck => new RapidPodUpdate.Notes(RapidPodNotice.Finished),
            RapidUpdateAction.Fill or RapidUpdateAction.Unfill or RapidUpdateAction.BadCitation or RapidUpdateAction.Shipped
                or RapidUpdateAction.Finished or RapidUpdateAction.Renewed or RapidUpdateAction.NotRenewed
                or RapidUpdateAction.BatchPrinted or RapidUpdateAction.IllSoftwarePending or RapidUpdateAction.IllSoftwareResend
                or RapidUpdateAction.ReceivedLenderAck or RapidUpdateAction.ReturnedLenderAck
                or RapidUpdateAction.RenewalRequestedLenderAck => NotYours("lends", "borrow"),
            _ => throw new InvalidOperationException($"No such action: {input.UpdateAction}"),
        };

        private static RapidPodUpdate.Says Says(IllMessage message) => new(message);

        private RapidPodUpdate.Refused NotYours(string who, string you) =>
            new($"{input.UpdateAction} is for the library that {who}; in this request you {you}.");

        private RapidPodUpdate.Says Unfilled(ReasonUnfilled reason) => Says(new IllMessage.Answer
        {
            Header = Header, Note = Comment, Result = new AnswerResult.Unfilled(reason),
        });

        private RapidPodUpdate.Says Shipped()
        {
            var address = IsLoan ? null : Text(input.ArticleExchangeAddress);
            return Says(new IllMessage.Shipped
            {
                Header = Header,
                Note = WithTracking(),
                ServiceType = Kind,
                Supply = new SupplyDetails
                {
                    ShippedOn = at.Date,
                    Due = IsLoan ? new DueDate(DueOn ?? standing.UsualDueOn) : null,
                    Electronic = address is null ? null : new ElectronicAddress("HTTP", address),
                    Document = address is null ? null : new SuppliedDocument
                    {
                        SealedPassword = Text(input.ArticleExchangePassword) is { } password ? seal(password) : null,
                    },
                },
            });
        }

        private string? WithTracking() => Text(input.TrackingNumber) is { } number
            ? Comment is null ? $"{Tracking}{number}" : $"{Comment}\n{Tracking}{number}"
            : Comment;
    }
}
