using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ResourceSharing.Tests.Interop.Mail;

/// <summary>
/// A real Postfix on a free loopback port with its own configuration, queue and mail folders under a
/// temporary folder, independent of the machine's own Postfix. It takes mail for every user of its domains and
/// either puts it into one Maildir for each domain or discards it. Needs root, because Postfix does. No test
/// framework in here: benchmarks use it too.
/// </summary>
internal sealed class PostfixServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/postfix";
    private const int Nobody = 65534;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly string _folder;

    private PostfixServer(string folder, int port, IReadOnlyList<string> domains)
    {
        _folder = folder;
        Port = port;
        Domains = domains;
    }

    /// <summary>Port on 127.0.0.1.</summary>
    internal int Port { get; }

    /// <summary>The domains that it takes mail for.</summary>
    internal IReadOnlyList<string> Domains { get; }

    /// <summary>The first of them.</summary>
    internal string Domain => Domains[0];

    /// <summary>Its own name; when it has several domains, the one under which it vouches for senders in
    /// Authentication-Results.</summary>
    internal string Name => $"mail.{Domain}";

    /// <summary>Why no Postfix can be started here; null when one can.</summary>
    internal static string? WhyUnavailable()
    {
        if (!File.Exists(Program))
            return "Postfix is not installed";
        return Environment.IsPrivilegedProcess ? null : "Postfix needs root";
    }

    /// <summary>Starts a Postfix and waits until it greets.</summary>
    /// <param name="domains">Takes mail for every user of these domains; none for test.example.</param>
    /// <param name="keepMail">False to discard what was queued, for measuring intake alone.</param>
    /// <param name="keyAndCertificatePem">Private key and certificate for STARTTLS; null for no TLS.</param>
    internal static async Task<PostfixServer> StartAsync(
        IReadOnlyList<string>? domains = null, bool keepMail = true, string? keyAndCertificatePem = null)
    {
        string folder = Directory.CreateTempSubdirectory("rs-postfix-").FullName;
        var server = new PostfixServer(folder, FreePort(), domains ?? ["test.example"]);
        try
        {
            await server.PrepareAsync(keepMail, keyAndCertificatePem);
            await RunAsync(Program, "-c", server.Part("conf"), "start");
            await server.WaitForGreetingAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The Maildir of a domain; it is there once the first mail came.</summary>
    internal string Maildir(string domain) => Path.Combine(Part("mail"), domain);

    /// <summary>Waits until so many mails for the first domain are delivered and gives them in no particular
    /// order.</summary>
    internal async Task<IReadOnlyList<byte[]>> ReceiveAsync(int count, TimeSpan timeout)
    {
        string folder = Path.Combine(Maildir(Domain), "new");
        var watch = Stopwatch.StartNew();
        while (!Directory.Exists(folder) || Directory.GetFiles(folder).Length < count)
        {
            if (watch.Elapsed > timeout)
                throw new TimeoutException($"Postfix delivered too few mails. Its log:\n{ReadLog()}");
            await Task.Delay(20);
        }
        return [.. Directory.GetFiles(folder).Select(File.ReadAllBytes)];
    }

    /// <summary>The mail log so far.</summary>
    internal string ReadLog() => File.Exists(Part("log")) ? File.ReadAllText(Part("log")) : string.Empty;

    /// <summary>Waits for a line: the log has a writer of its own, which comes after the answer.</summary>
    public async Task LoggedAsync(string text, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (!ReadLog().Contains(text, StringComparison.Ordinal))
        {
            if (watch.Elapsed > patience)
                throw new TimeoutException($"Postfix has not logged \"{text}\". Its log:\n{ReadLog()}");
            await Task.Delay(20);
        }
    }

    /// <summary>Stops this Postfix and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        // The command waits until the lock of the master process is free.
        if (File.Exists(Path.Combine(Part("queue"), "pid", "master.pid")))
            await RunAsync(Program, "-c", Part("conf"), "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Part(string name) => Path.Combine(_folder, name);

    private async Task PrepareAsync(bool keepMail, string? keyAndCertificatePem)
    {
        // Postfix's own users have to reach their parts of the folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        foreach (string name in new[] { "conf", "queue", "data", "mail" })
            Directory.CreateDirectory(Part(name));
        await RunAsync("chown", "postfix", Part("data"));
        await RunAsync("chown", Nobody.ToString(CultureInfo.InvariantCulture), Part("mail"));
        string main = MainConfiguration(keepMail);
        if (keyAndCertificatePem is not null)
        {
            string path = Path.Combine(Part("conf"), "tls.pem");
            await File.WriteAllTextAsync(path, keyAndCertificatePem);
            main += $"smtpd_tls_security_level = encrypt\nsmtpd_tls_chain_files = {path}\n";
        }
        // Postfix takes no part of an address into the name of a folder: a line for each.
        await File.WriteAllLinesAsync(
            Path.Combine(Part("conf"), "folders"), Domains.Select(domain => $"/@{Regex.Escape(domain)}$/ {domain}/"));
        // Everybody here is one of us, and what a server knows of its own users it vouches for.
        await File.WriteAllTextAsync(
            Path.Combine(Part("conf"), "vouch"),
            $"/^(.+)@(.+)$/ PREPEND Authentication-Results: {Name}; spf=pass smtp.mailfrom=$1@$2\n");
        await File.WriteAllTextAsync(Path.Combine(Part("conf"), "main.cf"), main);
        await File.WriteAllTextAsync(Path.Combine(Part("conf"), "master.cf"), Services());
    }

    private string MainConfiguration(bool keepMail) => $"""
        compatibility_level = 3.6
        queue_directory = {Part("queue")}
        data_directory = {Part("data")}
        maillog_file = {Part("log")}
        maillog_file_prefixes = {_folder}
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = {Name}
        mydestination =
        mynetworks = 127.0.0.0/8
        smtpd_relay_restrictions = permit_mynetworks, reject
        smtpd_sender_restrictions = {(Domains.Count > 1 ? $"check_sender_access regexp:{Part("conf")}/vouch" : "")}
        smtpd_peername_lookup = no
        smtpd_client_connection_count_limit = 0
        alias_maps =
        alias_database =
        local_recipient_maps =
        recipient_delimiter = +
        default_transport = error:not outside of this test
        virtual_transport = {(keepMail ? "virtual" : "discard:")}
        virtual_mailbox_domains = {string.Join(", ", Domains)}
        virtual_mailbox_base = {Part("mail")}
        virtual_mailbox_maps = regexp:{Part("conf")}/folders
        virtual_uid_maps = static:{Nobody}
        virtual_gid_maps = static:{Nobody}
        virtual_minimum_uid = 100

        """;

    /// <summary>Nothing runs in a chroot, and nothing sends mail to other machines.</summary>
    private string Services() => $"""
        127.0.0.1:{Port} inet n - n - - smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        proxymap unix - - n - - proxymap
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        tlsmgr unix - - n 1000? 1 tlsmgr
        postlog unix-dgram n - n - 1 postlogd

        """;

    private async Task WaitForGreetingAsync()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                string? greeting = await reader.ReadLineAsync();
                if (greeting is not null && greeting.StartsWith("220", StringComparison.Ordinal))
                    return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // Not yet there.
            }
            if (watch.Elapsed > StartTimeout)
                throw new TimeoutException($"Postfix does not greet. Its log:\n{ReadLog()}");
            await Task.Delay(50);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Daemons would inherit redirected streams and keep them open for ever: nothing is redirected.
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false })
            ?? throw new InvalidOperationException($"{program} did not start");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
