using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Telemetry;

namespace ResourceSharing.Gateway.Api;

/// <summary>The configuration: read it again.</summary>
internal static class ConfigurationEndpoints
{
    private const int MaxFaults = 200;

    public static async Task<IResult> ReloadAsync(HttpContext context, ConfigurationSource configuration,
        GatewayMetrics metrics)
    {
        if (await JsonBody.ReadNothingAsync(context) is { } problem)
        {
            return problem;
        }

        var result = configuration.Reload();
        metrics.Reloaded(result.IsValid);
        return result.IsValid
            ? TypedResults.Ok(new ReloadView(result.Snapshot.Partners.Count, []))
            : new ApiProblem
            {
                Title = "The configuration has faults.",
                Status = StatusCodes.Status422UnprocessableEntity,
                Code = "configuration-invalid",
                Detail = $"{result.Faults.Count} faults were found; the configuration in force stays as it was.",
                Faults = View(result.Faults, configuration.Current.Directory),
            };
    }

    // The folder itself is nobody's business.
    private static FileFault[] View(IReadOnlyList<ConfigFault> faults, string folder) =>
        faults.Take(MaxFaults).Select(fault =>
        new FileFault(
            Path.IsPathRooted(fault.File) || fault.File.StartsWith(folder, StringComparison.Ordinal)
                ? Path.GetRelativePath(folder, fault.File)
                : fault.File,
            fault.Line, fault.Column,
            Path.IsPathRooted(folder) ? fault.Message.Replace(folder, "config", StringComparison.Ordinal)
                : fault.Message)).ToArray();
}

/// <summary>A reload that worked.</summary>
internal sealed record ReloadView(int Partners, IReadOnlyList<FileFault> Faults);
