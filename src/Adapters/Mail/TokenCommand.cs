using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// Access tokens from a program of the administrator, which writes one to its standard output. It is run without a shell
/// each time we sign in; whether it keeps tokens is its own affair.
/// </summary>
/// <param name="command">The program and its arguments.</param>
/// <param name="time">The clock of the time limit.</param>
public sealed class TokenCommand(IReadOnlyList<string> command, TimeProvider time) : IMailSecret
{
    /// <summary>Longer output is no token.</summary>
    internal const int MaxOutputChars = 16 * 1024;

    /// <summary>How long the program may run.</summary>
    internal static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public bool IsRenewable => true;

    /// <inheritdoc />
    public async ValueTask<MailSecretReading> GetAsync(bool isRefused, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(MaxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await RunAsync(either.Token);
        }
        catch (Win32Exception e)
        {
            return MailSecretReading.Operator($"The token command does not start ({e.Message}).");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return MailSecretReading.Later("The token command takes too long.");
        }
    }

    private async Task<MailSecretReading> RunAsync(CancellationToken token)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new Win32Exception();
        try
        {
            process.StandardInput.Close();
            // What it says about errors may hold secrets: it is read, so that it can end, and dropped.
            var errors = ReadAsync(process.StandardError, token);
            string? output = await ReadAsync(process.StandardOutput, token);
            if (output is null)
                return MailSecretReading.Operator("The token command writes more than a token.");
            await errors;
            await process.WaitForExitAsync(token);
            return Read(process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static MailSecretReading Read(int exitCode, string output)
    {
        string secret = output.Trim();
        if (exitCode != 0)
            return MailSecretReading.Operator(FormattableString.Invariant($"The token command ends with {exitCode}."));
        return secret.Length == 0 || secret.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? MailSecretReading.Operator("The token command writes no token.")
            : new MailSecretReading(new Secret(secret), null);
    }

    /// <summary>All of it; null when it is too long.</summary>
    private static async Task<string?> ReadAsync(StreamReader reader, CancellationToken token)
    {
        var text = new StringBuilder();
        var block = new char[1024];
        while (true)
        {
            int count = await reader.ReadAsync(block, token);
            if (count == 0)
                return text.ToString();
            text.Append(block, 0, count);
            if (text.Length > MaxOutputChars)
                return null;
        }
    }
}
