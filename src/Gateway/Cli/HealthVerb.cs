using System.CommandLine;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>health</c>: is the gateway that runs here ready? Made for a container's HEALTHCHECK, which has no other
/// program to ask with.</summary>
internal static class HealthVerb
{
    public static Command Create()
    {
        var command = new Command("health", "Asks the running gateway whether it is ready; exit code 0 or 1.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var gateway = await RunningGateway.FindAsync(parsed);
            if (gateway is null)
            {
                return CommandLine.Failed;
            }

            var (isFine, text) = await gateway.SendAsync(HttpMethod.Get, "/health/ready", null, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(text);
            return isFine ? CommandLine.Fine : CommandLine.Failed;
        });
        return command;
    }
}
