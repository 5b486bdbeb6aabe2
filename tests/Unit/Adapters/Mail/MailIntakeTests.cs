using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public sealed class MailIntakeTests
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
        var receiver = new MailIntake(intake, MailIntake.Unread);
        Assert.Equal(taken, await receiver.ReceiveAsync(Message(isTooLarge: false), TestContext.Current.CancellationToken));
        Assert.Equal(("email", "letter-not-read"), (intake.Seen!.Protocol, Error(intake.Seen).Code));
        Assert.Equal("Subject: x\r\n\r\n"u8.ToArray(), intake.Seen.Raw.ToArray());
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_not_read_but_its_header_is_kept()
    {
        var intake = new Intake(ArrivalOutcome.Quarantined);
        var receiver = new MailIntake(intake, (_, _) => throw new InvalidOperationException("must not be read"));
        await receiver.ReceiveAsync(Message(isTooLarge: true), TestContext.Current.CancellationToken);
        Assert.Equal(
            ("mail-too-large", "99 octets, message 7.1 of the mailbox ill"), (Error(intake.Seen!).Code, Error(intake.Seen!).PrivateDetail));
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
