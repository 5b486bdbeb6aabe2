using System.CommandLine;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;

namespace ResourceSharing.Gateway.Cli;

/// <summary><c>explain</c>: what does a piece of the configuration really do?</summary>
internal static class ExplainVerb
{
    public static Command Create()
    {
        var code = new Argument<string>("code") { Description = "The partner's code." };
        var partner = new Command("partner",
            "In plain words: what is sent when, what happens by itself, and what cannot happen since a step is missing.");
        partner.Add(code);
        partner.SetAction(async (parsed, _) =>
        {
            if (await parsed.LoadAsync() is not { } snapshot)
            {
                return CommandLine.Failed;
            }

            var network = new Network(snapshot);
            var wanted = parsed.GetValue(code)!;
            if (network.Find(wanted) is not { } found)
            {
                var known = network.Partners.Select(one => one.Code).Order(StringComparer.Ordinal).ToArray();
                await parsed.InvocationConfiguration.Error.WriteLineAsync(
                    $"There is no partner \"{Echo.Of(wanted)}\"{NearestName.Hint(wanted, known, "known partners are")}.");
                return CommandLine.Failed;
            }

            await parsed.InvocationConfiguration.Output.WriteAsync(
                PartnerExplainer.Explain(found, snapshot.Gateway).ToText());
            return CommandLine.Fine;
        });
        return new Command("explain", "Explains the configuration in plain words.") { partner };
    }
}
