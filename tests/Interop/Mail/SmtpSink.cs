using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ResourceSharing.Tests.Interop.Mail;

/// <summary>
/// Postfix's smtp-sink: a mail server that takes everything and keeps each transaction as one file.
/// </summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private const string Program = "/usr/sbin/smtp-sink";

    private readonly string _folder = Directory.CreateTempSubdirectory("rs-sink-").FullName;
    private readonly Process _process;

    private SmtpSink()
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "postfix"] : [];
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);
        string[] arguments = [.. user, "-d", Path.Combine(_folder, "mail."), address, "100"];
        _process = Process.Start(new ProcessStartInfo(Program, arguments) { UseShellExecute = false })!;
    }

    internal int Port { get; }

    internal static string? WhyUnavailable() =>
        File.Exists(Program) ? null : "smtp-sink (Postfix) is not installed";

    internal static async Task<SmtpSink> StartAsync()
    {
        var sink = new SmtpSink();
        for (int attempt = 0; attempt < 200; attempt++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, sink.Port);
                return sink;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }
        await sink.DisposeAsync();
        throw new TimeoutException("smtp-sink does not listen");
    }

    /// <summary>
    /// One entry for each mail transaction, with the envelope as X-Mail-Args and X-Rcpt-Args headers.
    /// </summary>
    internal IReadOnlyList<byte[]> Mails() =>
        [.. Directory.GetFiles(_folder).Select(File.ReadAllBytes).Where(mail => mail.Length > 0)];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
