namespace ResourceSharing.Gateway.Security;

/// <summary>A small file with a secret in the data folder, which only the account of the gateway can read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Can others than the owner read or write it?</summary>
    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & ~Owner & ~UnixFileMode.UserExecute) != UnixFileMode.None;

    /// <summary>Writes it. It is written beside its place and moved there: a crash leaves no half a secret behind.</summary>
    /// <exception cref="IOException">It is there already, or cannot be written.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        using (var file = new FileStream(fresh, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path);
    }
}
