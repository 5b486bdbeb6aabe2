using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// Sends NCIP over HTTP, one message for each connection at a time. At a rate, every message has its time, set before the run:
/// it goes on the first connection that is free, and what it waits for one counts as time of its answer. Without a rate each
/// connection sends as soon as it has its answer. It shares the cores with what it measures, hence ready octets and no more
/// reading than the status, the length and the word of success; one answer in a hundred is decoded.
/// </summary>
internal sealed class NcipLoad
{
    private static int addresses;

    private readonly Lock gate = new();
    private readonly Queue<long> waiting = [];
    private readonly Stack<NcipConnection> free = [];
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NcipConnection[] connections;
    private long sendsUntil;
    private bool isAllDue;

    private NcipLoad(NcipQuestion question, int port, int count)
    {
        connections = [.. Enumerable.Range(0, count).Select(_ => new NcipConnection(question, Connected(port), this))];
        foreach (var connection in connections)
            free.Push(connection);
    }

    /// <summary>Sends at a rate.</summary>
    /// <param name="question">What.</param>
    /// <param name="port">Whereto.</param>
    /// <param name="server">Whose use is counted.</param>
    /// <param name="count">Connections, side by side.</param>
    /// <param name="seconds">How long messages become due.</param>
    /// <param name="perSecond">How many in a second; as many as are answered when left out.</param>
    public static async Task<Result> RunAsync(
        NcipQuestion question, int port, ProcessFigures server, int count, double seconds, double? perSecond = null)
    {
        var load = new NcipLoad(question, port, count);
        var cpu = server.Cpu;
        var ownCpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        Action work = perSecond is { } rate ? () => load.SendAtRate(rate, seconds) : () => load.SendAtOnce(seconds);
        foreach (var connection in load.connections)
            connection.BeginReceiving();
        await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await load.done.Task.WaitAsync(TimeSpan.FromSeconds(seconds + 60));
        double elapsed = clock.Elapsed.TotalSeconds;
        var used = server.Cpu - cpu;
        var own = Environment.CpuUsage.TotalTime - ownCpu;
        foreach (var connection in load.connections)
            connection.Dispose();
        long[] ticks = [.. load.connections.SelectMany(connection => connection.AnsweredAfter).Order()];
        return new Result(
            ticks.Length / elapsed, new Times(At(ticks, 0.5), At(ticks, 0.99), At(ticks, 0.999), At(ticks, 1)),
            used.TotalMicroseconds / ticks.Length, own.TotalMicroseconds / ticks.Length);
    }

    /// <summary>A connection has its answer.</summary>
    public void Answered(NcipConnection connection)
    {
        long due = Stopwatch.GetTimestamp();
        lock (gate)
        {
            if (due >= sendsUntil && !waiting.TryDequeue(out due))
            {
                free.Push(connection);
                EndIfDone();
                return;
            }
        }

        connection.Send(due);
    }

    /// <summary>A connection is broken, and with it the run.</summary>
    public void Failed(Exception fault) => done.TrySetException(fault);

    private void SendAtRate(double perSecond, double seconds)
    {
        long begin = Stopwatch.GetTimestamp();
        for (long i = 0; i < perSecond * seconds; i++)
        {
            long due = begin + (long)(i / perSecond * Stopwatch.Frequency);

            // A sleep lasts some 1.1 ms: up to so much too late, which counts.
            while (Stopwatch.GetTimestamp() < due)
                Thread.Sleep(1);
            SendOnFree(due);
        }

        lock (gate)
        {
            isAllDue = true;
            EndIfDone();
        }
    }

    private void SendAtOnce(double seconds)
    {
        long now = Stopwatch.GetTimestamp();
        lock (gate)
        {
            sendsUntil = now + (long)(seconds * Stopwatch.Frequency);
            isAllDue = true;
        }

        foreach (var _ in connections)
            SendOnFree(now);
    }

    private void SendOnFree(long due)
    {
        NcipConnection? connection;
        lock (gate)
        {
            if (!free.TryPop(out connection))
                waiting.Enqueue(due);
        }

        connection?.Send(due);
    }

    private void EndIfDone()
    {
        if (isAllDue && free.Count == connections.Length)
            done.TrySetResult();
    }

    private static double At(long[] sorted, double share) =>
        sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))] * 1000.0 / Stopwatch.Frequency;

    /// <summary>From an address of its own, since a gateway counts the messages of each address.</summary>
    private static Socket Connected(int port)
    {
        int number = Interlocked.Increment(ref addresses);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(new IPAddress([127, 1, (byte)(number >> 8), (byte)number]), 0));
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>What a run gave.</summary>
    /// <param name="PerSecond">Messages answered in a second.</param>
    /// <param name="Answers">How long answers took.</param>
    /// <param name="CpuMicroseconds">CPU time of the server for each.</param>
    /// <param name="LoadMicroseconds">CPU time of this load for each.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Result(
        double PerSecond, Times Answers, double CpuMicroseconds, double LoadMicroseconds);

    /// <summary>How long answers took, in ms: so long at most for half of them, 99 of a hundred, 999 of a thousand, all.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Times(double P50, double P99, double P999, double Highest);
}
