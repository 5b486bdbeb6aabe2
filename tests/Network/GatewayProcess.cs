using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace ResourceSharing.Tests.Network;

/// <summary>The real program in a process of its own, as an operator would run it; it can be killed and started again on
/// the same data.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _output = new();
    private readonly string _config;
    private readonly string _data;
    private Process? _process;
    private HttpClient? _http;

    public GatewayProcess(string config, string data)
    {
        _config = config;
        _data = data;
    }

    public GatewayProcess(GatewayFolder folder)
        : this(folder.Config, folder.Data)
    {
    }

    /// <summary>The program that belongs to this build of the tests.</summary>
    public static string Program { get; } = Path.Combine(
        Repository.Root, "src", "Gateway", "bin",
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name, "net10.0", "ResourceSharing.Gateway.dll");

    /// <summary>Where it listens; 0 for a free port.</summary>
    public int HttpPort { get; init; }

    public HttpClient Http => _http ?? throw new InvalidOperationException("It has not been started.");

    public string Url => Http.BaseAddress!.ToString().TrimEnd('/');

    public IPEndPoint Ill { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>The gateway's process, which is a child of the launcher when there is one.</summary>
    public int Pid { get; private set; }

    /// <summary>From the start of the process to the first 200 of <c>/health/ready</c>.</summary>
    public TimeSpan TimeToReady { get; private set; }

    public bool IsAlive => _process is { HasExited: false };

    /// <summary>Everything that it has printed since it was made.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="launcher">A program that starts it in its turn, like strace, with its arguments.</param>
    public async Task StartAsync(params IReadOnlyList<string> launcher)
    {
        var began = Stopwatch.StartNew();
        Launch(launcher);
        var (http, ill) = await AddressesAsync().WaitAsync(Patience);
        Ill = IPEndPoint.Parse(ill);
        _http?.Dispose();
        _http = new HttpClient { BaseAddress = new Uri(http), Timeout = Patience };
        await UntilReadyAsync().WaitAsync(Patience);
        TimeToReady = began.Elapsed;
        var token = (await File.ReadAllTextAsync(Path.Combine(_data, "admin-token"))).Trim();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Pid = launcher.Count == 0 ? _process!.Id : ChildOf(_process!.Id);
    }

    /// <summary>Starts it without waiting for anything.</summary>
    public void Launch(params IReadOnlyList<string> launcher)
    {
        lock (_output)
        {
            _output.Clear();
        }

        string[] words =
        [
            .. launcher, "dotnet", Program, "run", "--config", _config, "--data", _data, "--urls",
            $"http://127.0.0.1:{HttpPort}",
            "--ill-port", "0",
        ];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        _process?.Dispose();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Pid = _process.Id;
    }

    /// <summary>SIGKILL: no chance to do anything any more.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>SIGTERM, as a service manager stops it; the exit code and how long it took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync()
    {
        var began = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-TERM", Pid.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process!.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, began.Elapsed);
    }

    /// <summary>User and system time that it has used.</summary>
    public TimeSpan CpuTime()
    {
        const int TicksPerSecond = 100;
        var fields = File.ReadAllText($"/proc/{Pid}/stat").Split(") ")[1].Split(' ');
        var ticks = fields[11..13].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    /// <summary>Lets <see cref="PeakMemoryOctets"/> begin again with what it has now, in octets.</summary>
    public long RestartPeakMemory()
    {
        // proc(5), clear_refs: 5 resets the peak resident set size.
        File.WriteAllText($"/proc/{Pid}/clear_refs", "5");
        return PeakMemoryOctets();
    }

    /// <summary>The most memory that it has had, in octets.</summary>
    public long PeakMemoryOctets()
    {
        var line = File.ReadLines($"/proc/{Pid}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<VerbResult> VerbAsync(IReadOnlyList<string> arguments, byte[]? input = null, string? folder = null)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            WorkingDirectory = folder ?? "",
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input ?? []);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new VerbResult(process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_process is null)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private async Task<(string Http, string Ill)> AddressesAsync()
    {
        while (true)
        {
            var lines = Output.Split('\n');
            var (http, ill) = (WordAfter(lines, "  REST and health"), WordAfter(lines, "  ISO ILL"));
            if (http is not null && ill is not null)
            {
                return (http[..http.IndexOf("/api", StringComparison.Ordinal)], ill);
            }

            Assert.False(_process!.HasExited, $"The gateway ended instead of starting: {Output}");
            await Task.Delay(5);
        }
    }

    private static string? WordAfter(string[] lines, string label) =>
        lines.FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal))?[label.Length..].Trim().Split(' ')[0];

    private async Task UntilReadyAsync()
    {
        while (true)
        {
            using var response = await Http.GetAsync("/health/ready");
            if (response.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(5);
        }
    }

    private static int ChildOf(int pid) => int.Parse(
        File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ')[0], CultureInfo.InvariantCulture);
}

/// <summary>How a verb ended and what it printed.</summary>
internal sealed record VerbResult(int ExitCode, string Output, string Error);
