using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using ResourceSharing.Tests.Unit.Adapters.Locate;

namespace ResourceSharing.Tests.Interop.Locate;

/// <summary>Debian's yaz-ztest on a free port of the loopback; it serves Z39.50 and SRU there.</summary>
public sealed class YazTarget : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ztest").FullName;
    private Process? process;

    public int Port { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Port = StubTarget.DeadPort();
        var start = new ProcessStartInfo("yaz-ztest", ["-l", Path.Combine(folder, "log"), $"tcp:127.0.0.1:{Port}"])
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return;
        }

        for (int attempt = 0; attempt < 200 && !await AnswersAsync(); attempt++)
            await Task.Delay(50);
    }

    public void SkipIfAbsent()
    {
        if (process is null)
            Assert.Skip("yaz-ztest is not installed (Debian package yaz)");
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
