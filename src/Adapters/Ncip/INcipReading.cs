using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>What the messages of one kind of partner mean. The kind is told by the channel settings.</summary>
public interface INcipReading
{
    /// <summary>Says what a message means; null when it is of another kind of partner. Pure.</summary>
    NcipMeant? Read(NcipIncoming incoming);
}

/// <summary>A message of a partner who has proved to be that.</summary>
/// <param name="Message">What it says.</param>
/// <param name="Read">How it was read: its form, and what of it was not understood.</param>
/// <param name="Caller">Whose.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record NcipIncoming(
    NcipInitiation Message, NcipReadResult.Understood Read, NcipCaller Caller, DateTimeOffset ReceivedAt);

/// <summary>What a message means, and what is answered.</summary>
public sealed record NcipMeant
{
    /// <summary>For the intake.</summary>
    public required ArrivalContent Content { get; init; }

    /// <summary>Encodes what the intake answers to a message of a transaction; null where it is none.</summary>
    public Func<IllMessage, ReadOnlyMemory<byte>>? EncodeReply { get; init; }

    /// <summary>The service that goes back on the connection where the rules answer with it at once; null for none.</summary>
    public IllService? AnsweredWith { get; init; }

    /// <summary>What is answered where the intake has taken the message and answers nothing itself.</summary>
    public required NcipResponse Answer { get; init; }
}
