using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>Messages in few words, as the standard names them.</summary>
internal static class IsoIllWords
{
    /// <summary>The service with its answer: <c>ILL-ANSWER (will supply)</c>.</summary>
    public static string Describe(IllMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var service = IsoCode.Name(message.Service).ToUpperInvariant();
        return message switch
        {
            IllMessage.Answer answer => $"{service} ({IsoCode.Words(answer.Result.Kind)})",
            IllMessage.ConditionalReply reply => $"{service} ({YesOrNo(reply.Accepts)})",
            IllMessage.CancelReply reply => $"{service} ({YesOrNo(reply.Agrees)})",
            IllMessage.RenewAnswer answer => $"{service} ({YesOrNo(answer.Grants)})",
            _ => service,
        };
    }

    private static string YesOrNo(bool answer) => answer ? "yes" : "no";
}
