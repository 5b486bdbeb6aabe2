using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.Illiad;

/// <summary>Messages that ILLiad's staff read as notes, since the interface has no call for them. Pure.</summary>
internal static class IlliadNotes
{
    /// <summary>The note of a message; null for one that goes in another way, or not at all.</summary>
    public static string? Of(IllMessage message) => message switch
    {
        IllMessage.Message => message.Note is { Length: > 0 } note ? note : "(a message without a text)",
        IllMessage.Renew renew => With(renew.DesiredDueOn is { } on
            ? $"A renewal is asked for, until {on:yyyy-MM-dd}."
            : "A renewal is asked for.", message),
        IllMessage.ConditionalReply { Accepts: true } => With("The condition is accepted.", message),
        IllMessage.ConditionalReply => With("The condition is not accepted.", message),
        IllMessage.Lost => With("The item is lost.", message),
        IllMessage.Damaged => With("The item is damaged.", message),
        _ => null,
    };

    private static string With(string text, IllMessage message) =>
        string.IsNullOrWhiteSpace(message.Note) ? text : $"{text} {message.Note.Trim()}";
}
