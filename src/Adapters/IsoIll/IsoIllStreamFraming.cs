using System.Buffers;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>Finds APDUs in a stream.</summary>
internal sealed class IsoIllStreamFraming : IStreamFraming
{
    private readonly IsoIllFraming framing = new();

    /// <inheritdoc/>
    public StreamWords Words { get; } = new("an APDU", "not-iso-ill", "apdu-incomplete", "apdu-too-slow");

    /// <inheritdoc/>
    public StreamFrame Examine(in ReadOnlySequence<byte> received)
    {
        var frame = framing.Examine(received);
        return frame.State switch
        {
            FrameState.Complete => StreamFrame.Complete(frame.Octets),
            FrameState.Refused => StreamFrame.Refused(frame.Reason),
            _ => StreamFrame.NeedsMore,
        };
    }
}
