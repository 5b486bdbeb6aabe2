using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Tests.Unit.Adapters.Mail;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Interop.Mail;

/// <summary>
/// A real Dovecot on free loopback ports with its own configuration and mail under a temporary folder, independent of
/// the machine's own one. It has one account, or one for each domain of a Postfix, whose Maildirs it then serves. Needs
/// root, because it changes to other users.
/// </summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    internal const string User = "ill";
    internal const string Password = "correct horse \"battery\"";

    private const string Program = "/usr/sbin/dovecot";
    private const string Nobody = "65534";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("rs-dovecot-").FullName;
    private readonly TestAuthority _authority = new();
    private readonly PostfixServer? _postfix;
    private Process? _process;
    private int _delivered;

    private DovecotServer(PostfixServer? postfix)
    {
        _postfix = postfix;
        (Port, TlsPort) = (FreePort.Take(), FreePort.Take());
    }

    /// <summary>Port on 127.0.0.1, with STARTTLS.</summary>
    internal int Port { get; }

    /// <summary>Port on 127.0.0.1 for TLS from the first octet.</summary>
    internal int TlsPort { get; }

    internal X509Certificate2Collection Roots => _authority.Roots;

    /// <summary>Why no Dovecot can be started here; null when one can.</summary>
    internal static string? WhyUnavailable()
    {
        if (!File.Exists(Program))
            return "Dovecot is not installed";
        if (!Environment.IsPrivilegedProcess)
            return "Dovecot needs root";
        string version = Run(Program, "--version");
        return version.StartsWith("2.3.", StringComparison.Ordinal) ? null : $"Dovecot {version.Trim()} is configured in another way";
    }

    /// <summary>Starts a Dovecot and waits until it greets; skips the test by name where there is none.</summary>
    /// <param name="postfix">Whose mail it serves, to accounts like ill@home.test; null for its own.</param>
    internal static async Task<DovecotServer> StartAsync(PostfixServer? postfix = null)
    {
        Assert.SkipWhen(WhyUnavailable() is not null, WhyUnavailable() ?? "");
        var server = new DovecotServer(postfix);
        try
        {
            server.Prepare();
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Settings that read the account without encryption.</summary>
    internal ImapSettings Settings(string folder = "INBOX") => new()
    {
        Host = "127.0.0.1", Port = Port, Tls = MailTlsMode.Never, AllowPlainTextSignInOnLoopback = true, UserName = User,
        Secret = new MailPassword(() => new SecretReading(new Secret(Password), null)), Folder = folder,
        CommandTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Delivers messages as a mail server does: into the Maildir.</summary>
    internal void Deliver(string folder, params IEnumerable<byte[]> messages)
    {
        string maildir = Maildir(folder);
        var files = new List<string>();
        foreach (byte[] message in messages)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + ++_delivered}.M1P1.host");
            files.Add(Path.Combine(maildir, "tmp", name));
            File.WriteAllBytes(files[^1], message);
        }
        foreach (var some in files.Chunk(500))
            Run("chown", [Nobody + ":" + Nobody, .. some]);
        foreach (string file in files)
            File.Move(file, Path.Combine(maildir, "new", Path.GetFileName(file)));
    }

    /// <summary>The files of a folder, whatever their flags.</summary>
    internal List<string> Files(string folder) =>
    [
        .. new[] { "new", "cur" }.Select(part => Path.Combine(Maildir(folder), part)).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles),
    ];

    internal bool Has(string folder) => Directory.Exists(Maildir(folder));

    /// <summary>Creates, deletes or changes folders as the administrator.</summary>
    internal string Administrate(params string[] arguments) =>
        Run("doveadm", ["-c", Part("dovecot.conf"), .. arguments]);

    /// <summary>Ends all its processes at once, as a crash does.</summary>
    internal async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    internal async Task RestartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-F", "-c", Part("dovecot.conf")]) { UseShellExecute = false });
        var watch = Stopwatch.StartNew();
        while (!await GreetsAsync())
        {
            if (watch.Elapsed > StartTimeout || _process!.HasExited)
                throw new TimeoutException($"Dovecot does not start. Its log:\n{ReadLog()}");
            await Task.Delay(20);
        }
    }

    internal string ReadLog() => File.Exists(Part("log")) ? File.ReadAllText(Part("log")) : "";

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _authority.Dispose();
        // Processes of a killed server may still be letting go of their files.
        for (int attempt = 0; Directory.Exists(_folder); attempt++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task<bool> GreetsAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return await client.GetStream().ReadAsync(new byte[1]) == 1;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private void Prepare()
    {
        // Dovecot's own users have to reach their parts of the folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        using var certificate = _authority.Issue();
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(Part("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Part("key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllLines(
            Part("passwd"),
            (_postfix?.Domains.Select(domain => $"{User}@{domain}") ?? [User]).Select(user => $"{user}:{{PLAIN}}{Password}::::::"));
        foreach (string part in new[] { "tmp", "new", "cur" })
            Directory.CreateDirectory(Path.Combine(Maildir("INBOX"), part));
        Directory.CreateDirectory(Part("home"));
        File.WriteAllText(Part("dovecot.conf"), Configuration());
        Run("chown", "-R", Nobody + ":" + Nobody, Part("mail"), Part("home"));
    }

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $$"""
        protocols = imap
        listen = 127.0.0.1
        base_dir = {{Part("run")}}
        state_dir = {{Part("state")}}
        log_path = {{Part("log")}}
        ssl = yes
        ssl_cert = <{{Part("cert.pem")}}
        ssl_key = <{{Part("key.pem")}}
        disable_plaintext_auth = no
        auth_mechanisms = plain login
        mail_location = maildir:{{_postfix?.Maildir("%d") ?? Part("mail") + "/%u"}}
        first_valid_uid = 1
        # Whoever is killed leaves connections behind that count until they are missed.
        mail_max_userip_connections = 1000
        namespace inbox {
          inbox = yes
        }
        passdb {
          driver = passwd-file
          args = scheme=PLAIN username_format=%u {{Part("passwd")}}
        }
        userdb {
          driver = static
          args = uid={{Nobody}} gid={{Nobody}} home={{Part("home")}}
        }
        service imap-login {
          inet_listener imap {
            port = {{Port}}
          }
          inet_listener imaps {
            port = {{TlsPort}}
            ssl = yes
          }
        }
        """);

    private string Maildir(string folder) =>
        folder == "INBOX" ? Path.Combine(Part("mail"), User) : Path.Combine(Part("mail"), User, "." + folder);

    private string Part(string name) => Path.Combine(_folder, name);

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {errors.Result}");
    }
}
