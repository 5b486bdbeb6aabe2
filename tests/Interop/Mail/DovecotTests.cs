using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Adapters.Mail;

namespace ResourceSharing.Tests.Interop.Mail;

/// <remarks>Alone, because one of them measures memory.</remarks>
[Collection(ProcessCollection.Name)]
public sealed class DovecotTests : MailboxContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(MailTlsMode.Never, MailAuthentication.Plain)]
    [InlineData(MailTlsMode.Never, MailAuthentication.Login)]
    [InlineData(MailTlsMode.Required, MailAuthentication.Plain)]
    [InlineData(MailTlsMode.WhenOffered, MailAuthentication.Login)]
    [InlineData(MailTlsMode.Implicit, MailAuthentication.Plain)]
    [InlineData(MailTlsMode.Implicit, MailAuthentication.Login)]
    public async Task Dovecot_lets_us_in_and_gives_its_mail(MailTlsMode tls, MailAuthentication way)
    {
        await using var dovecot = await DovecotServer.StartAsync();
        dovecot.Deliver("INBOX", Message(1, 70_000));
        await using var mailbox = Open(dovecot.Settings() with
        {
            Tls = tls, Authentication = way, TrustedRoots = dovecot.Roots, AllowPlainTextSignInOnLoopback = tls == MailTlsMode.Never,
            Port = tls == MailTlsMode.Implicit ? dovecot.TlsPort : dovecot.Port,
        });
        var message = await mailbox.TakeAsync(Assert.Single((await mailbox.ListAsync(Token)).Keys), Token);
        Assert.Equal(Message(1, 70_000), message!.Raw.ToArray());
    }

    [Theory]
    [InlineData("certificate-not-trusted")]
    [InlineData("sign-in-refused")]
    [InlineData("folder-missing")]
    public async Task What_an_operator_has_to_mend_is_told(string code)
    {
        await using var dovecot = await DovecotServer.StartAsync();
        var settings = dovecot.Settings();
        await using var mailbox = Open(code switch
        {
            "certificate-not-trusted" => settings with { Tls = MailTlsMode.Required },
            "sign-in-refused" => settings with { Secret = new TokenSource("wrong") },
            _ => settings with { Folder = "Nowhere" },
        });
        var fault = await Assert.ThrowsAsync<MailboxException>(() => mailbox.ListAsync(Token));
        Assert.Equal((code, RetryClass.AfterOperator), (fault.Error.Code, fault.Error.Retry));
    }

    [Fact]
    public async Task Ten_thousand_messages_are_listed_and_moved_in_flat_memory()
    {
        const int Count = 10_000;
        await using var dovecot = await DovecotServer.StartAsync();
        dovecot.Deliver("INBOX", Enumerable.Range(0, Count).Select(n => Message(n, 2_000)));
        await using var mailbox = Open(dovecot.Settings() with { DoneFolder = "Done" });
        var watch = Stopwatch.StartNew();
        var listing = await mailbox.ListAsync(Token);
        var listed = watch.Elapsed;
        Assert.Equal((Count, true), (listing.Keys.Count, listing.IsComplete));
        var receiver = new Receiver();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await RunAsync(mailbox, receiver, () => receiver.Taken.Count == Count && dovecot.Files("INBOX").Count == 0, Patience * 3);
        TestContext.Current.SendDiagnosticMessage(
            $"listed in {listed.TotalMilliseconds:F0} ms, read and moved in {watch.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(Count, dovecot.Files("Done").Count);
        Assert.All(receiver.Taken, taken => Assert.Equal(1, taken.Value));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
    }

    [Fact]
    public async Task A_new_message_wakes_us_within_a_second()
    {
        await using var dovecot = await DovecotServer.StartAsync();
        await using var mailbox = Open(dovecot.Settings() with { Tls = MailTlsMode.Required, TrustedRoots = dovecot.Roots });
        var receiver = new Receiver();
        int number = 0;
        var watch = new Stopwatch();
        var waits = new List<double>();
        await RunAsync(mailbox, receiver, () =>
        {
            if (receiver.Taken.Count < number)
                return false;
            if (number > 0)
                waits.Add(watch.Elapsed.TotalMilliseconds);
            if (number == 4)
                return true;
            // It waits by now: a listing of an empty folder takes some milliseconds.
            Thread.Sleep(400);
            watch.Restart();
            dovecot.Deliver("INBOX", Message(++number, 100));
            return false;
        }, Patience);
        TestContext.Current.SendDiagnosticMessage("woken after " + string.Join(", ", waits.Select(wait => $"{wait:F0} ms")));
        Assert.All(waits, wait => Assert.InRange(wait, 0, 1_000));
    }

    [Theory]
    [InlineData("Done")]
    [InlineData(null)]
    public async Task Dovecot_killed_underneath_loses_nothing_and_nothing_comes_twice(string? doneFolder)
    {
        const int Count = 400;
        await using var dovecot = await DovecotServer.StartAsync();
        var sent = Enumerable.Range(0, Count).Select(n => Message(n, 3_000)).ToList();
        dovecot.Deliver("INBOX", sent);
        // A connection that a killed server has accepted and nobody answers is given up soon.
        await using var mailbox = Open(dovecot.Settings() with
        {
            DoneFolder = doneFolder, DoneFlag = "IllDone", CommandTimeout = TimeSpan.FromSeconds(5), FetchTimeout = TimeSpan.FromSeconds(5),
        });
        var receiver = new Receiver();
        int kills = 0;
        await RunAsync(mailbox, receiver, () =>
        {
            if (receiver.Taken.Count >= 50 * (kills + 1) && kills < 6)
            {
                kills++;
                dovecot.KillAsync().GetAwaiter().GetResult();
                dovecot.RestartAsync().GetAwaiter().GetResult();
            }
            return kills == 6 && receiver.Taken.Count == Count
                && (doneFolder is null || dovecot.Files("INBOX").Count == 0);
        }, Patience * 2);
        Assert.Equal(sent.Select(message => DigestOf(message)).Order(StringComparer.Ordinal), receiver.Taken.Keys.Order(StringComparer.Ordinal));
        Assert.All(receiver.Taken, taken => Assert.Equal(1, taken.Value));
        await using var after = Open(dovecot.Settings() with { DoneFolder = doneFolder, DoneFlag = "IllDone" });
        Assert.Empty((await after.ListAsync(Token)).Keys);
        var kept = dovecot.Files(doneFolder ?? "INBOX").Select(file => DigestOf(File.ReadAllBytes(file))).ToHashSet();
        Assert.True(kept.SetEquals(receiver.Taken.Keys));
    }

    [Fact]
    public async Task A_folder_that_is_made_anew_is_looked_at_again_from_the_beginning()
    {
        await using var dovecot = await DovecotServer.StartAsync();
        dovecot.Administrate("mailbox", "create", "-u", DovecotServer.User, "ILL");
        dovecot.Deliver("ILL", Message(1, 10), Message(2, 10), Message(3, 10));
        await using var mailbox = Open(dovecot.Settings("ILL"));
        var old = (await mailbox.ListAsync(Token)).Keys;
        await mailbox.MarkDoneAsync([old[0]], Token);
        dovecot.Administrate("mailbox", "delete", "-u", DovecotServer.User, "ILL");
        // The number of a generation is a second.
        await Task.Delay(TimeSpan.FromSeconds(1.1), TimeProvider.System, Token);
        dovecot.Administrate("mailbox", "create", "-u", DovecotServer.User, "ILL");
        dovecot.Deliver("ILL", Message(4, 10), Message(5, 10));
        var receiver = new Receiver();
        await RunAsync(mailbox, receiver, () => receiver.Taken.Count == 2, Patience);
        Assert.True(receiver.Taken.Keys.ToHashSet().SetEquals([DigestOf(Message(4, 10)), DigestOf(Message(5, 10))]));
        await using var other = Open(dovecot.Settings("ILL"));
        Assert.Empty((await other.ListAsync(Token)).Keys);
        // What was known under the old numbers is gone, and nothing that bears them now is touched.
        Assert.Null(await other.TakeAsync(old[1], Token));
        await other.MarkDoneAsync(old, Token);
    }

    [Fact]
    public async Task A_message_that_is_set_aside_is_marked_for_people()
    {
        await using var dovecot = await DovecotServer.StartAsync();
        dovecot.Deliver("INBOX", Message(1, 10));
        await using var mailbox = Open(dovecot.Settings() with { DoneFolder = "Erledigt für uns" });
        await mailbox.SetAsideAsync(Assert.Single((await mailbox.ListAsync(Token)).Keys), Token);
        Assert.Empty((await mailbox.ListAsync(Token)).Keys);
        string flags = dovecot.Administrate("fetch", "-u", DovecotServer.User, "flags", "mailbox", "INBOX", "all");
        Assert.Contains("\\Flagged", flags, StringComparison.Ordinal);
        Assert.Contains("$GatewaySetAside", flags, StringComparison.Ordinal);
        Assert.DoesNotContain("\\Seen", flags, StringComparison.Ordinal);
        dovecot.Deliver("INBOX", Message(2, 10));
        await mailbox.MarkDoneAsync((await mailbox.ListAsync(Token)).Keys, Token);
        Assert.True(dovecot.Has("Erledigt f&APw-r uns"));
    }

    protected override async Task<IMailPlace> BeginAsync() => new Place(await DovecotServer.StartAsync());

    private static ImapMailbox Open(ImapSettings settings) => new(
        "dovecot", settings, TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger<ImapMailbox>.Instance);

    private static async Task RunAsync(IMailbox mailbox, Receiver receiver, Func<bool> isOver, TimeSpan patience)
    {
        var settings = new MailboxPollerSettings
        {
            BackOff = new MailboxBackOff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)),
            MessageBackOff = new MailboxBackOff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)),
        };
        var poller = new MailboxPoller(
            mailbox, receiver, settings, TimeProvider.System, new Random(1), NullLogger<MailboxPoller>.Instance);
        using var stop = new CancellationTokenSource();
        var running = poller.RunAsync(stop.Token);
        var watch = Stopwatch.StartNew();
        while (!isOver())
        {
            Assert.True(watch.Elapsed < patience, $"{receiver.Taken.Count} taken, {poller.Status}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    private static string DigestOf(ReadOnlySpan<byte> message) => Convert.ToHexStringLower(SHA256.HashData(message));

    private sealed class Receiver : IMailReceiver
    {
        /// <summary>How often each message came, by its digest.</summary>
        internal ConcurrentDictionary<string, int> Taken { get; } = new(StringComparer.Ordinal);

        public Task<MailTaken> ReceiveAsync(MailboxMessage message, CancellationToken cancellationToken)
        {
            Taken.AddOrUpdate(DigestOf(message.Raw.Span), 1, (_, count) => count + 1);
            return Task.FromResult(MailTaken.Kept);
        }
    }

    private sealed class Place(DovecotServer dovecot) : IMailPlace
    {
        public IMailbox Open() => DovecotTests.Open(dovecot.Settings() with { MaxMessageOctets = MaxOctets });

        public Task DeliverAsync(byte[] message)
        {
            dovecot.Deliver("INBOX", message);
            return Task.CompletedTask;
        }

        public Task RemoveAllAsync()
        {
            dovecot.Administrate("expunge", "-u", DovecotServer.User, "mailbox", "INBOX", "all");
            return Task.CompletedTask;
        }

        public Task<int> CountAsync() => Task.FromResult(dovecot.Files("INBOX").Count);

        public ValueTask DisposeAsync() => dovecot.DisposeAsync();
    }
}
