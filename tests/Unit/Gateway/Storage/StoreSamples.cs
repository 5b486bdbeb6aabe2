using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Storage;

/// <summary>Invented requests and messages for the tests of the stores.</summary>
internal static class StoreSamples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 30, 15, TimeSpan.FromHours(1));
    public static readonly Symbol East = Symbol.Parse("RSG:EAST");
    public static readonly Symbol Home = Symbol.Parse("RSG:HOME");

    /// <summary>Makes a store look as an earlier version has left it.</summary>
    /// <param name="store">A store of this version that nobody else has open.</param>
    /// <param name="version">The number of its last step then; 2 or more.</param>
    public static async Task TakeBackAsync(SqliteConnection store, int version)
    {
        string[] indexes = ["department", "work_due", "approval", "digital_patron", "copy_issn", "copy_title"];
        string[] columns = [.. indexes, "copy_stage", "copy_age"];
        IReadOnlyList<(int Step, string[] Back)> steps =
        [
            (5, ["DROP TABLE document", "DROP TABLE document_link", "DROP TABLE document_view"]),
            (4, [
                .. indexes.Select(index => $"DROP INDEX request_{index}"),
                .. columns.Select(column => $"ALTER TABLE request_card DROP COLUMN {column}"),
            ]),
            (3, ["DROP INDEX outbox_letter", "ALTER TABLE outbox DROP COLUMN letter"]),
        ];
        var back = steps.Where(step => step.Step > version).SelectMany(step => step.Back);
        await store.ExecuteAsync(string.Join("; ", [.. back, $"PRAGMA user_version = {version}"]));
    }

    public static TransactionId Transaction(string group, string qualifier = "1", Symbol? requester = null) =>
        new() { InitialRequester = requester ?? East, GroupQualifier = group, Qualifier = qualifier };

    public static RequestState Lending(long number, string? group = null) => new()
    {
        Number = number,
        Id = $"HOME{number:0000000}",
        OurSymbol = Home,
        Side = Side.Lending,
        Status = Status.RequestCreatedLend,
        Content = Content(number),
        ExternalId = group ?? $"EAST-{number}",
        Partner = "EAST",
        Transaction = Transaction(group ?? $"EAST-{number}"),
        Counterpart = new Party { Symbol = East, Name = "Library of the East" },
        CreatedAt = Start.AddMinutes(number),
        UpdatedAt = Start.AddMinutes(number),
        LastTransitionOn = new DateOnly(2026, 3, 2),
    };

    public static RequestState Borrowing(long number) => new()
    {
        Number = number,
        Id = $"HOME{number:0000000}",
        OurSymbol = Home,
        Side = Side.Borrowing,
        Status = Status.RequestSent,
        Content = Content(number),
        ExternalId = $"HOME{number:0000000}",
        Partner = "SOUTH",
        Transaction = Transaction($"HOME{number:0000000}", "2", Home),
        Rota =
        [
            new RotaLeg("EAST", LegOutcome.Rejected, Transaction($"HOME{number:0000000}", "1", Home), "in use on loan"),
            new RotaLeg("SOUTH", LegOutcome.Active, Transaction($"HOME{number:0000000}", "2", Home)),
            new RotaLeg("BL", LegOutcome.Waiting),
        ],
        CreatedAt = Start.AddMinutes(number),
        UpdatedAt = Start.AddMinutes(number),
        LastTransitionOn = new DateOnly(2026, 3, 2),
    };

    public static IllRequest Content(long number) => new()
    {
        Citation = new Citation
        {
            ItemType = ItemType.Monograph,
            Title = $"The keeping of bees, volume {number}",
            Author = "Invented, Author",
            Publisher = "Press of Nowhere",
            PublicationDate = "1987",
            Isbn = "978-0-00-000000-2",
        },
        Patron = new Patron { Name = "Reader, Sample", Identifier = "P-000017" },
        DeliverTo = new DeliveryAddress
        {
            Postal = new PostalAddress { Name = "Library of the East", Street = "1 Long Road", City = "Eastham" },
        },
        Cost = new CostInfo { MaximumCost = new Money(12.50m, "EUR") },
        NeededBy = new DateOnly(2026, 5, 1),
    };

    public static JournalEntry Arrival(string? identity = null, string text = "bytes", long? request = null) => new()
    {
        Direction = Direction.In,
        At = Start,
        Protocol = "iso-ill",
        Partner = "EAST",
        Request = request,
        Service = IllService.IllRequest,
        Identity = identity,
        Digest = Encoding.UTF8.GetBytes("digest of " + text),
        Outcome = ArrivalOutcome.Applied,
        Peer = "127.0.0.1",
        Raw = Encoding.UTF8.GetBytes(text),
    };

    public static JournalEntry Outgoing(long request, string text = "out") => new()
    {
        Direction = Direction.Out,
        At = Start,
        Protocol = "iso-ill",
        Partner = "EAST",
        Request = request,
        Service = IllService.Shipped,
        Raw = Encoding.UTF8.GetBytes(text),
    };

    public static IllMessage Message(string note = "hello") => new IllMessage.Message
    {
        Header = new MessageHeader { Transaction = Transaction("EAST-1"), At = ServiceTime.From(Start) },
        Note = note,
    };

    public static OutboxEntry Queued(long request, string partner = "EAST", int notBeforeMinutes = 0, string note = "hi") =>
        new(request, partner, Message(note), Start, Start.AddMinutes(notBeforeMinutes));

    /// <summary>Stores a lending request with its journal row and one line of history, as an intake
    /// does.</summary>
    public static RequestState InsertLending(IUnitOfWork unit, string? group = null, Func<RequestState, RequestState>? change = null)
    {
        var number = unit.NextRequestNumber();
        var state = Lending(number, group);
        state = change is null ? state : change(state);
        unit.InsertRequest(state);
        var message = unit.AppendMessage(Arrival($"request {group} {number}", request: number));
        unit.AppendHistory(new HistoryEntry(
            number, Start, "ill-request", null, state.Status, "EAST", "The partner asks.", message));
        return state;
    }
}
