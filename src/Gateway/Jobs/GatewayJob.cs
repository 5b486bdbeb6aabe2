using ResourceSharing.Gateway.Configuration;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>A piece of work that the calendar brings. Running it twice does no more than running it once, and a run that
/// was broken off is taken up by the next one.</summary>
/// <param name="Name">Its name on the command line and in addresses: kebab case.</param>
/// <param name="Purpose">What it does, in one sentence.</param>
/// <param name="Schedule">When it runs, as the configuration says.</param>
/// <param name="RunAsync">The work.</param>
internal sealed record GatewayJob(
    string Name, string Purpose, Func<JobsConfig, JobSchedule> Schedule, Func<JobRun, Task> RunAsync);
