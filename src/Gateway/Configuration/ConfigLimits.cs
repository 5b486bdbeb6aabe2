namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Limits on what is read from configuration files. An administrator writes them, but a wrong mount or a
/// generated file must end in a message and not in an exhausted process.
/// </summary>
public static class ConfigLimits
{
    /// <summary>Largest file in octets. A partner file has about 1 KiB.</summary>
    public const int MaxFileOctets = 1024 * 1024;

    /// <summary>Deepest nesting of lists and maps. The settings themselves need six levels.</summary>
    public const int MaxDepth = 32;

    /// <summary>
    /// Most values (scalars, lists, maps and keys) in one file; bounds the memory of a small file of commas.
    /// </summary>
    public const int MaxNodes = 100_000;

    /// <summary>
    /// Most files in one folder: consortia exchange about a thousand partners, so this leaves room.
    /// </summary>
    public const int MaxFilesPerFolder = 5_000;

    /// <summary>
    /// Most characters of a value that a message repeats: the place is known, the start is enough.
    /// </summary>
    public const int MaxEchoedCharacters = 60;

    /// <summary>
    /// Longest name that is compared with known names to guess the intention; comparing is quadratic.
    /// </summary>
    public const int MaxComparedCharacters = 64;
}
