using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>jobs</c>: what runs by itself, and how did it go?</summary>
internal static class JobsVerb
{
    private const string Address = "/api/v1/jobs";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(300);

    public static Command Create()
    {
        var command = new Command("jobs", "Lists the jobs of the running gateway; starts, pauses and resumes them.");
        command.SetAction((parsed, cancellationToken) => WithGatewayAsync(parsed, async gateway =>
        {
            var (isFine, text) = await gateway.SendAsync(HttpMethod.Get, Address, null, cancellationToken);
            return isFine ? await ListAsync(parsed, text) : await FailAsync(parsed, text);
        }));
        command.Add(RunVerb());
        command.Add(ChangeVerb("pause", "Takes a job out of its schedule until it is resumed."));
        command.Add(ChangeVerb("resume", "Puts a job back into its schedule; what it missed is caught up once."));
        return command;
    }

    private static Command RunVerb()
    {
        var name = Name();
        var wait = new Option<int>("--wait")
        {
            Description = "Seconds to wait for the end.", HelpName = "N", DefaultValueFactory = _ => 60,
        };
        var command = new Command("run", "Starts a job now and tells what it did.") { name, wait };
        command.SetAction((parsed, cancellationToken) => WithGatewayAsync(parsed, gateway => RunAsync(
            gateway, parsed, parsed.GetRequiredValue(name), parsed.GetValue(wait), cancellationToken)));
        return command;
    }

    private static Command ChangeVerb(string verb, string description)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        command.SetAction((parsed, cancellationToken) => WithGatewayAsync(parsed, async gateway =>
        {
            var job = parsed.GetRequiredValue(name);
            var (isFine, text) = await gateway.SendAsync(
                HttpMethod.Post, $"{Address}/{Uri.EscapeDataString(job)}/{verb}", null, cancellationToken);
            if (!isFine)
            {
                return await FailAsync(parsed, text);
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{job}: {verb}d");
            return CommandLine.Fine;
        }));
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "The name of the job, as the list shows it." };

    private static async Task<int> WithGatewayAsync(ParseResult parsed, Func<RunningGateway, Task<int>> work)
    {
        using var gateway = await RunningGateway.FindAsync(parsed);
        return gateway is null ? CommandLine.Failed : await work(gateway);
    }

    private static async Task<int> FailAsync(ParseResult parsed, string text)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync(text);
        return CommandLine.Failed;
    }

    /// <summary>Starts the job and looks until a run later than the last one has ended.</summary>
    private static async Task<int> RunAsync(
        RunningGateway gateway, ParseResult parsed, string name, int waitSeconds, CancellationToken cancellationToken)
    {
        var address = $"{Address}/{Uri.EscapeDataString(name)}";
        var (isFine, before) = await gateway.SendAsync(HttpMethod.Get, address, null, cancellationToken);
        (isFine, var text) = isFine
            ? await gateway.SendAsync(HttpMethod.Post, $"{address}/run", null, cancellationToken)
            : (false, before);
        if (!isFine)
        {
            return await FailAsync(parsed, text);
        }

        var last = LastRun(before);
        for (var polls = 0; polls * PollInterval < TimeSpan.FromSeconds(waitSeconds); polls++)
        {
            (isFine, text) = await gateway.SendAsync(HttpMethod.Get, address, null, cancellationToken);
            if (isFine && LastRun(text) is { } run && Text(run, "at") != (last is { } known ? Text(known, "at") : null))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{name}: {Words(run)}");
                return Text(run, "result") == "succeeded" ? CommandLine.Fine : CommandLine.Failed;
            }

            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync($"{name}: started, and still running; see rsgateway jobs");
        return CommandLine.Fine;
    }

    private static async Task<int> ListAsync(ParseResult parsed, string text)
    {
        using var page = JsonDocument.Parse(text);
        await Table.WriteAsync(parsed.InvocationConfiguration.Output,
            ["NAME", "SCHEDULE", "NEXT RUN", "LAST RUN", "RESULT", "PURPOSE"],
            page.RootElement.GetProperty("items").EnumerateArray().Select(job => new[]
            {
                Text(job, "name"), Text(job, "schedule"),
                job.GetProperty("running").GetBoolean() ? "running" : job.GetProperty("paused").GetBoolean() ? "paused"
                    : Moment(Text(job, "nextRun")),
                LastRunOf(job) is { } run ? Moment(Text(run, "at")) : "",
                LastRunOf(job) is { } ended ? Words(ended) : "", Text(job, "purpose"),
            }));
        return CommandLine.Fine;
    }

    private static JsonElement? LastRun(string text)
    {
        using var job = JsonDocument.Parse(text);
        return LastRunOf(job.RootElement.Clone());
    }

    private static JsonElement? LastRunOf(JsonElement job) =>
        job.TryGetProperty("lastRun", out var run) && run.ValueKind == JsonValueKind.Object ? run : null;

    private static string Words(JsonElement run) =>
        $"{Text(run, "result")}, looked at {Text(run, "lookedAt")}, changed {Text(run, "changed")}, {Text(run, "durationMs")} ms"
        + (Text(run, "error") is { Length: > 0 } error ? $": {error}" : "");

    private static string Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at) ? $"{at:yyyy-MM-dd HH:mm}" : "";

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
