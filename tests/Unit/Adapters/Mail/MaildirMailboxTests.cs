using System.Globalization;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public sealed class MaildirMailboxTests : MailboxContract
{
    [Fact]
    public async Task Letters_that_our_own_Maildir_writes_can_be_read()
    {
        await using var place = new Place();
        var written = new Maildir(place.Folder, "host:with/odd name").Write(DateTimeOffset.UnixEpoch, "<a@b>", Message(1, 10));
        Assert.Equal(MaildirOutcome.Written, written.Outcome);
        await using var mailbox = place.Open();
        string key = Assert.Single((await mailbox.ListAsync(Token)).Keys);
        await mailbox.MarkDoneAsync([key], Token);
        Assert.Equal([key + ":2,S"], place.Names("cur"));
    }

    [Fact]
    public async Task What_a_mail_program_has_only_listed_waits_and_what_somebody_has_read_does_not()
    {
        await using var place = new Place();
        foreach (string name in new[] { "1.a.h:2,", "2.b.h:2,R", "3.c.h:2,S", "4.d.h:2,FR", "5.e.h:2,T", "6.f.h", ".hidden" })
            place.Write("cur", name);
        place.Write("new", "0.z.h");
        place.Write("tmp", "9.partial.h");
        await using var mailbox = place.Open();
        var keys = (await mailbox.ListAsync(Token)).Keys;
        Assert.Equal(["0.z.h", "1.a.h", "2.b.h", "6.f.h"], keys);
        await mailbox.MarkDoneAsync(["0.z.h", "2.b.h"], Token);
        await mailbox.SetAsideAsync("1.a.h", Token);
        Assert.Equal(
            [".hidden", "0.z.h:2,S", "1.a.h:2,F", "2.b.h:2,RS", "3.c.h:2,S", "4.d.h:2,FR", "5.e.h:2,T", "6.f.h"], place.Names("cur"));
        Assert.Equal(["9.partial.h"], place.Names("tmp"));
    }

    [Fact]
    public async Task A_message_that_another_program_has_moved_since_is_found()
    {
        await using var place = new Place();
        place.Write("new", "1.a.h");
        await using var mailbox = place.Open();
        string key = Assert.Single((await mailbox.ListAsync(Token)).Keys);
        File.Move(Path.Combine(place.Folder, "new", "1.a.h"), Path.Combine(place.Folder, "cur", "1.a.h:2,R"));
        Assert.NotNull(await mailbox.TakeAsync(key, Token));
        await mailbox.MarkDoneAsync([key], Token);
        Assert.Equal(["1.a.h:2,RS"], place.Names("cur"));
    }

    [Fact]
    public async Task A_folder_that_is_no_Maildir_needs_an_operator()
    {
        await using var mailbox = new MaildirMailbox(
            "letters", Path.Combine(Path.GetTempPath(), "no-such-maildir"), MaxOctets, TimeSpan.FromSeconds(1), TimeProvider.System);
        var fault = await Assert.ThrowsAsync<MailboxException>(() => mailbox.ListAsync(Token));
        Assert.Equal(("folder-missing", RetryClass.AfterOperator), (fault.Error.Code, fault.Error.Retry));
        Assert.DoesNotContain("no-such-maildir", fault.Error.PublicText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_header_is_cut_at_its_limit()
    {
        await using var place = new Place();
        await place.DeliverAsync(Encoding.ASCII.GetBytes("Subject: " + new string('x', 2 * MaxOctets)));
        await using var mailbox = place.Open();
        var message = await mailbox.TakeAsync(Assert.Single((await mailbox.ListAsync(Token)).Keys), Token);
        Assert.Equal(ImapLimits.HeaderMaxOctets, message!.Raw.Length);
    }

    [Fact]
    public async Task A_listing_has_a_limit_and_says_that_more_wait()
    {
        await using var place = new Place();
        for (int n = 0; n <= ImapLimits.ListingMaxMessages; n++)
            File.WriteAllBytes(Path.Combine(place.Folder, "new", n.ToString("D6", CultureInfo.InvariantCulture)), []);
        await using var mailbox = place.Open();
        var listing = await mailbox.ListAsync(Token);
        Assert.Equal((ImapLimits.ListingMaxMessages, false), (listing.Keys.Count, listing.IsComplete));
        await mailbox.MarkDoneAsync([listing.Keys[0]], Token);
        Assert.True((await mailbox.ListAsync(Token)).IsComplete);
    }

    protected override Task<IMailPlace> BeginAsync() => Task.FromResult<IMailPlace>(new Place());

    private sealed class Place : IMailPlace
    {
        private int _delivered;

        internal Place()
        {
            foreach (string part in new[] { "tmp", "new", "cur" })
                Directory.CreateDirectory(Path.Combine(Folder, part));
        }

        internal string Folder { get; } = Directory.CreateTempSubdirectory("rsg-maildir-").FullName;

        public IMailbox Open() =>
            new MaildirMailbox("letters", Folder, MaxOctets, TimeSpan.FromMilliseconds(200), TimeProvider.System);

        public Task DeliverAsync(byte[] message)
        {
            File.WriteAllBytes(Path.Combine(Folder, "new", FormattableString.Invariant($"17000000{++_delivered:D2}.x.host")), message);
            return Task.CompletedTask;
        }

        public Task RemoveAllAsync()
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Folder, "new")))
                File.Delete(file);
            return Task.CompletedTask;
        }

        public Task<int> CountAsync() => Task.FromResult(Names("new").Count + Names("cur").Count);

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        internal void Write(string part, string name) => File.WriteAllText(Path.Combine(Folder, part, name), "Subject: x\r\n\r\n");

        internal List<string> Names(string part) =>
            [.. Directory.EnumerateFiles(Path.Combine(Folder, part)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
    }
}
