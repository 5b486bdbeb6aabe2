using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace ResourceSharing.Tests.Interop.Mail;

/// <summary>Python's email package as an independent reader of mail.</summary>
internal static class PythonMail
{
    /// <summary>Parses all letters in one process; skips the test where there is no python3.</summary>
    internal static async Task<IReadOnlyList<ParsedMail>> ParseAsync(IReadOnlyList<byte[]> letters)
    {
        string folder = Directory.CreateTempSubdirectory("rs-mail-").FullName;
        try
        {
            var start = new ProcessStartInfo("python3")
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            start.Environment["PYTHONIOENCODING"] = "utf-8";
            start.ArgumentList.Add(Path.Combine(Repository.Root, "tests", "Interop", "Mail", "parse_mail.py"));
            for (int i = 0; i < letters.Count; i++)
            {
                string path = Path.Combine(folder, $"{i:D4}.eml");
                await File.WriteAllBytesAsync(path, letters[i]);
                start.ArgumentList.Add(path);
            }
            return await RunAsync(start);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<ParsedMail>> RunAsync(ProcessStartInfo start)
    {
        using var process = Start(start);
        string json = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return JsonSerializer.Deserialize<List<ParsedMail>>(json, JsonSerializerOptions.Web)!;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            throw;
        }
    }
}

internal sealed record ParsedMail(
    IReadOnlyList<string> Defects,
    IReadOnlyList<IReadOnlyList<string>> Headers,
    IReadOnlyDictionary<string, IReadOnlyList<ParsedAddress>> Addresses,
    DateTimeOffset Date,
    string? Text,
    string? Html,
    IReadOnlyList<ParsedFile> Files)
{
    internal string? Header(string name) =>
        Headers.SingleOrDefault(h => string.Equals(h[0], name, StringComparison.OrdinalIgnoreCase))?[1];
}

internal sealed record ParsedAddress(string Name, string Local, string Domain);

internal sealed record ParsedFile(
    string? Name, string Type, IReadOnlyDictionary<string, string> Parameters, string Disposition,
    byte[] Content);
