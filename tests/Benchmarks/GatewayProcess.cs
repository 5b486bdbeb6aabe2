using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace ResourceSharing.Benchmarks;

/// <summary>A real gateway in a process and a folder of its own, on free ports, with one partner that sends ISO ILL
/// and waits for the answers on its connections.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly TaskCompletionSource<(string Http, int IllPort)> ready = new();
    private string http = "";

    private GatewayProcess(string folder)
    {
        this.folder = folder;
        process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    Program(), "run", "--config", Path.Combine(folder, "config"), "--data", Path.Combine(folder, "data"),
                    "--urls", "http://127.0.0.1:0", "--ill-port", "0",
                },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            },
        };
        process.OutputDataReceived += (_, output) => Look(output.Data);
    }

    public int Id => process.Id;

    public int IllPort { get; private set; }

    /// <summary>CPU time of the process so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Octets that the process has given to the disk so far.</summary>
    public long WrittenOctets => Field($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/io", "write_bytes:");

    /// <summary>Resident memory, and its highest so far, in MiB.</summary>
    public (long Now, long Highest) MemoryMiB => (StatusKib("VmRSS:") >> 10, StatusKib("VmHWM:") >> 10);

    public static async Task<GatewayProcess> StartAsync()
    {
        var gateway = new GatewayProcess(Machine.NewFolder("gateway"));
        WriteConfig(Path.Combine(gateway.folder, "config"));
        await gateway.StartProcessAsync();
        return gateway;
    }

    /// <summary>Stops it and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Program()
    {
        string configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        string program = Path.Combine(
            Repository.Root, "src", "Gateway", "bin", configuration, "net10.0", "ResourceSharing.Gateway.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException("Build src/Gateway first.", program);
    }

    private static void WriteConfig(string config)
    {
        foreach (string part in new[] { "profiles", "letters" })
            Copy(Path.Combine(Repository.Root, "config", part), Path.Combine(config, part));
        Directory.CreateDirectory(Path.Combine(config, "partners"));
        File.WriteAllText(Path.Combine(config, "gateway.yaml"), """
            library: {code: HOME, name: Responder Library, symbols: [SYM:RSP1], email: ill@home.example}
            listeners:
              isoIll: {limits: {maxConnectionsPerAddress: 500}}
            """);
        File.WriteAllText(Path.Combine(config, "partners", "REQ1.yaml"), """
            code: REQ1
            name: Requester Library
            symbols: [SYM:REQ1]
            allowedFrom: [127.0.0.1]
            borrowing: {workflow: DEFAULT_BOR_WF}
            lending: {supported: true, workflow: DEFAULT_LEND_WF}
            channel: {type: iso-ill, host: 127.0.0.1, port: 9, answerOnSameConnection: true}
            """);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private async Task StartProcessAsync()
    {
        process.Start();
        process.BeginOutputReadLine();
        (http, IllPort) = await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        using var client = new HttpClient();
        while ((await client.GetAsync(new Uri(http + "/health/ready"))).StatusCode != HttpStatusCode.OK)
            await Task.Delay(5);
    }

    private void Look(string? line)
    {
        if (line is null)
        {
            ready.TrySetException(new InvalidOperationException("The gateway ended before it was ready."));
            return;
        }

        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["REST", "and", "health", var url, ..])
            http = new Uri(url).GetLeftPart(UriPartial.Authority);
        else if (words is ["ISO", "ILL", var endpoint])
            ready.TrySetResult((http, IPEndPoint.Parse(endpoint).Port));
        else if (line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal))
            Console.Error.WriteLine(line);
    }

    private async Task StopAsync()
    {
        if (process.HasExited)
            return;
        using var kill = Process.Start("kill", process.Id.ToString(CultureInfo.InvariantCulture));
        await process.WaitForExitAsync();
    }

    private long StatusKib(string key) =>
        Field($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/status", key);

    private static long Field(string file, string key)
    {
        string line = File.ReadLines(file).First(candidate => candidate.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
