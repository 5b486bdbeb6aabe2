using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>The mail to a member of staff who is given a task. It leaves by the outbox like any message: kept, tried again,
/// and to be seen there; as a letter it is a general message about the request.</summary>
internal static class TaskMail
{
    /// <summary>To whom; null for nobody. Who takes a task on knows of it.</summary>
    public static Partner? To(TaskAction action, TaskFields fields, string user, Network network) =>
        action is TaskAction.Assign or TaskAction.Reassign && fields is { To: { } to, Notify: not false } && to != user
            ? network.Find(Network.StaffCode(to))
            : null;

    /// <summary>Why nobody gets one that was asked for.</summary>
    public static string WhyNone(TaskAction action, TaskFields fields) =>
        action is not (TaskAction.Assign or TaskAction.Reassign) ? "Only assign and reassign tell anybody by mail."
        : fields.To is null ? "Say in to whose task it is from now on; who takes a task on gets no mail."
        : $"There is no mailbox of {fields.To}, or it is your own: name it under staff in gateway.yaml.";

    /// <summary>What stands in the outbox.</summary>
    public static OutboxEntry About(
        RequestState state, Partner mailbox, TaskFields fields, string user, DateTimeOffset at, Network network)
    {
        var note = LifecycleRules.Text(fields.InternalNote);
        var message = new IllMessage.Message
        {
            Header = new MessageHeader
            {
                // Nobody else has been asked while there is none.
                Transaction = state.Transaction ?? new TransactionId
                {
                    InitialRequester = state.OurSymbol, GroupQualifier = state.Id, Qualifier = "0",
                },
                At = ServiceTime.From(at),
            },
            Note = $"{user} has given you this request as your task.{(note is null ? "" : $"\n{note}")}",
        };
        return new OutboxEntry(
            state.Number, mailbox.Code, Correspondence.Address(message, state, network), at, at);
    }
}
