using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Loads the configuration folder: reads and binds every file, applies the settings of the command line,
/// checks the rules between files, and reports all faults at once.
/// </summary>
public sealed class ConfigurationLoader
{
    private const string Ending = ".yaml";
    private const int MaxFiles = ConfigLimits.MaxFilesPerFolder;

    private readonly ConfigurationVocabulary _vocabulary;
    private readonly Func<string, string?>? _environment;

    /// <summary>
    /// Makes a loader; environment variables come from the process or from the given look-up.
    /// </summary>
    public ConfigurationLoader(ConfigurationVocabulary vocabulary, Func<string, string?>? environment = null)
    {
        _vocabulary = vocabulary;
        _environment = environment;
    }

    /// <summary>
    /// Loads a folder. Nothing is thrown for what stands in it or is missing from it: the result has a
    /// snapshot, or all faults by file and place.
    /// </summary>
    /// <param name="directory">The configuration folder; messages name files below it as it is given.</param>
    /// <param name="overrides">Settings of gateway.yaml as <c>key=value</c>; a later one wins.</param>
    /// <param name="checkSecrets">
    /// Whether every secret must be there now. Off for verbs that use none.
    /// </param>
    public ConfigurationResult Load(
        string directory, IReadOnlyList<string>? overrides = null, bool checkSecrets = true)
    {
        if (!Directory.Exists(directory))
            return new ConfigurationResult(null, [new(directory, 0, 0, "there is no such folder")]);
        var reading = new Reading(new List<ConfigFault>(), _vocabulary.ChannelTypes);
        var files = new ConfigFiles(
            directory,
            ReadGateway(reading, Path.Combine(directory, "gateway" + Ending), overrides ?? []),
            ReadFolder<PartnerConfig>(reading, Path.Combine(directory, "partners")),
            ReadFolder<WorkflowProfileConfig>(reading, Path.Combine(directory, "profiles")),
            ReadFolder<RotaConfig>(reading, Path.Combine(directory, "rotas")));
        ConfigurationRules.Check(files, _vocabulary, reading.Faults);
        if (checkSecrets)
            CheckSecrets(directory, reading);
        return ResultOf(files, HoldingsFiles.Read(files, reading.Faults), reading);
    }

    private ConfigurationResult ResultOf(
        ConfigFiles files, IReadOnlyDictionary<string, HoldingsList> holdings, Reading reading)
    {
        if (reading.Faults.Count > 0 || files.Gateway is null)
            return new ConfigurationResult(null, reading.SortedFaults());
        var snapshot = new ConfigurationSnapshot(
            files.Directory,
            files.Gateway.Value,
            files.Partners.Files.Select(f => f.Value),
            files.Profiles.Files.Select(f => f.Value),
            files.Rotas.Files.Select(f => f.Value))
        {
            StaffMail = _vocabulary.StaffMail,
            Holdings = holdings,
        };
        return new ConfigurationResult(snapshot, []);
    }

    private static ConfigFile<GatewayConfig>? ReadGateway(
        Reading reading, string path, IReadOnlyList<string> overrides)
    {
        reading.Order.Add(path);
        var root = YamlDocumentReader.ReadFile(path, reading.Faults);
        if (root is null)
            return null;
        foreach (var option in overrides)
        {
            reading.Order.Add(SettingOverride.LabelOf(option));
            root = SettingOverride.Apply(root, option, reading.Faults);
        }
        return new ConfigFile<GatewayConfig>(path, root, reading.Binder.Bind<GatewayConfig>(root));
    }

    private static ConfigFolder<T> ReadFolder<T>(Reading reading, string folder)
        where T : class
    {
        var paths = ListFiles(reading, folder);
        var files = new List<ConfigFile<T>>();
        foreach (var path in paths)
        {
            if (YamlDocumentReader.ReadFile(path, reading.Faults) is { } root)
                files.Add(new ConfigFile<T>(path, root, reading.Binder.Bind<T>(root)));
        }
        return new ConfigFolder<T>([.. paths.Select(p => Path.GetFileNameWithoutExtension(p))], files);
    }

    private static List<string> ListFiles(Reading reading, string folder)
    {
        reading.Order.Add(folder);
        if (!Directory.Exists(folder))
            return []; // a gateway without partners or rotas is a fresh one, not a broken one
        try
        {
            var all = Directory.EnumerateFiles(folder).Where(LooksLikeSettings).Take(MaxFiles + 1)
                .Order(StringComparer.Ordinal).ToList();
            if (all.Count > MaxFiles)
            {
                reading.Faults.Add(new ConfigFault(folder, 0, 0, $"has more than {MaxFiles} files"));
                return [];
            }
            reading.Order.AddRange(all);
            foreach (var path in all.Where(p => Path.GetExtension(p) != Ending))
                reading.Faults.Add(new ConfigFault(path, 0, 0, $"is not read; files end in {Ending}"));
            return [.. all.Where(p => Path.GetExtension(p) == Ending)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reading.Faults.Add(new ConfigFault(folder, 0, 0, "the folder cannot be read by this account"));
            return [];
        }
    }

    // Editors leave .EAST.yaml.swp and EAST.yaml~ behind, and a partner is parked as EAST.yaml.off.
    private static bool LooksLikeSettings(string path) =>
        !Path.GetFileName(path).StartsWith('.')
        && Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML";

    private void CheckSecrets(string directory, Reading reading)
    {
        var reader = new SecretReader(directory, _environment);
        foreach (var secret in reading.Binder.Secrets)
        {
            if (reader.Read(secret.Reference).Fault is { } fault)
                reading.Faults.Add(secret.Position.Fault(fault));
        }
    }

    /// <summary>
    /// The state of one loading: the faults so far, and the order in which files were read.
    /// </summary>
    private sealed class Reading(List<ConfigFault> faults, IReadOnlyDictionary<string, Type> channelTypes)
    {
        public List<ConfigFault> Faults { get; } = faults;

        public ConfigBinder Binder { get; } = new(channelTypes, faults);

        public List<string> Order { get; } = [];

        /// <summary>
        /// By file in the order of reading, with the command line after gateway.yaml; then by place.
        /// </summary>
        public IReadOnlyList<ConfigFault> SortedFaults()
        {
            var rank = Order.Distinct().Index().ToDictionary(p => p.Item, p => p.Index);
            return
            [
                .. Faults.OrderBy(f => rank.GetValueOrDefault(f.File, int.MaxValue))
                    .ThenBy(f => f.Line).ThenBy(f => f.Column),
            ];
        }
    }
}
