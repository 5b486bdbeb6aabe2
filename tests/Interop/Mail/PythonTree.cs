using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ResourceSharing.Tests.Interop.Mail;

/// <summary>Python's email package as an independent reader of whole mails: <c>read_mail.py</c>.</summary>
internal static class PythonTree
{
    /// <summary>Reads all mails in one process; skips the test where there is no python3.</summary>
    internal static async Task<IReadOnlyList<TreeMail>> ReadAsync(IReadOnlyList<byte[]> mails)
    {
        string folder = Directory.CreateTempSubdirectory("rs-mail-").FullName;
        try
        {
            var paths = new List<string>();
            for (int i = 0; i < mails.Count; i++)
            {
                paths.Add(Path.Combine(folder, $"{i:D5}.eml"));
                await File.WriteAllBytesAsync(paths[^1], mails[i]);
            }
            string list = Path.Combine(folder, "list");
            await File.WriteAllLinesAsync(list, paths);
            using var process = Start(list);
            string json = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
            return JsonSerializer.Deserialize<List<TreeMail>>(json, JsonSerializerOptions.Web)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string list)
    {
        var start = new ProcessStartInfo("python3") 
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "tests", "Interop", "Mail", "read_mail.py"));
        start.ArgumentList.Add(list);
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

internal sealed record TreeMail(
    string? Error,
    IReadOnlyList<IReadOnlyList<string>>? Headers,
    IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>>? Addresses,
    TreePart? Body);

internal sealed record TreePart(
    string Type, string? Disposition, string? FileName, IReadOnlyList<TreePart> Parts, byte[]? Content, string? Text,
    TreeMail? Message);
