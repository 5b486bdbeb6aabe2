using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>run</c>: the service itself.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var command = new Command("run", "Runs the service until it is stopped (Ctrl+C or SIGTERM).");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = parsed.GatewayOptions();
        var error = parsed.InvocationConfiguration.Error;

        // Trying letters takes as long as everything else before the gateway listens, so it goes beside it: first those
        // that every gateway needs, then those of the partners.
        var english = Task.Run(
            () => LetterFolder.Load(options.ConfigFolder, new HashSet<string> { LetterWords.FallbackLanguage }).Faults,
            cancellationToken);
        var loaded = options.LoadSettings(checkSecrets: true);
        if (loaded.Snapshot is not { } snapshot)
        {
            await SharedOptions.PrintFaultsAsync(Hosting.GatewayOptions.With(loaded, await english), error);
            return CommandLine.Failed;
        }

        var letters = Task.Run(() => options.LetterFaults(LetterFolder.InUse(snapshot)), cancellationToken);
        SqliteStore store;
        try
        {
            MakePrivate(options.DataFolder);
            store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = options.DataFolder });
        }
        catch (StoreUnusableException unusable)
        {
            await error.WriteLineAsync(unusable.Message);
            return CommandLine.Failed;
        }

        await using var app = await BuildAsync(snapshot, options, store, error);
        if (app is null)
        {
            return CommandLine.Failed;
        }

        if (await letters is { Count: > 0 } faults)
        {
            await SharedOptions.PrintFaultsAsync(Hosting.GatewayOptions.With(loaded, faults), error);
            return CommandLine.Failed;
        }

        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await error.WriteLineAsync(WhyNotListening(fault, snapshot.Gateway.Listeners));
            return CommandLine.Failed;
        }

        await GreetAsync(parsed.InvocationConfiguration.Output, app, snapshot, options);
        await app.WaitForShutdownAsync(cancellationToken);
        return CommandLine.Fine;
    }

    /// <summary>One line: which port, and which setting moves it. Kestrel names the address where it is taken; what else
    /// can be wrong with it (no right to it, no such address) comes without.</summary>
    internal static string WhyNotListening(Exception fault, ListenersConfig listeners)
    {
        var http = listeners.Http.Urls.Select(url => (url.Port, Text: Http(url)));
        var ill = (listeners.IsoIll.Port, Text: Ill(listeners.IsoIll));
        var all = (listeners.IsoIll.Enabled ? http.Append(ill) : http).ToArray();
        var taken = all.Where(one => fault.Message.Contains($":{one.Port}:", StringComparison.Ordinal)).ToArray();
        return taken.Length > 0
            ? $"Port {taken[0].Port} is taken by another program. Choose another one for "
                + string.Join(" or ", taken.Select(one => one.Text)) + "."
            : $"Cannot listen: {fault.Message.TrimEnd('.')}. Look at {string.Join(" and ", all.Select(one => one.Text))}.";
    }

    private static string Http(Uri url) =>
        $"HTTP, now {url.GetLeftPart(UriPartial.Authority)} (--urls, or listeners.http.urls in gateway.yaml)";

    private static string Ill(IsoIllListenerConfig listener) =>
        $"ISO ILL, now {new IPEndPoint(listener.BindAddress, listener.Port)} (--ill-port, or listeners.isoIll.port in gateway.yaml)";

    private static async Task<WebApplication?> BuildAsync(
        ConfigurationSnapshot snapshot, GatewayOptions options, SqliteStore store, TextWriter error)
    {
        try
        {
            return GatewayHost.Build(snapshot, options, store);
        }
        catch (Exception unusable) when (unusable is AdminTokenException or KeyFileException)
        {
            await error.WriteLineAsync(unusable.Message);
            await store.DisposeAsync();
            return null;
        }
    }

    /// <summary>A new data folder is for the gateway's account alone: patrons' names are in it.</summary>
    private static void MakePrivate(string dataFolder)
    {
        if (!OperatingSystem.IsWindows() && !Directory.Exists(dataFolder))
        {
            Directory.CreateDirectory(
                dataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static async Task GreetAsync(
        TextWriter output, WebApplication app, ConfigurationSnapshot snapshot, GatewayOptions options)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var library = snapshot.Gateway.Library;
        var http = addresses.First();
        var lines = new List<string>
        {
            $"Resource Sharing Gateway is ready for {library.Name} ({string.Join(", ", library.Symbols)}).",
            $"  REST and health    {http}/api/v1/requests   {http}/health/ready   {http}/openapi/v1.json",
        };
        if (snapshot.Gateway.Listeners.IsoIll.Enabled)
        {
            lines.Add($"  ISO ILL            {new Uri(addresses.Last()).Authority}");
        }

        lines.Add($"  Partners           {string.Join(", ", snapshot.Partners.Keys.Order(StringComparer.Ordinal))}");
        lines.Add($"  Sign in            the token in {Path.Combine(options.DataFolder, AdminToken.FileName)}");
        if (snapshot.Gateway.Mail.Smtp is null)
        {
            lines.Add($"  Letters            no mail server is set: they are written to " +
                Path.Combine(options.DataFolder, snapshot.Gateway.Mail.MaildirFolder));
        }

        lines.Add("  Next               see the first tour in README.md, or run the verb demo in another window.");
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }

        await output.FlushAsync();
    }
}
