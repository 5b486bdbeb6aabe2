namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// One file that could be read: its values with their places, and the record bound from them.
/// </summary>
/// <param name="Path">The path as it was opened.</param>
/// <param name="Root">The values as written.</param>
/// <param name="Value">The record; settings with faults have their defaults.</param>
internal sealed record ConfigFile<T>(string Path, ConfigNode Root, T Value)
{
    /// <summary>
    /// The file name without folder and ending, which is the code of what the file describes.
    /// </summary>
    public string Code => System.IO.Path.GetFileNameWithoutExtension(Path);
}

/// <summary>The files of one folder.</summary>
/// <param name="Codes">
/// Codes of all files, also of those that could not be read: references to them are not dangling.
/// </param>
/// <param name="Files">The files that could be read, in the order of their names.</param>
internal sealed record ConfigFolder<T>(IReadOnlyList<string> Codes, IReadOnlyList<ConfigFile<T>> Files)
{
    private readonly HashSet<string> _codes = new(Codes, StringComparer.OrdinalIgnoreCase);

    /// <summary>The file of a name if it could be read; letter case does not matter.</summary>
    public ConfigFile<T>? Find(string code) =>
        Files.FirstOrDefault(f => f.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether there is a file of that name; letter case does not matter.</summary>
    public bool Has(string code) => _codes.Contains(code);
}

/// <summary>Everything that was read, for the rules that look at more than one setting.</summary>
internal sealed record ConfigFiles(
    string Directory,
    ConfigFile<GatewayConfig>? Gateway,
    ConfigFolder<PartnerConfig> Partners,
    ConfigFolder<WorkflowProfileConfig> Profiles,
    ConfigFolder<RotaConfig> Rotas);
