using System.Text;

namespace ResourceSharing.Adapters.Contracts;

/// <summary>
/// What came of fetching a secret: the secret, or a public text that says why there is none.
/// </summary>
/// <param name="Secret">The secret; null when there is a fault.</param>
/// <param name="Fault">
/// Why it cannot be had, without a word of its value; null when there is a secret.
/// </param>
public sealed record SecretReading(Secret? Secret, string? Fault);

/// <summary>
/// Fetches secrets when they are used, so that a changed password works without a restart. Nothing is cached.
/// </summary>
public sealed class SecretReader
{
    /// <summary>Largest secret file in octets: a long private key has about 4 KiB.</summary>
    public const int MaxOctets = 64 * 1024;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _baseDirectory;
    private readonly Func<string, string?> _environment;

    /// <summary>
    /// Reads files relative to a folder, and variables from the process or from the given look-up.
    /// </summary>
    public SecretReader(string baseDirectory, Func<string, string?>? environment = null)
    {
        _baseDirectory = baseDirectory;
        _environment = environment ?? Environment.GetEnvironmentVariable;
    }

    /// <summary>
    /// Fetches one secret. One line break at the end of a file is dropped, because editors write one. Errors
    /// are values: variable not set or empty, file missing, unreadable, empty, too large, not UTF-8, or open
    /// to others.
    /// </summary>
    public SecretReading Read(SecretReference reference) => reference.Kind switch
    {
        SecretKind.Environment => ReadVariable(reference.Name),
        SecretKind.File => ReadFile(reference.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(reference)),
    };

    private SecretReading ReadVariable(string name) =>
        _environment(name) is { Length: > 0 } value
            ? new SecretReading(new Secret(value), null)
            : Refused($"the environment variable {name} is not set or empty");

    private SecretReading ReadFile(string path)
    {
        var full = Path.GetFullPath(path, Path.GetFullPath(_baseDirectory));
        try
        {
            // The open file is checked, not its name: nobody can exchange it in between.
            using var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read);
            return ModeFault(file, full) is { } fault ? Refused(fault) : ReadContent(file, full);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refused($"the secret file {full} does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused($"the secret file {full} cannot be read by this account");
        }
    }

    private static string? ModeFault(FileStream file, string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        var mode = File.GetUnixFileMode(file.SafeFileHandle);
        return (mode & Others) == UnixFileMode.None
            ? null
            : $"the secret file {path} has mode {Convert.ToString((int)mode, 8)} and is open to other "
              + "accounts; it must be readable by its owner only (chmod 600)";
    }

    private static SecretReading ReadContent(FileStream file, string path)
    {
        var buffer = new byte[MaxOctets + 1];
        var count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (count > MaxOctets)
            return Refused($"the secret file {path} is larger than {MaxOctets} octets");
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            var value = WithoutLastLineBreak(strict.GetString(buffer, 0, count));
            return value.Length == 0
                ? Refused($"the secret file {path} is empty")
                : new SecretReading(new Secret(value), null);
        }
        catch (DecoderFallbackException)
        {
            return Refused($"the secret file {path} is not UTF-8 text");
        }
    }

    private static string WithoutLastLineBreak(string text) => text switch
    {
        [.., '\r', '\n'] => text[..^2],
        [.., '\n'] => text[..^1],
        _ => text,
    };

    private static SecretReading Refused(string fault) => new(null, fault);
}
