using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using LetterResult = ResourceSharing.Gateway.Intake.LetterResult;
using LetterToken = ResourceSharing.Mapping.Letters.LetterToken;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>A gateway with partners that write letters: SOUTH and NORTH, each with the mailbox ill@ of its own domain.
/// Letters are made as their reader would make them.</summary>
internal sealed class LetterScene : IAsyncDisposable
{
    private int _letters;

    public LetterScene(bool isInMemory)
    {
        Gateway = new TestGateway(isInMemory: isInMemory);
        MeetByMail("SOUTH");
        MeetByMail("NORTH");
    }

    public TestGateway Gateway { get; }

    public static string Address(string partner) => $"ill@{partner.ToLowerInvariant()}.example";

    public void MeetByMail(string partner, string extra = "", string channel = "") => Gateway.Write(
        $"partners/{partner}.yaml",
        $"code: {partner}\nname: {partner} Library\nsymbols: [RSG:{partner}]\n{extra}\n"
        + $"channel: {{type: email, address: {Address(partner)}{channel}}}\n");

    /// <summary>A request of ours, whose letter the first of the partners has.</summary>
    public async Task<(RequestState Request, OutboxRow Letter)> AskAsync(params string[] partners)
    {
        var request = await Gateway.BorrowingAsync(partners);
        await Gateway.DeliverAsync(partners[0]);
        return (request, (await Gateway.OutboxAsync()).Last(row => row.Entry.Request == request.Number));
    }

    /// <summary>The clue of an answer to a letter of ours.</summary>
    public RequestClue.ReplyAddress ReplyTo(RequestState request, OutboxRow row) =>
        new(request.Id.ToLowerInvariant(), row.Id, Token(request, row));

    public static string Token(RequestState request, OutboxRow row) =>
        LetterToken.Of(TestGateway.Key.Octets, request.Id, row.Id, row.Entry.Partner);

    public static LetterStatement Says(RequestClue? clue, params IllMessage[] readings) => new()
    {
        Clues = clue is null ? [] : [clue],
        Proposals = readings.Select((reading, index) => new LetterProposal(reading, $"phrase en/{index + 1}")).ToArray(),
    };

    /// <summary>A letter of a person.</summary>
    public ReceivedLetter Letter(string? from, params LetterStatement[] statements) => new()
    {
        Identity = $"letter-{++_letters}@writer.example",
        Digest = SHA256.HashData(Encoding.UTF8.GetBytes($"letter {_letters}")),
        Origin = new LetterOrigin { From = from, Mailbox = "ill" },
        Kind = LetterKind.Written,
        Statements = statements,
        Subject = "Re: your request",
        Text = $"words of letter {_letters}",
    };

    /// <summary>The same, and our mail server vouches for the sender's domain.</summary>
    public ReceivedLetter Vouched(string partner, params LetterStatement[] statements)
    {
        var letter = Letter(Address(partner), statements);
        return letter with { Origin = letter.Origin with { VouchedDomains = [$"{partner.ToLowerInvariant()}.example"] } };
    }

    public Task<Receipt> ArriveAsync(ReceivedLetter letter) => Gateway.AcceptAsync(new Arrival
    {
        Protocol = "email",
        Raw = Encoding.UTF8.GetBytes($"From: {letter.Origin.From}\r\n\r\n{letter.Text}"),
        Peer = new Peer(),
        Content = new ArrivalContent.Written(letter),
    });

    public Task<RequestState> FindAsync(RequestState request) => Gateway.FindAsync(request);

    public async Task<StaffLetter> WaitingAsync(Receipt receipt) =>
        (await Gateway.Store.FindLetterAsync(receipt.MessageId, TestGateway.Cancel))!;

    public Task<LetterResult> ActAsync(Receipt receipt, LetterAction action, LetterFields fields) =>
        Gateway.Letters.ActAsync(receipt.MessageId, action, fields, "ida", TestGateway.Cancel);

    public async Task<LaneHold?> HoldAsync(string partner) =>
        (await Gateway.Store.LaneHoldsAsync(TestGateway.Cancel)).FirstOrDefault(hold => hold.Partner == partner);

    public static MessageHeader Header() => new()
    {
        Transaction = new TransactionId { GroupQualifier = "", Qualifier = "" },
        At = new ServiceTime(new DateOnly(2026, 3, 2), new TimeOnly(9, 0, 0)),
    };

    public static IllMessage.Shipped Shipped() => Ill.Shipped(Header());

    public static IllMessage.Answer Unfilled() => Ill.Unfilled(Header());

    public static IllMessage.Request Request(string? number = "S-17") => new()
    {
        Header = Header() with { RequesterReference = number },
        Content = new IllRequest { Citation = new Citation { Title = "On Lakes" } },
    };

    public async ValueTask DisposeAsync()
    {
        var report = await Gateway.Store.VerifyAsync(null, CancellationToken.None);
        Assert.Empty(report.Faults);
        await Gateway.DisposeAsync();
    }
}
