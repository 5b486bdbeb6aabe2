using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// What a gateway is measured against: a process with the same web server that reads a message with our codec, says the same
/// of every patron and takes every item, and keeps nothing.
/// </summary>
internal sealed class NcipAnswerer : IAsyncDisposable
{
    /// <summary>With this word, the program is one.</summary>
    public const string Verb = "ncip-answerer";

    private static readonly PatronRecord Patron = new()
    {
        Ids = [new PatronId("P0000000")], Name = "Ada Example 0", GivenName = "Ada", Surname = "Example 0", Group = "STUDENT",
        Email = "p0@home.example", ValidUntil = new DateOnly(2098, 12, 31),
        Postal = new PostalAddress { Street = "1 Sunrise Street", PostalCode = "20002", City = "Eastham" },
    };

    private static readonly NcipDialect Dialect = NcipDialect.Named("illiad")!;

    private readonly Process process;

    private NcipAnswerer(Process process, int port) =>
        (this.process, Port, Figures) = (process, port, new ProcessFigures(process));

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>What the process has used so far.</summary>
    public ProcessFigures Figures { get; }

    /// <summary>Is one, until the parent closes the input.</summary>
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost("/ncip", AnswerAsync);
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Nothing is said; the end of the input is the end.
        }

        await app.StopAsync();
        return 0;
    }

    /// <summary>Starts one as a process of its own.</summary>
    public static async Task<NcipAnswerer> StartAsync()
    {
        var started = Process.Start(new ProcessStartInfo("dotnet", [typeof(NcipAnswerer).Assembly.Location, Verb])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        }) ?? throw new InvalidOperationException("The answerer did not start.");
        string? port = await started.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new NcipAnswerer(started, int.Parse(port!, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var answer = Answer(body.ToArray(), context.Request.ContentType);
        context.Response.ContentType = "application/xml; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static ReadOnlyMemory<byte> Answer(ReadOnlyMemory<byte> body, string? contentType)
    {
        var read = (NcipReadResult.Understood)NcipCodec.Read(body, contentType);
        var understood = (NcipCommandResult.Understood)NcipCirculation.Command(read, Dialect, TimeZoneInfo.Utc, "HOME");
        var command = understood.Command;
        var done = new CirculationAnswer.Done
        {
            Patron = command.Patron?.Id, Item = command.Item, Request = command.Request,
            PatronRecord = command is CirculationCommand.LookupUser ? Patron : null,
        };
        var response = NcipCirculation.Response(done, (NcipInitiation)read.Message, Dialect, TimeZoneInfo.Utc);
        return NcipCodec.Write(response, read.Form.Answer()).Octets;
    }
}
