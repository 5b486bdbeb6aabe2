using System.CommandLine;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>lifecycle</c>: the rules that are built in, as the document shows them.</summary>
internal static class LifecycleVerb
{
    public static Command Create()
    {
        var command = new Command("lifecycle",
            "Prints the built-in rules: statuses, events, what leads where, as Markdown.");
        command.SetAction(async (parsed, _) =>
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(LifecycleDocument.Render());
            return CommandLine.Fine;
        });
        return command;
    }
}
