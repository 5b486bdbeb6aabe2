using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ResourceSharing.Adapters.Shared;

/// <summary>
/// Makes the names in a folder durable. The framework has no call for it: <see cref="File.OpenHandle"/>
/// refuses to open a folder on Unix. Windows keeps names in its journal and needs nothing.
/// </summary>
public static class DirectorySync
{
    private const int ReadOnly = 0;

    /// <summary>Flushes the folder's entries to disk.</summary>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = Open(folder, ReadOnly);
        if (handle < 0)
            throw Failure("open");
        try
        {
            if (Synchronise(handle) != 0)
                throw Failure("fsync");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failure(string call) =>
        new($"{call} of a folder failed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronise(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
