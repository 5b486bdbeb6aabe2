using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Routing;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Hosting;

public sealed class MailReceiverTests
{
    [Theory]
    [InlineData(ArrivalOutcome.Applied, MailTaken.Kept)]
    [InlineData(ArrivalOutcome.Ignored, MailTaken.Kept)]
    [InlineData(ArrivalOutcome.Duplicate, MailTaken.Kept)]
    [InlineData(ArrivalOutcome.Refused, MailTaken.Kept)]
    [InlineData(ArrivalOutcome.Quarantined, MailTaken.Kept)]
    [InlineData(ArrivalOutcome.ForStaff, MailTaken.Kept)]
    [InlineData(ArrivalOutcome.Unavailable, MailTaken.Unavailable)]
    public async Task Whatever_the_intake_has_on_disk_is_kept(ArrivalOutcome outcome, MailTaken taken)
    {
        var intake = new Intake(outcome);
        var receiver = Receiver(intake);
        Assert.Equal(taken, await receiver.ReceiveAsync(Message(isTooLarge: false), TestContext.Current.CancellationToken));
        Assert.Equal("email", intake.Seen!.Protocol);
        Assert.Equal("x", Assert.IsType<ArrivalContent.Written>(intake.Seen.Content).Letter.Subject);
        Assert.Equal("Subject: x\r\n\r\n"u8.ToArray(), intake.Seen.Raw.ToArray());
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_not_read_but_its_header_is_kept()
    {
        var intake = new Intake(ArrivalOutcome.Quarantined);
        var receiver = Receiver(intake);
        await receiver.ReceiveAsync(Message(isTooLarge: true), TestContext.Current.CancellationToken);
        Assert.Equal("mail-too-long", Error(intake.Seen!).Code);
        Assert.Contains("99 octets", Error(intake.Seen!).PublicText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BL", true)]
    [InlineData("SOUTH", false)]
    public async Task Only_a_supplier_that_answers_in_codes_is_read_so(string partner, bool isCoded)
    {
        var intake = new Intake(ArrivalOutcome.Applied);
        var address = Snapshot().Partners[partner].Channel.Settings.LetterSenders[0];
        var mail = Encoding.ASCII.GetBytes($"From: <{address}>\r\n\r\nHOME0000017 SHIPPED COPY\r\n");
        await Receiver(intake).ReceiveAsync(
            Message(isTooLarge: false) with { Raw = mail }, TestContext.Current.CancellationToken);
        var letter = Assert.IsType<ArrivalContent.Written>(intake.Seen!.Content).Letter;
        Assert.Equal(isCoded, letter.Statements.SelectMany(one => one.Proposals).Any(one => one.Rule.StartsWith("ARTEmail", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("<@>")]
    [InlineData("nobody at home")]
    public async Task An_author_without_a_domain_is_nobody(string from)
    {
        var intake = new Intake(ArrivalOutcome.ForStaff);
        var mail = Encoding.ASCII.GetBytes($"From: {from}\r\n\r\nWe will supply.\r\n");
        Assert.Equal(MailTaken.Kept, await Receiver(intake).ReceiveAsync(
            Message(isTooLarge: false) with { Raw = mail }, TestContext.Current.CancellationToken));
        Assert.IsType<ArrivalContent.Written>(intake.Seen!.Content);
    }

    private static ConfigurationSnapshot Snapshot() => new ConfigurationLoader(Protocols.Vocabulary)
        .Load(Path.Combine(Repository.Root, "config"), [], checkSecrets: false).Snapshot!;

    private static MailReceiver Receiver(IIntake intake)
    {
        var source = new ConfigurationSource(Snapshot(), () => throw new InvalidOperationException("Nothing is reloaded here."));
        return new MailReceiver(intake, new NetworkSource(source), TimeProvider.System);
    }

    private static GatewayError Error(Arrival arrival) => Assert.IsType<ArrivalContent.NotUnderstood>(arrival.Content).Error;

    private static MailboxMessage Message(bool isTooLarge) => new()
    {
        Mailbox = "ill", Key = "7.1", Raw = "Subject: x\r\n\r\n"u8.ToArray(), Octets = 99, IsTooLarge = isTooLarge,
    };

    private sealed class Intake(ArrivalOutcome outcome) : IIntake
    {
        internal Arrival? Seen { get; private set; }

        public Task<Receipt> AcceptAsync(Arrival arrival, CancellationToken cancellationToken)
        {
            Seen = arrival;
            return Task.FromResult(new Receipt(outcome, 1, null, null));
        }
    }
}
