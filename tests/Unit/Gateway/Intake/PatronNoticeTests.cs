using System.Text;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.Interop.Mail;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using ResourceSharing.Tests.Unit.Gateway.Delivery;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>Letters to patrons from the decision to the mailbox.</summary>
public sealed class PatronNoticeTests : IAsyncDisposable
{
    private const string Secret = "AbCdEf-_0123456789wxyz";
    private const string Password = "k7f3=q2ab";
    private const string On =
        "patronLetters: {documentLink: true, documentAttached: true, readyForPickup: true, cancelled: true, renewalAnswer: true, overdue: true}";

    private static readonly SecretBox Box = SecretBox.Of(Enumerable.Repeat((byte)9, 32).ToArray());
    private static readonly Patron Reader = new() { Name = "Sample Reader", Email = "reader@patrons.example", Identifier = "P-1" };

    private readonly string _folder = Directory.CreateTempSubdirectory("rsg-patrons-").FullName;
    private MailOutlet _outlet;
    private readonly TestGateway _gateway;

    public PatronNoticeTests()
    {
        _outlet = new MailOutlet.Folder(_folder, "home");
        _gateway = new TestGateway(letters: _ => new ChangingOutlet(() => _outlet));
        Settings(On);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_letter_goes_through_a_mail_server_once()
    {
        Assert.SkipWhen(PostfixServer.WhyUnavailable() is not null, PostfixServer.WhyUnavailable() ?? "");
        await using var postfix = await PostfixServer.StartAsync(["patrons.example"]);
        _outlet = new MailOutlet.Server(
            new SmtpSettings { Host = "127.0.0.1", Port = postfix.Port, Tls = MailTlsMode.Never, HeloName = "home.example" },
            TimeProvider.System);
        await EverythingHappensAsync();
        await DeliverAsync();
        await DeliverAsync();
        var arrived = (await postfix.ReceiveAsync(5, TimeSpan.FromSeconds(30))).Select(Read).ToList();
        Assert.Equal(Subjects, arrived.Select(mail => mail.Subject).Order());
        await RequireSecretsOnlyInTheMailAsync(arrived);
    }

    [Fact]
    public async Task Every_letter_is_written_once()
    {
        await EverythingHappensAsync();
        Assert.Empty(Arrived());
        await DeliverAsync();
        await DeliverAsync();
        Assert.Equal(Subjects, Arrived().Select(mail => mail.Subject).Order());
        await RequireSecretsOnlyInTheMailAsync(Arrived());
        var rows = (await _gateway.OutboxAsync()).Where(row => row.Entry.Letter is not null).ToList();
        Assert.All(rows, row => Assert.Equal(OutboxState.Delivered, row.State));
        var view = new OutboxView(rows[0], _gateway.Network.Current);
        Assert.Equal((null, rows[0].Entry.Letter!.Code.ToString(), "(patrons)"), (view.Service, view.Letter, view.Partner));
        Assert.Empty((await _gateway.Store.VerifyAsync(null, TestGateway.Cancel)).Faults);
    }

    [Fact]
    public async Task A_patron_without_an_address_gets_none_and_staff_are_told()
    {
        var request = await CancelledAsync(Reader with { Email = null });
        Assert.Empty(await LettersAsync());
        Assert.Equal("patron-letter", Assert.Single(request.Alerts).Code);
        Assert.Contains(await _gateway.HistoryAsync(request), line => line
            == "patron-letter: The patron was not told by mail (the request has ended without the item): no mail address of the patron is known.");
    }

    [Fact]
    public async Task What_is_switched_off_and_what_staff_do_not_want_is_not_written()
    {
        var quiet = await ReceivedAsync(new ActionFields { NotifyPatron = false });
        Assert.Equal(Status.ReceivedPhysically, quiet.Status);
        Settings("patronLetters: {cancelled: false}");
        await CancelledAsync(Reader);
        await CancelledAsync(patron: null);
        Assert.Empty(await LettersAsync());
        Assert.DoesNotContain(await _gateway.HistoryAsync(quiet), line => line.StartsWith("patron-letter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Address_and_language_come_from_the_patrons_record_at_the_time_of_sending()
    {
        await _gateway.WriteAsync(work => work.Circulation.Insert(new LibraryPatron
        {
            Kind = PatronKind.Own,
            Record = new PatronRecord
            {
                Ids = [new PatronId("P-1")], GivenName = "Sample", Surname = "Reader", Email = "old@patrons.example", Languages = ["ger"],
            },
        }));
        await CancelledAsync(new Patron { Identifier = "P-1" });
        await _gateway.WriteAsync(work =>
        {
            var known = work.Circulation.FindBy<LibraryPatron>(CirculationKey.Patron("P-1", null))[0];
            work.Circulation.Update(known with { Record = known.Record with { Email = "new@patrons.example" } });
        });
        await DeliverAsync();
        var mail = Assert.Single(Arrived());
        Assert.Equal("Bestellung storniert: On Rivers", mail.Subject);
        Assert.Contains("<new@patrons.example>", mail.To, StringComparison.Ordinal);
        Assert.StartsWith("Guten Tag Sample Reader,\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_that_the_supplier_has_to_agree_to_is_told_afterwards()
    {
        var request = await AskedAsync(Reader);
        var waiting = await _gateway.ActAsync(
            request, StaffAction.Cancel, new ActionFields { Reason = "charges", PatronNote = "It costs 80 EUR." });
        Assert.Equal(Status.CancelReply, waiting.Status);
        Assert.Empty(await LettersAsync());
        await _gateway.ArriveAsync(new IllMessage.CancelReply { Header = Ill.FromLender(waiting, "EAST", second: 9), Agrees = true });
        await DeliverAsync();
        var text = Assert.Single(Arrived()).Text;
        Assert.Contains("Reason:               charges\n", text, StringComparison.Ordinal);
        Assert.Contains("It costs 80 EUR.", text, StringComparison.Ordinal);
        Assert.Null((await _gateway.FindAsync(request)).PatronWord);
    }

    [Fact]
    public async Task Without_a_patron_who_asked_nobody_is_told_the_answer_to_a_renewal()
    {
        var request = await _gateway.ActAsync(await ReceivedAsync(new ActionFields { NotifyPatron = false }), StaffAction.Renew);
        await _gateway.ArriveAsync(new IllMessage.RenewAnswer { Header = Ill.FromLender(request, "EAST", second: 9), Grants = false });
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task A_letter_that_is_refused_is_an_alert_and_can_be_sent_again()
    {
        _outlet = new MailOutlet.Folder(Path.Combine(_folder, "none"), "home");
        var request = await CancelledAsync(Reader with { Email = "not an address" });
        await DeliverAsync();
        Assert.Equal(OutboxState.Refused, Assert.Single(await LettersAsync()).State);
        var alert = Assert.Single((await _gateway.FindAsync(request)).Alerts);
        Assert.DoesNotContain("not an address", alert.Text, StringComparison.Ordinal);
        Assert.Contains("The patron was not told by mail", alert.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_patron_is_told_once_for_each_due_date_on_the_day_after_the_patrons_own()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, "deliveryDelayDays: 5");
        await ReceivedAsync(new ActionFields { NotifyPatron = false });
        _gateway.Clock.Advance(new DateTimeOffset(2026, 3, 27, 9, 0, 0, TimeSpan.Zero) - _gateway.Clock.GetUtcNow());
        await _gateway.Jobs.RunAsync("overdue", TestGateway.Cancel);
        Assert.Empty(await LettersAsync());
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        await _gateway.Jobs.RunAsync("overdue", TestGateway.Cancel);
        await _gateway.Jobs.RunAsync("overdue", TestGateway.Cancel);
        _gateway.Clock.Advance(TimeSpan.FromDays(10));
        await _gateway.Jobs.RunAsync("overdue", TestGateway.Cancel);
        var letter = Assert.Single(await LettersAsync()).Entry.Letter!;
        Assert.Equal(new DateOnly(2026, 3, 27), letter.DueOn);
    }

    [Fact]
    public async Task Nothing_of_the_patron_is_left_after_retention()
    {
        Settings($"{On}\nretention: {{duplicateDays: 10, patronDays: 20, messageDays: 300, requestDays: 400}}");
        var request = await CancelledAsync(Reader, new ActionFields { PatronNote = "Dear Sample" });
        await DeliverAsync();
        var row = Assert.Single(await LettersAsync());
        Assert.DoesNotContain("reader", row.Entry.Letter!.ToString(), StringComparison.OrdinalIgnoreCase);
        await _gateway.WriteAsync(work => work.FinishOutbox(row.Id, OutboxState.Delivered, _gateway.Clock.GetUtcNow(), "250 reader@patrons.example"));
        _gateway.Clock.Advance(TimeSpan.FromDays(20));
        var run = await _gateway.Jobs.RunAsync("anonymise", TestGateway.Cancel);
        Assert.Equal((0, 1), ((int)run.Faults, (int)run.Changed));
        var left = Assert.Single(await LettersAsync());
        Assert.Equal((null, null), (left.LastDetail, left.Entry.Letter!.Note));
        Assert.True((await _gateway.Store.FindMessageAsync(left.Message!.Value, TestGateway.Cancel))!.Entry.Raw.IsEmpty);
        Assert.Null((await _gateway.FindAsync(request)).Content.Patron);
        Assert.Empty((await _gateway.Store.VerifyAsync(null, TestGateway.Cancel)).Faults);
    }

    private static readonly string[] Subjects =
    [
        "Overdue: On Rivers", "Ready for you: On Rivers", "Renewal granted: On Rivers", "Request cancelled: On Rivers",
        "Your document: On Rivers",
    ];

    /// <summary>An item comes, is renewed and gets overdue; a file comes; a request is cancelled.</summary>
    private async Task EverythingHappensAsync()
    {
        var loan = await ReceivedAsync(ActionFields.None);
        loan = await _gateway.ActAsync(loan, StaffAction.Renew, new ActionFields { NotifyPatron = true });
        await _gateway.ArriveAsync(new IllMessage.RenewAnswer
        {
            Header = Ill.FromLender(loan, "EAST", second: 9), Grants = true, Due = new DueDate(new DateOnly(2026, 4, 20)),
        });
        await FileAsync();
        await CancelledAsync(Reader);
        _gateway.Clock.Advance(TimeSpan.FromDays(60));
        await _gateway.Jobs.RunAsync("overdue", TestGateway.Cancel);
    }

    private async Task FileAsync()
    {
        var request = await AskedAsync(Reader);
        var shipped = Ill.Shipped(Ill.FromLender(request, "EAST", second: 1));
        await _gateway.ArriveAsync(shipped with
        {
            ServiceType = ServiceType.CopyNonReturnable,
            Supply = new SupplyDetails
            {
                Electronic = new ElectronicAddress("HTTP", $"https://files.example/d/7.{SuppliedDocument.MaskedSecret}"),
                Document = new SuppliedDocument
                {
                    MaxViews = 5, AvailableUntil = new DateOnly(2026, 4, 1),
                    SealedSecret = Box.Seal(Secret), SealedPassword = Box.Seal(Password),
                },
            },
        });
        await _gateway.ActAsync(request, StaffAction.Receive);
    }

    private async Task RequireSecretsOnlyInTheMailAsync(IEnumerable<Arrival> arrived)
    {
        var mail = arrived.Single(one => one.Subject == "Your document: On Rivers");
        Assert.Contains($"\nhttps://files.example/d/7.{Secret}\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"Password:             {Password}\n", mail.Text, StringComparison.Ordinal);
        foreach (var row in await LettersAsync())
        {
            var kept = Encoding.UTF8.GetString((await _gateway.Store.FindMessageAsync(row.Message!.Value, TestGateway.Cancel))!.Entry.Raw.Span);
            Assert.DoesNotContain(Secret, kept, StringComparison.Ordinal);
            Assert.DoesNotContain("k7f3", kept, StringComparison.Ordinal);
        }
    }

    private async Task<RequestState> AskedAsync(Patron? patron)
    {
        var content = new IllRequest { Citation = new Citation { Title = "On Rivers" }, Patron = patron };
        var made = Assert.IsType<DeskResult.Done>(
            await _gateway.Desk.BorrowAsync(content, ["EAST"], internalNote: null, "ida", TestGateway.Cancel));
        return await _gateway.ActAsync(made.State, StaffAction.Send);
    }

    private async Task<RequestState> ReceivedAsync(ActionFields fields)
    {
        var request = await AskedAsync(Reader);
        await _gateway.ArriveAsync(Ill.Shipped(Ill.FromLender(request, "EAST", second: 1)));
        return await _gateway.ActAsync(request, StaffAction.Receive, fields);
    }

    private async Task<RequestState> CancelledAsync(Patron? patron, ActionFields? fields = null)
    {
        var content = new IllRequest { Citation = new Citation { Title = "On Rivers" }, Patron = patron };
        var made = Assert.IsType<DeskResult.Done>(
            await _gateway.Desk.BorrowAsync(content, ["EAST"], internalNote: null, "ida", TestGateway.Cancel));
        await _gateway.ActAsync(made.State, StaffAction.Cancel, fields);
        return await _gateway.FindAsync(made.State);
    }

    private Task DeliverAsync() => _gateway.DeliverAsync(JournalEntry.Patrons);

    private async Task<IReadOnlyList<OutboxRow>> LettersAsync() =>
        [.. (await _gateway.OutboxAsync()).Where(row => row.Entry.Letter is not null)];

    private void Settings(string yaml) => _gateway.Write("gateway.yaml", $"{TemporaryConfiguration.Gateway}\n{yaml}\n");

    private List<Arrival> Arrived() => Directory.Exists(Path.Combine(_folder, "new"))
        ? [.. Directory.EnumerateFiles(Path.Combine(_folder, "new")).Select(file => Read(File.ReadAllBytes(file)))]
        : [];

    private static Arrival Read(byte[] octets)
    {
        var mail = Assert.IsType<MimeReading.Read>(MimeReader.Read(octets, MimeReadLimits.Default)).Mail;
        var text = mail.Body.SelfAndBelow().First(part => part.Type == "text/plain").Text!;
        return new Arrival(mail.Header("Subject")!, mail.Header("To")!, text.Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    private sealed record Arrival(string Subject, string To, string Text);

    /// <summary>The mail channel with an outlet that a test chooses later.</summary>
    private sealed class ChangingOutlet(Func<MailOutlet> outlet) : ResourceSharing.Adapters.Contracts.IChannel
    {
        public string Protocol => "email";

        private MailChannel Channel => new(ShippedLetters.Set, outlet(), TestGateway.Key.Octets.ToArray(), box: Box);

        public ResourceSharing.Adapters.Contracts.EncodeResult Encode(ResourceSharing.Adapters.Contracts.Envelope envelope) =>
            Channel.Encode(envelope);

        public Task<ResourceSharing.Adapters.Contracts.DeliveryOutcome> SendAsync(
            ReadOnlyMemory<byte> bytes, ResourceSharing.Adapters.Contracts.Envelope envelope, CancellationToken cancellationToken) =>
            Channel.SendAsync(bytes, envelope, cancellationToken);
    }
}
