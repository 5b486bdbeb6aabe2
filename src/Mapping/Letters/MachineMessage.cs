using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>A message in a machine block: written and read side by side.</summary>
internal static class MachineMessage
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss";

    internal static void Write(MachineLines block, LetterContext context, LetterCode code)
    {
        var (message, about) = (context.Message, context.About);
        var (header, transaction) = (message.Header, message.Header.Transaction);
        block.AddCode<IllService>("service", message.Service);
        block.AddNumber("letter", code.ToString());
        block.AddNumber("written", context.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        block.AddNumber("at", header.At.Time is { } time
            ? header.At.Date.ToDateTime(time).ToString(TimeForm, CultureInfo.InvariantCulture)
            : LetterWords.Iso(header.At.Date));
        block.AddNumber("side", about.WeBorrow ? "borrower" : "lender");
        block.AddNumber("from", context.Sender.Symbol.Text);
        block.Add("from-name", context.Sender.Name);
        block.AddNumber("to", context.Recipient.Symbol.Text);
        block.AddNumber("request", about.ExternalId);
        block.AddNumber("our-request", about.OurReference);
        block.AddNumber("your-request", about.WeBorrow ? header.ResponderReference : header.RequesterReference);
        block.AddNumber("initial-requester", transaction.InitialRequester?.Text);
        block.AddNumber("group-qualifier", transaction.GroupQualifier);
        block.AddNumber("qualifier", transaction.Qualifier);
        block.AddNumber("sub-qualifier", transaction.SubQualifier);
        WriteContent(block, message, context.Recipient.SendPatron);
        block.Add("note", message.Note);
    }

    /// <summary>The transaction that a block names; null when it names none.</summary>
    internal static TransactionId? Transaction(MachineReading block)
    {
        var transaction = new TransactionId
        {
            InitialRequester = block.Symbol("initial-requester"),
            GroupQualifier = block.Text("group-qualifier") ?? "",
            Qualifier = block.Text("qualifier") ?? "",
            SubQualifier = block.Text("sub-qualifier"),
        };
        return transaction.GroupQualifier.Length == 0 ? null : transaction;
    }

    /// <summary>The message; null when the block does not hold a whole one.</summary>
    internal static IllMessage? Read(MachineReading block)
    {
        if (!block.IsWhole || Transaction(block) is not { } transaction || Header(block, transaction) is not { } header
            || block.Code<IllService>("service") is not { } service)
        {
            return null;
        }
        var message = Content(block, service, header);
        return block.IsWhole && message is not null ? message with { Note = block.Text("note") } : null;
    }

    private static MessageHeader? Header(MachineReading block, TransactionId transaction)
    {
        if (Time(block) is not { } at || block.Text("side") is not ("borrower" or "lender"))
            return null;
        bool isBorrower = block.Text("side") == "borrower";
        var from = block.Party("from");
        var to = block.Party("to");
        return new MessageHeader
        {
            Transaction = transaction,
            At = at,
            Requester = isBorrower ? from : to,
            Responder = isBorrower ? to : from,
            RequesterReference = block.Text(isBorrower ? "our-request" : "your-request"),
            ResponderReference = block.Text(isBorrower ? "your-request" : "our-request"),
        };
    }

    private static ServiceTime? Time(MachineReading block)
    {
        string? text = block.Text("at");
        if (DateTime.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return new ServiceTime(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at));
        return block.Date("at") is { } date && block.Fault is null ? new ServiceTime(date, null) : null;
    }

    private static void WriteContent(MachineLines block, IllMessage message, bool sendPatron)
    {
        switch (message)
        {
            case IllMessage.Request request:
                MachineRequest.Write(block, request.Content, sendPatron);
                break;
            case IllMessage.Shipped shipped:
                WriteShipped(block, shipped);
                break;
            case IllMessage.Answer answer:
                WriteAnswer(block, answer.Result);
                break;
            case IllMessage.ConditionalReply reply:
                block.Add("accepts", reply.Accepts);
                break;
            case IllMessage.CancelReply reply:
                block.Add("agrees", reply.Agrees);
                break;
            case IllMessage.Message note:
                block.Add("claim", note.IsClaim ? true : null);
                break;
            default:
                WriteTracking(block, message);
                break;
        }
    }

    private static void WriteTracking(MachineLines block, IllMessage message)
    {
        switch (message)
        {
            case IllMessage.Received received:
                block.Add("received", received.ReceivedOn);
                block.AddCode<ServiceType>("service-type", received.ServiceType);
                block.Add("supplier", received.Supplier);
                break;
            case IllMessage.Recall recall:
                block.Add("due", recall.DueOn);
                break;
            case IllMessage.Returned returned:
                block.Add("returned", returned.ReturnedOn);
                block.Add("via", returned.Via);
                block.Add("insured-for", returned.InsuredFor);
                break;
            case IllMessage.CheckedIn checkedIn:
                block.Add("checked-in", checkedIn.CheckedInOn);
                break;
            case IllMessage.Overdue overdue:
                WriteDue(block, overdue.Due);
                break;
            case IllMessage.Renew renew:
                block.Add("desired-due", renew.DesiredDueOn);
                break;
            case IllMessage.RenewAnswer answer:
                block.Add("grants", answer.Grants);
                WriteDue(block, answer.Due);
                break;
            case IllMessage.Damaged damaged:
                block.AddList("damaged", damaged.Units.Select(unit => unit.ToString(CultureInfo.InvariantCulture)));
                break;
        }
    }

    private static IllMessage? Content(MachineReading block, IllService service, MessageHeader header) => service switch
    {
        IllService.IllRequest => new IllMessage.Request { Header = header, Content = MachineRequest.Read(block) },
        IllService.Shipped => Shipped(block, header),
        IllService.IllAnswer => Answer(block) is { } result
            ? new IllMessage.Answer { Header = header, Result = result }
            : null,
        IllService.ConditionalReply => new IllMessage.ConditionalReply
        {
            Header = header, Accepts = block.Must("accepts", block.MaybeFlag("accepts")),
        },
        IllService.Cancel => new IllMessage.Cancel { Header = header },
        IllService.CancelReply => new IllMessage.CancelReply
        {
            Header = header, Agrees = block.Must("agrees", block.MaybeFlag("agrees")),
        },
        IllService.Message => new IllMessage.Message { Header = header, IsClaim = block.Flag("claim") },
        IllService.StatusQuery => new IllMessage.StatusQuery { Header = header },
        IllService.Expired => new IllMessage.Expired { Header = header },
        _ => Tracking(block, service, header),
    };

    private static IllMessage? Tracking(MachineReading block, IllService service, MessageHeader header) => service switch
    {
        IllService.Received => new IllMessage.Received
        {
            Header = header,
            ReceivedOn = block.Must("received", block.Date("received")),
            ServiceType = block.Must("service-type", block.Code<ServiceType>("service-type")),
            Supplier = block.Party("supplier"),
        },
        IllService.Recall => new IllMessage.Recall { Header = header, DueOn = block.Date("due") },
        IllService.Returned => new IllMessage.Returned
        {
            Header = header,
            ReturnedOn = block.Must("returned", block.Date("returned")),
            Via = block.Text("via"),
            InsuredFor = block.Amount("insured-for"),
        },
        IllService.CheckedIn => new IllMessage.CheckedIn
        {
            Header = header, CheckedInOn = block.Must("checked-in", block.Date("checked-in")),
        },
        IllService.Overdue => Due(block) is { } due ? new IllMessage.Overdue { Header = header, Due = due } : null,
        IllService.Renew => new IllMessage.Renew { Header = header, DesiredDueOn = block.Date("desired-due") },
        IllService.RenewAnswer => new IllMessage.RenewAnswer
        {
            Header = header, Grants = block.Must("grants", block.MaybeFlag("grants")), Due = Due(block),
        },
        IllService.Lost => new IllMessage.Lost { Header = header },
        IllService.Damaged => new IllMessage.Damaged { Header = header, Units = Numbers(block, "damaged") },
        _ => null,
    };

    private static void WriteShipped(MachineLines block, IllMessage.Shipped shipped)
    {
        var supply = shipped.Supply;
        block.AddCode<ServiceType>("service-type", shipped.ServiceType);
        block.Add("shipped", supply.ShippedOn);
        WriteDue(block, supply.Due);
        block.Add("barcode", shipped.Barcode);
        block.Add("charged-units", supply.ChargeableUnits);
        block.Add("cost", supply.Cost);
        block.AddCode("condition", supply.Condition);
        block.Add("via", supply.Via);
        block.Add("file", supply.Electronic);
        block.Add("insured-for", supply.InsuredFor);
        block.Add("return-insurance", supply.ReturnInsurance);
        block.AddList("pieces", supply.Units.Select(u => FormattableString.Invariant($"{u.Count} {IsoCode.Name(u.Medium)}")));
        block.Add("supplier", shipped.Supplier);
        block.Add("return-to", shipped.ReturnTo);
    }

    private static IllMessage.Shipped Shipped(MachineReading block, MessageHeader header) => new()
    {
        Header = header,
        ServiceType = block.Must("service-type", block.Code<ServiceType>("service-type")),
        Supply = new SupplyDetails
        {
            ShippedOn = block.Date("shipped"),
            Due = Due(block),
            ChargeableUnits = block.Number("charged-units"),
            Cost = block.Amount("cost"),
            Condition = block.Code<Condition>("condition"),
            Via = block.Text("via"),
            Electronic = block.Electronic("file"),
            InsuredFor = block.Amount("insured-for"),
            ReturnInsurance = block.Amount("return-insurance"),
            Units = [.. block.List("pieces").Select(text => Pieces(block, text))],
        },
        Supplier = block.Party("supplier"),
        ReturnTo = block.Postal("return-to"),
        Barcode = block.Text("barcode"),
    };

    private static void WriteAnswer(MachineLines block, AnswerResult result)
    {
        block.AddCode<TransactionResults>("answer", result.Kind);
        switch (result)
        {
            case AnswerResult.Conditional conditional:
                block.AddCode<Condition>("condition", conditional.Condition);
                block.Add("reply-by", conditional.ReplyBy);
                break;
            case AnswerResult.Retry retry:
                block.AddCode("reason", retry.Reason);
                block.Add("retry-on", retry.On);
                break;
            case AnswerResult.Unfilled unfilled:
                block.AddCode<ReasonUnfilled>("reason", unfilled.Reason);
                break;
            case AnswerResult.LocationsProvided locations:
                block.AddCode("reason", locations.Reason);
                break;
            case AnswerResult.WillSupply will:
                block.AddCode<ReasonWillSupply>("reason", will.Reason);
                block.Add("expected", will.On);
                block.Add("return-to", will.ReturnTo);
                break;
            case AnswerResult.HoldPlaced hold:
                block.Add("expected", hold.AvailableOn);
                block.AddCode("medium", hold.Medium);
                break;
            case AnswerResult.Estimate estimate:
                block.Add("estimate", estimate.Cost);
                break;
        }
        block.AddList("location", result.Locations.Select(place => MachineRequest.Row(
            place.Library.Symbol?.Text, place.Library.Name, place.Address?.Service, place.Address?.Address, place.Note)));
    }

    private static AnswerResult? Answer(MachineReading block)
    {
        AnswerResult? result = block.Code<TransactionResults>("answer") switch
        {
            TransactionResults.Conditional => new AnswerResult.Conditional(
                block.Must("condition", block.Code<Condition>("condition")), block.Date("reply-by")),
            TransactionResults.Retry => new AnswerResult.Retry(
                block.Code<ReasonUnfilled>("reason"), block.Date("retry-on")),
            TransactionResults.Unfilled => new AnswerResult.Unfilled(
                block.Must("reason", block.Code<ReasonUnfilled>("reason"))),
            TransactionResults.LocationsProvided => new AnswerResult.LocationsProvided(
                block.Code<ReasonUnfilled>("reason")),
            TransactionResults.WillSupply => new AnswerResult.WillSupply(
                block.Must("reason", block.Code<ReasonWillSupply>("reason")), block.Date("expected"))
            {
                ReturnTo = block.Postal("return-to"),
            },
            TransactionResults.HoldPlaced => new AnswerResult.HoldPlaced(
                block.Date("expected"), block.Code<MediumType>("medium")),
            TransactionResults.Estimate => block.Text("estimate") is { } cost ? new AnswerResult.Estimate(cost) : null,
            _ => null,
        };
        return result is null ? null : result with { Locations = [.. block.List("location").Select(Location)] };
    }

    private static Location Location(string row)
    {
        string?[] cells = [.. MachineRequest.Cells(row).Select(MachineRequest.NullIfEmpty), null, null, null, null];
        var address = cells[2] is null && cells[3] is null ? null : new ElectronicAddress(cells[2], cells[3]);
        Symbol? symbol = Symbol.TryParse(cells[0], out var read) ? read : null;
        return new Location(new Party { Symbol = symbol, Name = cells[1] }, address, cells[4]);
    }

    private static void WriteDue(MachineLines block, DueDate? due)
    {
        block.Add("due", due?.On);
        block.Add("renewable", due is { Renewable: false } ? false : null);
    }

    private static DueDate? Due(MachineReading block) =>
        block.Date("due") is { } on ? new DueDate(on, block.MaybeFlag("renewable") ?? true) : null;

    private static int[] Numbers(MachineReading block, string key) =>
        [.. block.List(key).Select(text => block.Read(
            key, int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number), number))];

    private static UnitsOfMedium Pieces(MachineReading block, string text)
    {
        string[] words = text.Split(' ', 2);
        var medium = MediumType.Other;
        bool isRead = int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && words.Length == 2 && IsoCode.TryParse(words[1], out medium);
        return block.Read("pieces", isRead, new UnitsOfMedium(medium, count));
    }
}
