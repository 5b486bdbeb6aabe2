using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Shared;

namespace ResourceSharing.Adapters.Mail;

/// <summary>How a mail came into a Maildir.</summary>
public enum MaildirOutcome
{
    /// <summary>The mail is on disk, in <c>new</c>.</summary>
    Written,

    /// <summary>
    /// The same mail was written before and somebody has read it since; nothing was changed.
    /// </summary>
    AlreadyThere,

    /// <summary>It could not be written; it may pass later.</summary>
    Failed,
}

/// <summary>What became of one mail.</summary>
/// <param name="Outcome">Whether the mail is there.</param>
/// <param name="Path">The file, when it is there.</param>
/// <param name="Problem">For the operator's log, when it is not; it names the folder.</param>
public sealed record MaildirResult(MaildirOutcome Outcome, string? Path, string? Problem);

/// <summary>
/// A folder of mails, one file each (the Maildir format: <c>tmp</c>, <c>new</c>, <c>cur</c>). A mail appears
/// in
/// <c>new</c> only when it is complete and on disk. Its name comes from its date, its identifier and the host
/// alone, so that the same mail written again is the same file.
/// </summary>
/// <param name="folder">The folder; it is made when it is missing.</param>
/// <param name="host">Name of this host for the file names.</param>
public sealed class Maildir(string folder, string host)
{
    private const int IdHexChars = 32;

    /// <summary>Writes one mail durably.</summary>
    /// <param name="date">The mail's own date, the same at every attempt.</param>
    /// <param name="id">The mail's identifier, the same at every attempt; any text.</param>
    /// <param name="message">The rendered letter; kept with its CRLF.</param>
    public MaildirResult Write(DateTimeOffset date, string id, ReadOnlySpan<byte> message)
    {
        string name = FileName(date, id);
        try
        {
            Prepare();
            // Mail programs move what was read to cur and add flags after a colon.
            string? read = Directory.EnumerateFiles(Path.Combine(folder, "cur"), name + "*").FirstOrDefault();
            if (read is not null)
                return new MaildirResult(MaildirOutcome.AlreadyThere, read, null);
            return new MaildirResult(MaildirOutcome.Written, WriteNew(name, message), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new MaildirResult(MaildirOutcome.Failed, null, e.Message);
        }
    }

    private void Prepare()
    {
        string[] parts = ["tmp", "new", "cur"];
        if (parts.All(part => Directory.Exists(Path.Combine(folder, part))))
            return;
        foreach (string part in parts)
            Directory.CreateDirectory(Path.Combine(folder, part));
        DirectorySync.Flush(folder);
    }

    private string WriteNew(string name, ReadOnlySpan<byte> message)
    {
        string temporary = Path.Combine(folder, "tmp", name);
        string final = Path.Combine(folder, "new", name);
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(message);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, final, overwrite: true);
        DirectorySync.Flush(Path.Combine(folder, "new"));
        return final;
    }

    private string FileName(DateTimeOffset date, string id)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        string unique = Convert.ToHexStringLower(digest)[..IdHexChars];
        return string.Create(
            CultureInfo.InvariantCulture, $"{date.ToUnixTimeSeconds()}.{unique}.{SafeHost()}");
    }

    /// <summary>
    /// Slash and colon have a meaning in names of a Maildir; other unusual characters are not worth it.
    /// </summary>
    private string SafeHost()
    {
        var safe = new StringBuilder();
        foreach (char c in host)
        {
            bool plain = char.IsAsciiLetterOrDigit(c) || c is '-' or '.';
            safe.Append(plain ? c : '_');
        }
        return safe.Length == 0 ? "localhost" : safe.ToString();
    }
}
