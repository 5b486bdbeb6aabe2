using System.ComponentModel;
using System.Diagnostics;

namespace ResourceSharing.Tests.Network;

/// <summary>Other programs of the system.</summary>
internal static class OtherProgram
{
    /// <summary>Runs one to its end; skips the test by name when it is not installed.</summary>
    public static async Task<VerbResult> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return new VerbResult(process.ExitCode, output, await error);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
            throw;
        }
    }
}
