using System.Text;
using ResourceSharing.Adapters.Mail;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

/// <summary>What every mailbox has to keep. Each implementation runs it against the real thing.</summary>
public abstract class MailboxContract
{
    /// <summary>The limit of a message in these tests.</summary>
    protected const int MaxOctets = 100_000;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_are_listed_in_the_order_in_which_they_came_and_read_octet_by_octet()
    {
        await using var place = await BeginAsync();
        var sent = Enumerable.Range(0, 12).Select(n => Message(n, 100 + n)).ToList();
        foreach (byte[] message in sent)
            await place.DeliverAsync(message);
        await using var mailbox = place.Open();
        var listing = await mailbox.ListAsync(Token);
        Assert.True(listing.IsComplete);
        var taken = new List<byte[]>();
        foreach (string key in listing.Keys)
        {
            var message = await mailbox.TakeAsync(key, Token);
            Assert.Equal((mailbox.Name, key, false), (message!.Mailbox, message.Key, message.IsTooLarge));
            taken.Add(message.Raw.ToArray());
        }
        Assert.Equal(sent.Select(Encoding.Latin1.GetString), taken.Select(Encoding.Latin1.GetString));
    }

    [Fact]
    public async Task Taking_a_message_changes_nothing_and_a_key_stays_the_same()
    {
        await using var place = await BeginAsync();
        await place.DeliverAsync(Message(1, 50));
        string key;
        await using (var mailbox = place.Open())
        {
            key = Assert.Single((await mailbox.ListAsync(Token)).Keys);
            await mailbox.TakeAsync(key, Token);
            Assert.Equal([key], (await mailbox.ListAsync(Token)).Keys);
        }
        await using var again = place.Open();
        Assert.Equal([key], (await again.ListAsync(Token)).Keys);
    }

    [Fact]
    public async Task What_is_done_or_set_aside_is_listed_no_more_and_is_not_lost()
    {
        await using var place = await BeginAsync();
        for (int n = 0; n < 5; n++)
            await place.DeliverAsync(Message(n, 50));
        await using (var mailbox = place.Open())
        {
            var keys = (await mailbox.ListAsync(Token)).Keys;
            await mailbox.MarkDoneAsync([keys[3], keys[0]], Token);
            await mailbox.SetAsideAsync(keys[2], Token);
            Assert.Equal([keys[1], keys[4]], (await mailbox.ListAsync(Token)).Keys);
        }
        await using var again = place.Open();
        Assert.Equal(2, (await again.ListAsync(Token)).Keys.Count);
        Assert.Equal(5, await place.CountAsync());
    }

    [Fact]
    public async Task What_has_gone_in_between_is_no_fault()
    {
        await using var place = await BeginAsync();
        for (int n = 0; n < 3; n++)
            await place.DeliverAsync(Message(n, 50));
        await using var mailbox = place.Open();
        var keys = (await mailbox.ListAsync(Token)).Keys;
        await place.RemoveAllAsync();
        Assert.Null(await mailbox.TakeAsync(keys[0], Token));
        await mailbox.MarkDoneAsync([keys[1]], Token);
        await mailbox.SetAsideAsync(keys[2], Token);
        Assert.Empty((await mailbox.ListAsync(Token)).Keys);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(5_000_000, true)]
    public async Task Of_a_message_beyond_the_limit_the_header_is_read_alone(int beyond, bool isTooLarge)
    {
        await using var place = await BeginAsync();
        byte[] header = Message(1, 0);
        await place.DeliverAsync(Message(1, MaxOctets + beyond - header.Length));
        await using var mailbox = place.Open();
        var message = await mailbox.TakeAsync(Assert.Single((await mailbox.ListAsync(Token)).Keys), Token);
        Assert.Equal((isTooLarge, (long)MaxOctets + beyond), (message!.IsTooLarge, message.Octets));
        Assert.Equal(isTooLarge ? header.Length : MaxOctets, message.Raw.Length);
        Assert.Equal(header, message.Raw[..header.Length].ToArray());
    }

    [Fact]
    public async Task Waiting_ends_at_the_latest_when_it_has_to()
    {
        await using var place = await BeginAsync();
        await using var mailbox = place.Open();
        await mailbox.ListAsync(Token);
        await mailbox.WaitAsync(TimeSpan.FromMilliseconds(50), Token).WaitAsync(TimeSpan.FromSeconds(10), Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = mailbox.WaitAsync(TimeSpan.FromHours(1), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => waiting.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    /// <summary>A message with a body of so many octets.</summary>
    public static byte[] Message(int number, int bodyOctets)
    {
        string header = $"From: ill@east.example\r\nSubject: Answer {number}\r\nMessage-ID: <{number}@east.example>\r\n\r\n";
        var body = new StringBuilder(bodyOctets);
        for (int line = 0; body.Length < bodyOctets; line++)
            body.Append(FormattableString.Invariant($"Line {line} of the letter, with an octet beyond ASCII: \u00e9\r\n"));
        return Encoding.Latin1.GetBytes(header + body.ToString(0, bodyOctets));
    }

    /// <summary>An empty mailbox.</summary>
    protected abstract Task<IMailPlace> BeginAsync();

    /// <summary>A mailbox seen from outside, as the one who delivers into it.</summary>
    protected interface IMailPlace : IAsyncDisposable
    {
        IMailbox Open();

        Task DeliverAsync(byte[] message);

        Task RemoveAllAsync();

        /// <summary>All messages, also those that are done.</summary>
        Task<int> CountAsync();
    }
}
