using System.Diagnostics;
using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperValues;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Writes one message: this file the header and the twenty kinds, the others what lies
/// deeper.</summary>
internal sealed partial class IsoIllMapperWriting(IllMessage message, IsoIllContext context)
{
    private const ProtocolVersion Version = ProtocolVersion.Version2;

    private readonly LossLog losses = new();
    private readonly List<string> movedToNote = [];
    private readonly TransactionId transaction = TransactionOf(message.Header.Transaction);
    private readonly ServiceDateTime time = TimeOf(message.Header);

    public IsoIllWriteResult Write()
    {
        var header = message.Header;
        var apdu = Body() with
        {
            RequesterId = Id(header.Requester),
            ResponderId = Id(header.Responder) ?? MissingResponder(),
        };
        return new IsoIllWriteResult(apdu with { Extensions = Extensions() }, losses.ToReport());
    }

    /// <summary>Forward-Notification is the one APDU that cannot do without a responder.</summary>
    private SystemId? MissingResponder()
    {
        if (message is not IllMessage.ForwardNotification)
            return null;
        Lose("responder", LossKind.Defaulted, "mandatory in ISO; sent as unknown");
        return RequiredId(new Party { Name = "unknown" });
    }

    private Apdu Body() => message switch
    {
        IllMessage.Request request => Request(request),
        IllMessage.ForwardNotification forward => new ForwardNotificationApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            ResponderAddress = Address(forward.ResponderAddress),
            IntermediaryId = RequiredId(forward.Intermediary),
            NotificationNote = Note(),
        },
        IllMessage.Shipped shipped => Shipped(shipped),
        IllMessage.Answer answer => Answer(answer),
        IllMessage.ConditionalReply reply => new ConditionalReplyApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            Answer = reply.Accepts, RequesterNote = Note(),
        },
        IllMessage.Cancel => new CancelApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            RequesterNote = Note(),
        },
        IllMessage.CancelReply reply => new CancelReplyApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            Answer = reply.Agrees, ResponderNote = Note(),
        },
        IllMessage.Received or IllMessage.Recall or IllMessage.Returned or IllMessage.CheckedIn
            or IllMessage.Overdue or IllMessage.Renew or IllMessage.RenewAnswer => Tracking(),
        IllMessage.Lost => new LostApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time, Note = Note(),
        },
        IllMessage.Damaged damaged => new DamagedApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            DamagedDetails = Details(damaged), Note = Note(),
        },
        IllMessage.Message => new MessageApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            Note = MandatoryNote(),
        },
        IllMessage.StatusQuery => new StatusQueryApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time, Note = Note(),
        },
        IllMessage.StatusOrErrorReport report => Report(report),
        IllMessage.Expired => Expired(),
        _ => throw new UnreachableException(),
    };

    /// <summary>The services of the tracking phase, from the arrival of the item on.</summary>
    private Apdu Tracking() => message switch
    {
        IllMessage.Received received => new ReceivedApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            SupplierId = Id(received.Supplier),
            DateReceived = WriteDate(received.ReceivedOn),
            ShippedServiceType = (IllServiceType)(int)received.ServiceType,
            RequesterNote = Note(),
        },
        IllMessage.Recall recall => Recall(recall),
        IllMessage.Returned returned => new ReturnedApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            DateReturned = WriteDate(returned.ReturnedOn),
            ReturnedVia = WriteText(returned.Via),
            InsuredFor = AmountOf(returned.InsuredFor, "insured for"),
            RequesterNote = Note(),
        },
        IllMessage.CheckedIn checkedIn => new CheckedInApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            DateCheckedIn = WriteDate(checkedIn.CheckedInOn), ResponderNote = Note(),
        },
        IllMessage.Overdue overdue => new OverdueApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            DateDue = Due(overdue.Due)!, ResponderNote = Note(),
        },
        IllMessage.Renew renew => new RenewApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            DesiredDueDate = Date(renew.DesiredDueOn), RequesterNote = Note(),
        },
        IllMessage.RenewAnswer answer => new RenewAnswerApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            Answer = answer.Grants, DateDue = Due(answer.Due), ResponderNote = Note(),
        },
        _ => throw new UnreachableException(),
    };

    private RecallApdu Recall(IllMessage.Recall recall)
    {
        if (recall.DueOn is { } due)
            MoveToNote("dueOn", $"{DueLine}{due:yyyy-MM-dd}");
        return new RecallApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            ResponderNote = Note(),
        };
    }

    private static DamagedDetails? Details(IllMessage.Damaged damaged) => damaged.Units.Count == 0 ? null : new()
    {
        DamagedPortion = new DamagedPortion.SpecificUnits([.. damaged.Units.Select(unit => (long)unit)]),
    };

    private ExpiredApdu Expired()
    {
        if (message.Note is not null)
            Lose("note", LossKind.Dropped, "an Expired has no element for a note");
        return new ExpiredApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
        };
    }

    /// <summary>The note with everything that has no element of its own, one line each. To be called after
    /// whatever may move something there: in an initialiser, last.</summary>
    private IllString? Note() =>
        WriteText(string.Join('\n', new[] { message.Note }.Concat(movedToNote).Where(line => line is not null)));

    private IllString MandatoryNote()
    {
        if (Note() is { } note)
            return note;
        Lose("note", LossKind.Defaulted, "a message without text; a dash stands in");
        return new IllString("-");
    }

    private void Lose(string field, LossKind kind, string detail) => losses.Add(field, kind, detail);

    private void MoveToNote(string field, string line)
    {
        movedToNote.Add(line);
        Lose(field, LossKind.MovedToNote, $"ISO has no element for it; the note says '{line}'");
    }

    private static TransactionId TransactionOf(Canonical.TransactionId transaction) => new()
    {
        InitialRequesterId = transaction.InitialRequester is { } symbol ? IdOf(symbol) : null,
        TransactionGroupQualifier = new IllString(transaction.GroupQualifier),
        TransactionQualifier = new IllString(transaction.Qualifier),
        SubTransactionQualifier = transaction.SubQualifier is { } sub ? new IllString(sub) : (IllString?)null,
    };

    private static ServiceDateTime TimeOf(MessageHeader header) => new()
    {
        DateTimeOfThisService = TimeOf(header.At),
        DateTimeOfOriginalService = header.OriginallyAt is { } original ? TimeOf(original) : null,
    };

    private static DateTimeOfService TimeOf(ServiceTime at) => new()
    {
        Date = WriteDate(at.Date),
        Time = at.Time is { } time ? WriteTime(time) : null,
    };
}
