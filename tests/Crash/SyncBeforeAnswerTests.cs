using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Crash;

/// <summary>
/// To kill a process cannot show whether its data had reached the disk: what it wrote survives in the system's memory.
/// Therefore the system calls are watched: whatever was written to the store's log is synced before the answer goes out.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class SyncBeforeAnswerTests(ITestOutputHelper output)
{
    private const int Messages = 200;

    [Fact]
    public async Task The_log_is_synced_between_the_last_write_of_a_message_and_its_answer()
    {
        await SkipWithoutStraceAsync();
        using var folder = new GatewayFolder();
        await using var sink = new ApduSink();
        folder.AddIllPartner("ASKER", BorrowingPartner.Symbol, sink.Port);
        var trace = Path.Combine(folder.Root, "trace");
        await using var gateway = new GatewayProcess(folder);
        await gateway.StartAsync(
            "strace", "-f", "-yy", "-s", "0", "-o", trace,
            "-e", "trace=write,pwrite64,pwritev,writev,fsync,fdatasync,sendto,sendmsg");
        using (var connection = await IllConnection.OpenAsync(gateway.Ill))
        {
            for (var number = 0; number < Messages; number++)
            {
                await connection.AskAsync(IllRequests.Encode(BorrowingPartner.Symbol, GatewayFolder.OurSymbol, $"T{number}"));
            }
        }

        await gateway.TerminateAsync();
        var log = new TraceOfStore(File.ReadLines(trace), gateway.Ill.Port);
        output.WriteLine($"{log.Answers} answers, {log.LogWrites} writes to the log, {log.Syncs} syncs of it, "
            + $"{log.UnsyncedAnswers} answers before their sync");
        Assert.Equal(Messages, log.Answers);
        Assert.True(log.LogWrites >= Messages, "every message is written");
        Assert.Equal(Messages, log.AnswersWithOwnSync);
        Assert.Equal(0, log.UnsyncedAnswers);
    }

    [Fact]
    public void An_answer_before_its_sync_would_be_noticed()
    {
        const string Write = "7 pwrite64(12</data/gateway.db-wal>, \"\"..., 4096, 32) = 4096";
        const string SyncBegins = "7 fsync(12</data/gateway.db-wal> <unfinished ...>";
        const string SyncEnds = "7 <... fsync resumed>) = 0";
        const string Answer = "9 sendmsg(30<TCP:[127.0.0.1:1611->127.0.0.1:50000]>, {...}, 0) = 90";
        var inOrder = new TraceOfStore([Write, SyncBegins, SyncEnds, Answer], illPort: 1611);
        Assert.Equal((1, 0, 1), (inOrder.Answers, inOrder.UnsyncedAnswers, inOrder.AnswersWithOwnSync));
        var tooEarly = new TraceOfStore([Write, SyncBegins, Answer, SyncEnds], illPort: 1611);
        Assert.Equal((1, 1, 0), (tooEarly.Answers, tooEarly.UnsyncedAnswers, tooEarly.AnswersWithOwnSync));
        var never = new TraceOfStore([Write, SyncBegins, SyncEnds, Answer, Answer], illPort: 1611);
        Assert.Equal((2, 0, 1), (never.Answers, never.UnsyncedAnswers, never.AnswersWithOwnSync));
        var late = new TraceOfStore(
            [Write, Answer, SyncBegins, SyncEnds, Write, Answer, SyncBegins, SyncEnds], illPort: 1611);
        Assert.Equal((2, 2, 0), (late.Answers, late.UnsyncedAnswers, late.AnswersWithOwnSync));
        var nextCommitBegins = new TraceOfStore([Write, SyncBegins, SyncEnds, Write, Answer], illPort: 1611);
        Assert.Equal((1, 0, 1), (nextCommitBegins.Answers, nextCommitBegins.UnsyncedAnswers, nextCommitBegins.AnswersWithOwnSync));
    }

    private static async Task SkipWithoutStraceAsync()
    {
        try
        {
            using var strace = Process.Start(new ProcessStartInfo("strace", ["-o", "/dev/null", "true"])
            {
                RedirectStandardError = true, UseShellExecute = false,
            })!;
            await strace.WaitForExitAsync();
            Assert.SkipUnless(strace.ExitCode == 0, "strace may not trace here (ptrace is not allowed)");
        }
        catch (Win32Exception)
        {
            Assert.Skip("strace is not installed");
        }
    }
}

/// <summary>
/// What strace saw of the store's log and of the answers, in order. A call that strace saw interrupted counts as begun
/// where it began for writes and answers, and as done where it ended for syncs: the strictest reading.
/// </summary>
internal sealed partial class TraceOfStore
{
    private readonly Dictionary<string, string> _unfinished = [];
    private readonly string _illPort;
    private bool _isLogDirty;
    private bool _isWrittenSinceAnswer;
    private bool _isSyncedSinceAnswer;

    public TraceOfStore(IEnumerable<string> lines, int illPort)
    {
        _illPort = $":{illPort.ToString(CultureInfo.InvariantCulture)}->";
        foreach (var line in lines)
        {
            Read(line);
        }
    }

    public int LogWrites { get; private set; }

    public int Syncs { get; private set; }

    public int Answers { get; private set; }

    /// <summary>Answers that went out while something in the log was not synced, and without a sync of their own: the
    /// gateway's own work, like the index of words, may have begun the next commit meanwhile.</summary>
    public int UnsyncedAnswers { get; private set; }

    /// <summary>Answers with a sync of their own: of something that was written since the answer before.</summary>
    public int AnswersWithOwnSync { get; private set; }

    [GeneratedRegex(@"^(?<thread>\d+)\s+(?<call>\w+)\((?<rest>.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?<thread>\d+)\s+<\.\.\. (?<call>\w+) resumed>", RegexOptions.NonBacktracking)]
    private static partial Regex Resumed();

    private void Read(string line)
    {
        if (Resumed().Match(line) is { Success: true } resumed)
        {
            if (_unfinished.Remove(resumed.Groups["thread"].Value, out var begun) && IsSync(resumed.Groups["call"].Value))
            {
                Synced(begun);
            }

            return;
        }

        if (Call().Match(line) is not { Success: true } call)
        {
            return;
        }

        var (name, rest) = (call.Groups["call"].Value, call.Groups["rest"].Value);
        var isUnfinished = rest.EndsWith("<unfinished ...>", StringComparison.Ordinal);
        if (isUnfinished)
        {
            _unfinished[call.Groups["thread"].Value] = rest;
        }

        if (!IsSync(name))
        {
            Written(rest);
        }
        else if (!isUnfinished)
        {
            Synced(rest);
        }
    }

    private void Written(string call)
    {
        if (IsLog(call))
        {
            LogWrites++;
            _isLogDirty = true;
            _isWrittenSinceAnswer = true;
        }
        else if (call.Contains(_illPort, StringComparison.Ordinal))
        {
            Answers++;
            UnsyncedAnswers += _isLogDirty && !_isSyncedSinceAnswer ? 1 : 0;
            AnswersWithOwnSync += _isSyncedSinceAnswer ? 1 : 0;
            (_isWrittenSinceAnswer, _isSyncedSinceAnswer) = (false, false);
        }
    }

    private void Synced(string call)
    {
        if (IsLog(call))
        {
            Syncs++;
            _isLogDirty = false;
            _isSyncedSinceAnswer = _isSyncedSinceAnswer || _isWrittenSinceAnswer;
        }
    }

    private static bool IsSync(string call) => call is "fsync" or "fdatasync";

    private static bool IsLog(string call) => call.Contains("gateway.db-wal>", StringComparison.Ordinal);
}
