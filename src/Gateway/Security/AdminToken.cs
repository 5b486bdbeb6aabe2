using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ResourceSharing.Gateway.Security;

/// <summary>
/// The administrator's token. There is no default password: the first start makes a token of 32 random octets and writes
/// it to a file that only the account of the gateway can read. In memory there is only its digest.
/// </summary>
public sealed class AdminToken
{
    /// <summary>The name of the file within the data folder.</summary>
    public const string FileName = "admin-token";

    /// <summary>The user whose token it is, as histories name it.</summary>
    public const string UserName = "admin";

    /// <summary>Fewest characters of a token that somebody writes by hand: as many as a random one of 24 octets has.</summary>
    public const int MinChars = 32;

    private const int TokenOctets = 32;
    private const int MaxFileOctets = 4096;

    private readonly byte[] _digest;

    private AdminToken(string path, string token, bool isNew)
    {
        Path = path;
        IsNew = isNew;
        _digest = Digest(token);
    }

    /// <summary>The file that holds it.</summary>
    public string Path { get; }

    /// <summary>True when this start has made it.</summary>
    public bool IsNew { get; }

    /// <summary>Reads the token of a data folder, or makes one.</summary>
    /// <exception cref="AdminTokenException">The file is there but cannot be used; the message says why.</exception>
    public static AdminToken LoadOrCreate(string dataFolder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataFolder);
        var path = System.IO.Path.Combine(dataFolder, FileName);
        try
        {
            return File.Exists(path) ? Load(path) : Create(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new AdminTokenException(
                $"The administrator's token {path} cannot be read or written: {fault.Message}", fault);
        }
    }

    /// <summary>Is it this token? Takes the same time whatever is wrong with it.</summary>
    public bool Matches(string? token) =>
        CryptographicOperations.FixedTimeEquals(Digest(token ?? ""), _digest);

    private static AdminToken Load(string path)
    {
        if (PrivateFile.IsOpenToOthers(path))
        {
            throw new AdminTokenException(
                $"Others can read the administrator's token {path}. Take their rights away (chmod 600), or delete the file "
                + "to get a new token.");
        }

        if (new FileInfo(path).Length > MaxFileOctets)
        {
            throw new AdminTokenException(
                $"The file {path} is too large for a token. Delete it to get a new one.");
        }

        var token = File.ReadAllText(path).Trim();
        return token.Length >= MinChars
            ? new AdminToken(path, token, isNew: false)
            : throw new AdminTokenException(
                $"The administrator's token in {path} is shorter than {MinChars} characters. Delete the file to get a new one.");
    }

    private static AdminToken Create(string path)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenOctets));
        PrivateFile.Create(path, Encoding.ASCII.GetBytes(token + "\n"));
        return new AdminToken(path, token, isNew: true);
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>The administrator's token cannot be used.</summary>
public sealed class AdminTokenException : Exception
{
    /// <summary>With the reason and what to do.</summary>
    public AdminTokenException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
