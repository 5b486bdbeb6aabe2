using System.Diagnostics;
using System.Text;
using ResourceSharing.Adapters.Mail;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public sealed class ImapParserTests
{
    private const int Seeds = 300;

    /// <summary>Responses as servers send them, and as they are read; a literal is shown with its length.</summary>
    public static TheoryData<string, string> Transcript => new()
    {
        { "* OK [CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN] Dovecot ready.\r\n", "OK [CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN] Dovecot ready." },
        { "* PREAUTH welcome\r\n", "PREAUTH welcome" },
        { "* BYE Autologout; idle for too long {30}\r\n", "BYE Autologout; idle for too long {30}" },
        { "a1 OK done\r\n", "a1 OK done" },
        { "a2 NO [TRYCREATE] Mailbox doesn't exist: Done\r\n", "a2 NO [TRYCREATE ] Mailbox doesn't exist: Done" },
        { "a3 BAD what?\r\n", "a3 BAD what?" },
        { "a3 ok lower case\r\n", "a3 OK lower case" },
        { "* OK [PERMANENTFLAGS (\\Seen \\*)] Limited\r\n", "OK [PERMANENTFLAGS (\\Seen \\*)] Limited" },
        { "* OK [no end of the code\r\n", "OK [no end of the code" },
        { "+ \r\n", "+" },
        { "+ eyJzdGF0dXMiOiI0MDAifQ==\r\n", "+eyJzdGF0dXMiOiI0MDAifQ==" },
        { "+idling\r\n", "+idling" },
        { "* 172 EXISTS\r\n", "172 EXISTS" },
        { "* 0 recent\n", "0 RECENT" },
        { "* CAPABILITY IMAP4rev1 MOVE\r\n", "CAPABILITY IMAP4rev1 MOVE" },
        { "* SEARCH\r\n", "SEARCH" },
        { "* SEARCH 2 3 6 \r\n", "SEARCH 2 3 6" },
        { "* FLAGS (\\Answered $Keyword)\r\n", "FLAGS (\\Answered $Keyword)" },
        { "* LIST (\\HasNoChildren) \"/\" \"A \\\"quoted\\\" \\\\ name\"\r\n", "LIST (\\HasNoChildren) <1:/> <17:A \"quoted\" \\ name>" },
        { "* LIST () NIL {5}\r\nINBOX\r\n", "LIST () NIL <5:INBOX>" },
        { "* 1 FETCH (UID 4 RFC822.SIZE 44827)\r\n", "1 FETCH (UID 4 RFC822.SIZE 44827)" },
        { "* 1 FETCH (UID 4 BODY[]<0> {6}\r\na\r\n)\n\0)\r\n", "1 FETCH (UID 4 BODY[]<0> <6:a\r\n)\n\0>)" },
        { "* 1 FETCH (BODY[HEADER.FIELDS (DATE FROM)] {0}\r\n UID 9)\r\n", "1 FETCH (BODY[HEADER.FIELDS (DATE FROM)] <0:> UID 9)" },
        { "* 1 FETCH (X ((1 \"a\")(2 NIL)))\r\n", "1 FETCH (X ((1 <1:a>) (2 NIL)))" },
    };

    [Theory]
    [MemberData(nameof(Transcript))]
    public void Responses_are_read_as_RFC_3501_writes_them(string wire, string shown) =>
        Assert.Equal([shown], Read(Encoding.Latin1.GetBytes(wire), _ => int.MaxValue));

    [Fact]
    public void Any_split_of_a_stream_into_pieces_gives_the_same_responses()
    {
        byte[] stream = [.. Transcript.SelectMany(row => Encoding.Latin1.GetBytes(row.Data.Item1))];
        var expected = Transcript.Select(row => row.Data.Item2).ToList();
        for (int seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            int most = 1 + random.Next(40);
            var read = Read(stream, _ => 1 + random.Next(most));
            Assert.True(expected.SequenceEqual(read), $"seed {seed}: {string.Join("\n", read)}");
        }
    }

    [Fact]
    public void Control_characters_in_what_a_server_says_reach_no_log()
    {
        string shown = Assert.Single(Read("* OK \u001b[2J\u0007bell\u2028\r\n"u8.ToArray(), _ => 1000));
        Assert.Equal("OK ?[2J?bell?", shown);
    }

    [Theory]
    [InlineData("* \r\n")]
    [InlineData("\r\n")]
    [InlineData("a1\r\n")]
    [InlineData("a1 FETCH (UID 1)\r\n")]
    [InlineData("* 1 FETCH (UID 1\r\n")]
    [InlineData("* 1 FETCH UID 1)\r\n")]
    [InlineData("* LIST () \"/\" \"no end\r\n")]
    [InlineData("* LIST () \"/\" \"no end\\\r\n")]
    [InlineData("* 1 FETCH (BODY[] {x}\r\n)\r\n")]
    [InlineData("* 1 FETCH (\u0001)\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("220 smtp.example ESMTP\r\n")]
    public void What_is_no_response_is_told_as_such(string wire)
    {
        var fault = Assert.Throws<MailboxException>(() => Read(Encoding.Latin1.GetBytes(wire), _ => 1000));
        Assert.Equal("malformed-response", fault.Error.Code);
    }

    [Fact]
    public void A_line_may_have_its_limit_and_not_one_octet_more()
    {
        const string Start = "* OK ";
        string longest = Start + new string('x', ImapLimits.ResponseMaxOctets - Start.Length - 2) + "\r\n";
        Assert.Single(Read(Encoding.Latin1.GetBytes(longest), _ => 4096));
        AssertRefused(Start + new string('x', ImapLimits.ResponseMaxOctets));
    }

    [Fact]
    public void A_literal_may_have_its_limit_and_a_larger_one_is_not_even_made_room_for()
    {
        string Of(long octets, string content) => $"* LIST () NIL {{{octets}}}\r\n{content}";
        int limit = ImapLimits.SmallLiteralMaxOctets;
        Assert.Single(Read(Encoding.Latin1.GetBytes(Of(limit, new string('x', limit)) + "\r\n"), _ => 9999));
        AssertRefused(Of(limit + 1L, ""));
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(Of(2_000_000_000, ""));
        AssertRefused(Of(long.MaxValue, ""));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1024 * 1024);
    }

    [Fact]
    public void Lists_may_be_nested_up_to_the_limit_and_not_deeper()
    {
        string Of(int depth) => $"* X {new string('(', depth)}{new string(')', depth)}\r\n";
        Assert.Single(Read(Encoding.Latin1.GetBytes(Of(ImapLimits.MaxNesting)), _ => 1000));
        AssertRefused(Of(ImapLimits.MaxNesting + 1));
        AssertRefused("* X " + new string('(', 100_000) + "\r\n");
    }

    [Fact]
    public void Values_and_literals_are_counted()
    {
        string Values(int count) => "* SEARCH " + string.Join(' ', Enumerable.Repeat("1", count)) + "\r\n";
        string Literals(int count) => "* X" + string.Concat(Enumerable.Repeat(" {1}\r\na", count)) + "\r\n";
        Assert.Single(Read(Encoding.Latin1.GetBytes(Values(ImapLimits.ResponseMaxValues)), _ => 9999));
        Assert.Single(Read(Encoding.Latin1.GetBytes(Literals(ImapLimits.ResponseMaxLiterals)), _ => 9999));
        AssertRefused(Values(ImapLimits.ResponseMaxValues + 1));
        AssertRefused(Literals(ImapLimits.ResponseMaxLiterals + 1));
    }

    [Fact]
    public void Whatever_octets_come_reading_ends_in_responses_or_a_fault()
    {
        byte[] sample = [.. Transcript.SelectMany(row => Encoding.Latin1.GetBytes(row.Data.Item1))];
        var watch = Stopwatch.StartNew();
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            byte[] broken = [.. sample];
            for (int i = random.Next(1, 12); i > 0; i--)
                broken[random.Next(broken.Length)] = (byte)(random.Next(4) == 0 ? "(){}\"[]\\\r\n*+"[random.Next(12)] : random.Next(256));
            try
            {
                Read(broken, _ => 100);
            }
            catch (MailboxException)
            {
                // Told as a value at the boundary; anything else fails the test.
            }
        }
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("INBOX", "\"INBOX\"")]
    [InlineData("Archive/ILL done", "\"Archive/ILL done\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("R&D", "\"R&-D\"")]
    [InlineData("Entwürfe", "\"Entw&APw-rfe\"")]
    [InlineData("~peter/mail/台北/日本語", "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"")]
    public void Names_of_folders_are_written_in_modified_UTF_7(string name, string written) =>
        Assert.Equal(written, ImapText.Folder(name));

    [Theory]
    [InlineData(new uint[] { 7 }, "7")]
    [InlineData(new uint[] { 1, 2, 3, 5, 8, 9 }, "1:3,5,8:9")]
    [InlineData(new uint[] { 4294967294, 4294967295 }, "4294967294:4294967295")]
    public void Neighbours_are_written_as_ranges(uint[] uids, string set) => Assert.Equal(set, ImapText.Set(uids));

    [Fact]
    public void Texts_that_cannot_be_quoted_are_sent_as_literals()
    {
        var command = ImapText.Command("LOGIN", "b\u00fcro", "pass\"word", "p\u00e4ss");
        Assert.Equal("LOGIN {5}", command.First);
        Assert.Equal(["b\u00fcro \"pass\\\"word\" {5}", "p\u00e4ss"], command.Further);
    }

    private static void AssertRefused(string wire) =>
        Assert.Throws<MailboxException>(() => Read(Encoding.Latin1.GetBytes(wire), _ => 10_000));

    private static List<string> Read(byte[] stream, Func<int, int> sizeOfPiece)
    {
        var framer = new ImapFramer();
        var read = new List<string>();
        int at = 0;
        while (at < stream.Length)
        {
            var piece = stream.AsSpan(at, Math.Min(sizeOfPiece(at), stream.Length - at));
            at += piece.Length;
            while (!piece.IsEmpty)
            {
                piece = piece[framer.Consume(piece, out var frame)..];
                if (frame is not null)
                    read.Add(Show(ImapParser.Parse(frame)));
            }
        }
        return read;
    }

    private static string Show(ImapResponse response) => response switch
    {
        ImapResponse.Continuation continuation => "+" + continuation.Text,
        ImapResponse.Status status => string.Join(' ', new[]
        {
            status.Tag, status.Condition.ToString().ToUpperInvariant(),
            status.Code is { } code ? $"[{code.Name} {code.Arguments}]" : null, status.Text,
        }.OfType<string>()),
        ImapResponse.Data data => string.Join(' ', new[] { data.Number?.ToString(null, null), data.Name }
            .OfType<string>().Concat(data.Values.Select(Show))),
        _ => throw new InvalidOperationException(),
    };

    private static string Show(ImapValue value) => value switch
    {
        ImapValue.Atom atom => atom.Text,
        ImapValue.Octets octets => $"<{octets.Content.Length}:{Encoding.Latin1.GetString(octets.Content.Span)}>",
        ImapValue.List list => $"({string.Join(' ', list.Items.Select(Show))})",
        _ => throw new InvalidOperationException(),
    };
}
