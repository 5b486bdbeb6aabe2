using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace ResourceSharing.Benchmarks;

/// <summary>A real gateway in a process and a folder of its own, on free ports, with one partner.</summary>
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
        Figures = new ProcessFigures(process);
        process.OutputDataReceived += (_, output) => Look(output.Data);
    }

    public int Id => process.Id;

    public int IllPort { get; private set; }

    /// <summary>Where it listens for HTTP.</summary>
    public int HttpPort => new Uri(http).Port;

    /// <summary>What the process has used so far.</summary>
    public ProcessFigures Figures { get; }

    /// <summary>CPU time of the process so far.</summary>
    public TimeSpan Cpu => Figures.Cpu;

    /// <summary>Octets that the process has given to the disk so far.</summary>
    public long WrittenOctets => Figures.WrittenOctets;

    /// <summary>Resident memory, and its highest so far, in MiB.</summary>
    public (long Now, long Highest) MemoryMiB => Figures.MemoryMiB;

    /// <summary>Starts one, and waits until it is ready.</summary>
    /// <param name="setup">Its files; those of ISO ILL when left out.</param>
    public static async Task<GatewayProcess> StartAsync(GatewaySetup? setup = null)
    {
        var gateway = new GatewayProcess(Machine.NewFolder("gateway"));
        WriteConfig(Path.Combine(gateway.folder, "config"), setup ?? GatewaySetup.IsoIll);
        await gateway.StartProcessAsync();
        return gateway;
    }

    /// <summary>Brings patrons.</summary>
    /// <param name="csv">As staff export them.</param>
    public async Task ImportPatronsAsync(string csv)
    {
        string token = (await File.ReadAllTextAsync(Path.Combine(folder, "data", "admin-token"))).Trim();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var response = await client.PostAsync(new Uri(http + "/api/v1/patrons/import"), content);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException("No patrons: " + await response.Content.ReadAsStringAsync());
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

    private static void WriteConfig(string config, GatewaySetup setup)
    {
        foreach (string part in new[] { "profiles", "letters" })
            Copy(Path.Combine(Repository.Root, "config", part), Path.Combine(config, part));
        Directory.CreateDirectory(Path.Combine(config, "partners"));
        File.WriteAllText(Path.Combine(config, "gateway.yaml"), setup.Gateway);
        File.WriteAllText(Path.Combine(config, "partners", setup.PartnerCode + ".yaml"), setup.Partner);
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
}
