using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Telemetry;
using ResourceSharing.Tests.Unit.Gateway.Configuration;

namespace ResourceSharing.Tests.Unit.Gateway.Hosting;

public sealed class MailReadingTests : IDisposable
{
    private readonly TemporaryConfiguration _folder = new();
    private readonly string _data = Directory.CreateTempSubdirectory("rsg-reading-").FullName;
    private readonly GatewayMetrics _metrics = new();
    private readonly Receiver _receiver = new();

    [Fact]
    public async Task Mailboxes_of_the_configuration_are_read_and_after_a_reload_those_of_the_new_one()
    {
        Configure("{name: one, maildir: one}");
        Deliver("one", "1");
        var source = new ConfigurationSource(_folder.Load().Snapshot!, () => _folder.Load());
        var health = new MailboxHealth(_metrics, TimeProvider.System);
        using var reading = Reading(source, health);
        await reading.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => _receiver.Taken.Count == 1);

        Configure("{name: one, maildir: one}", "{name: two, maildir: two}");
        Deliver("two", "2");
        Assert.True(source.Reload().IsValid);
        await UntilAsync(() => _receiver.Taken.Count == 2);
        Deliver("one", "3");
        await UntilAsync(() => _receiver.Taken.Count == 3);

        Assert.Equal(["one/1", "two/2", "one/3"], _receiver.Taken);
        Assert.Equal([("one", null), ("two", null)], health.Read());
        // The figures go on where they were.
        await UntilAsync(() => health.StatusOf("one")!.Kept == 2);
        await reading.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_data, "one", "new")));
    }

    [Fact]
    public async Task A_mailbox_that_is_not_there_is_told_and_delays_no_other()
    {
        Configure("{name: lost, maildir: lost}", "{name: one, maildir: one}");
        Deliver("one", "1");
        var source = new ConfigurationSource(_folder.Load().Snapshot!, () => _folder.Load());
        var health = new MailboxHealth(_metrics, TimeProvider.System);
        using var reading = Reading(source, health);
        await reading.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => _receiver.Taken.Count == 1 && health.StatusOf("lost")?.Error is not null);
        Assert.Contains(health.Read(), each => each is { Name: "lost", Trouble: not null }
            && each.Trouble.EndsWith("UTC: There is no Maildir at the place of the mailbox.", StringComparison.Ordinal));
        await reading.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(RetryClass.Later, 299, false)]
    [InlineData(RetryClass.Later, 300, true)]
    [InlineData(RetryClass.AfterOperator, 0, true)]
    public void Trouble_is_told_when_it_lasts_or_when_a_person_has_to_mend_it(RetryClass retry, int seconds, bool isTold)
    {
        var since = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var status = new MailboxStatus
        {
            Name = "x", Since = since, FailingSince = since, Error = new GatewayError("x", retry, "The mail server refuses our sign-in.", "secret"),
        };
        Assert.Equal(
            isTold ? "It cannot be read since 2026-03-02 09:00 UTC: The mail server refuses our sign-in." : null,
            MailboxHealth.TroubleOf(status, since.AddSeconds(seconds)));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _metrics.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private MailReading Reading(ConfigurationSource source, MailboxHealth health) => new(
        source, _receiver, health, _data, TimeProvider.System, new Random(1), NullLoggerFactory.Instance);

    private void Configure(params string[] mailboxes) => _folder.Write("gateway.yaml", TemporaryConfiguration.Gateway
        + "\nmail:\n  mailboxes:\n" + string.Concat(mailboxes.Select(mailbox => $"    - {mailbox}\n")));

    private void Deliver(string maildir, string name)
    {
        foreach (string part in new[] { "tmp", "new", "cur" })
            Directory.CreateDirectory(Path.Combine(_data, maildir, part));
        File.WriteAllText(Path.Combine(_data, maildir, "tmp", name), "Subject: x\r\n\r\n");
        File.Move(Path.Combine(_data, maildir, "tmp", name), Path.Combine(_data, maildir, "new", name));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (int i = 0; i < 1_500 && !condition(); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }

    private sealed class Receiver : IMailReceiver
    {
        internal ConcurrentQueue<string> Taken { get; } = new();

        public Task<MailTaken> ReceiveAsync(MailboxMessage message, CancellationToken cancellationToken)
        {
            Taken.Enqueue($"{message.Mailbox}/{message.Key}");
            return Task.FromResult(MailTaken.Kept);
        }
    }
}
