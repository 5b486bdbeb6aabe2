using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Reads the holdings of members of a pod: files that partners' files name, part of the configuration and reloaded
/// with it.</summary>
internal static class HoldingsFiles
{
    /// <summary>The lists by partner; what is wrong with a file is added to the faults.</summary>
    public static Dictionary<string, HoldingsList> Read(ConfigFiles files, List<ConfigFault> faults)
    {
        var lists = new Dictionary<string, HoldingsList>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files.Partners.Files)
        {
            if (file.Value.Channel?.Settings is IPodMemberSettings { Holdings: { } path }
                && ReadOne(files.Directory, path, file.Root.Nearest("channel", "holdings").Position, faults) is { } list)
            {
                lists[file.Value.Code] = list;
            }
        }

        return lists;
    }

    private static HoldingsList? ReadOne(string directory, string path, ConfigPosition place, List<ConfigFault> faults)
    {
        var folder = Path.GetFullPath(directory);
        var full = Path.GetFullPath(Path.Combine(folder, path));
        if (!full.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            faults.Add(place.Fault($"holdings: {Echo.Of(path)} is not in the configuration folder"));
            return null;
        }

        try
        {
            var info = new FileInfo(full);
            if (!info.Exists)
            {
                faults.Add(place.Fault($"holdings: there is no file {Echo.Of(path)} in the configuration folder"));
                return null;
            }

            if (info.Length > HoldingsList.MaxOctets)
            {
                faults.Add(place.Fault($"holdings: {Echo.Of(path)} has more than {HoldingsList.MaxOctets >> 20} MiB"));
                return null;
            }

            var (list, wrong) = HoldingsList.Read(File.ReadAllText(full, Encoding.UTF8));
            faults.AddRange(wrong.Select(fault => new ConfigFault(full, fault.Line, 1, fault.Text)));
            return list;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add(place.Fault($"holdings: {Echo.Of(path)} cannot be read by this account"));
            return null;
        }
    }
}
