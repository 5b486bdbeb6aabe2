using System.CommandLine;

namespace ResourceSharing.Gateway.Cli;

/// <summary>The command line. Every verb is one small class; what they share stands here.</summary>
public static class CommandLine
{
    /// <summary>Everything went well.</summary>
    public const int Fine = 0;

    /// <summary>The configuration or the store is unusable, or what was asked for failed; the reasons were printed.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Runs the verb that the arguments name, <c>run</c> without one, and returns the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync(fault.Message);
            }

            await error.WriteLineAsync("Use --help to see what is possible.");
            return Usage;
        }

        // Signals are handled by the host itself, which knows how to stop without losing anything.
        var invocation = new InvocationConfiguration
        {
            Output = output, Error = error, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false,
        };
        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(fault.Message);
            return Failed;
        }
    }

    private static RootCommand Root()
    {
        var run = RunVerb.Create();
        var root = new RootCommand(
            "Resource Sharing Gateway: libraries lend each other books and articles, and every partner speaks another " +
            "language. This service understands them all, keeps the rules of the loan, and explains what happened.\n\n" +
            "Without a verb it runs the service. Start with:  check, then run, then demo for a guided tour.");
        foreach (var option in SharedOptions.All)
        {
            root.Add(option);
        }

        foreach (var verb in new[]
        {
            run, CheckVerb.Create(), DemoVerb.Create(), DecodeVerb.Create(), LifecycleVerb.Create(), RequestsVerb.Create(),
            MessagesVerb.Create(), LettersVerb.Create(), TemplatesVerb.Create(), OutboxVerb.Create(), PartnersVerb.Create(),
            ExplainVerb.Create(), JobsVerb.Create(), CirculationVerbs.Patrons(), CirculationVerbs.Items(),
            BackupVerb.Create(), VerifyVerb.Create(),
            HealthVerb.Create(),
        })
        {
            root.Add(verb);
        }

        root.Action = run.Action;
        return root;
    }
}
