using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// Sends ILL-Requests, each a new transaction, and counts the answers. It shares the cores with what it measures,
/// hence it only patches the transaction qualifier into ready octets and reads no more of an answer than its length;
/// one answer in a thousand is decoded, to be sure that requests are taken and not refused.
/// </summary>
internal sealed class RequestLoad
{
    private const string Sample = "01-ill-request-loan-full";
    private const int QualifierDigits = 7;
    private const byte ReportTag = 0x73; // [APPLICATION 19] STATUS-OR-ERROR-REPORT
    private const int CheckedEvery = 1000;

    private readonly byte[] request = Repository.Apdu(Sample);
    private readonly int qualifierAt;
    private int number;

    public RequestLoad() => qualifierAt = request.AsSpan().IndexOf("TQ-0001"u8);

    public int Octets => request.Length;

    /// <summary>Requests made so far.</summary>
    public long Sent => number;

    /// <summary>Loads a gateway for a time.</summary>
    /// <param name="gateway">Which.</param>
    /// <param name="connections">Connections side by side.</param>
    /// <param name="ahead">Requests that a connection sends before their answers are there.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="count">Stops earlier, after so many.</param>
    public async Task<Rate> RunAsync(
        GatewayProcess gateway, int connections, int ahead, double seconds, long count = long.MaxValue)
    {
        var cpu = gateway.Cpu;
        long written = gateway.WrittenOctets;
        var ownCpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        long answered = 0;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, gateway.IllPort);
            var connection = new Connection(this, socket, ahead);
            int wanted = ahead;
            while (wanted > 0)
            {
                await connection.SendAsync(wanted);
                int received = await connection.ReceiveAsync();
                long total = Interlocked.Add(ref answered, received);
                wanted = total < count && clock.Elapsed.TotalSeconds < seconds ? received : 0;
            }

            Interlocked.Add(ref answered, await connection.ReceiveRestAsync());
        })));
        double elapsed = clock.Elapsed.TotalSeconds;
        return new Rate(
            answered / elapsed,
            (gateway.Cpu - cpu).TotalMicroseconds / answered,
            (Environment.CpuUsage.TotalTime - ownCpu).TotalMicroseconds / answered,
            (gateway.WrittenOctets - written) / 1024.0 / answered);
    }

    private void WriteRequest(Span<byte> to)
    {
        request.CopyTo(to);
        var qualifier = to.Slice(qualifierAt, QualifierDigits);
        Utf8Formatter.TryFormat(
            Interlocked.Increment(ref number), qualifier, out _, new System.Buffers.StandardFormat('D', QualifierDigits));
    }

    /// <summary>What a run gave.</summary>
    /// <param name="PerSecond">Requests answered in a second.</param>
    /// <param name="CpuMicroseconds">CPU time of the gateway for each.</param>
    /// <param name="LoadMicroseconds">CPU time of this load for each.</param>
    /// <param name="WrittenKib">What went to the disk for each, log and database file together.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Rate(double PerSecond, double CpuMicroseconds, double LoadMicroseconds, double WrittenKib);

    private sealed class Connection(RequestLoad load, Socket socket, int ahead)
    {
        private readonly byte[] output = new byte[ahead * load.Octets];
        private readonly byte[] input = new byte[64 * 1024];
        private int filled;
        private int waiting;
        private int seen;

        public async Task SendAsync(int requests)
        {
            for (int i = 0; i < requests; i++)
                load.WriteRequest(output.AsSpan(i * load.Octets, load.Octets));
            waiting += requests;
            await socket.SendAsync(output.AsMemory(0, requests * load.Octets));
        }

        /// <summary>At least one answer; returns how many.</summary>
        public async Task<int> ReceiveAsync()
        {
            int answers = 0;
            while (answers == 0)
            {
                int received = await socket.ReceiveAsync(input.AsMemory(filled));
                if (received == 0)
                    throw new IOException("The gateway closed the connection.");
                filled += received;
                answers = TakeAnswers();
            }

            waiting -= answers;
            return answers;
        }

        public async Task<int> ReceiveRestAsync()
        {
            int answers = 0;
            while (waiting > 0)
                answers += await ReceiveAsync();
            return answers;
        }

        private int TakeAnswers()
        {
            int answers = 0;
            int at = 0;
            while (Length(input.AsSpan(at, filled - at)) is var length and > 0)
            {
                if (seen++ % CheckedEvery == 0)
                    Check(input.AsMemory(at, length));
                at += length;
                answers++;
            }

            input.AsSpan(at, filled - at).CopyTo(input);
            filled -= at;
            return answers;
        }

        /// <summary>The length of the answer at the start; 0 when it is not whole yet.</summary>
        private static int Length(ReadOnlySpan<byte> octets)
        {
            if (octets.Length < 4)
                return 0;
            int length = (octets[0], octets[1]) switch
            {
                (ReportTag, 0x81) => 3 + octets[2],
                (ReportTag, 0x82) => 4 + (octets[2] << 8 | octets[3]),
                _ => throw new IOException($"No answer begins with {octets[0]:X2} {octets[1]:X2}."),
            };
            return length <= octets.Length ? length : 0;
        }

        private static void Check(ReadOnlyMemory<byte> answer)
        {
            if (IsoIllCodec.Decode(answer) is not DecodeResult.Decoded
                { Apdu: StatusOrErrorReportApdu { StatusReport: not null, ErrorReport: null } })
            {
                throw new IOException("A request was refused: " + Convert.ToHexString(answer.Span));
            }
        }
    }
}
