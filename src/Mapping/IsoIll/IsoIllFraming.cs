using System.Buffers;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// Finds the end of each APDU in a stream that carries nothing but APDUs. One instance belongs to one
/// connection and is called with everything received and not yet taken, again and again as it grows. A
/// message of definite outer length costs one look at its header; one of indefinite length is scanned once,
/// from where the last call stopped, however slowly it drips in.
/// </summary>
public sealed class IsoIllFraming
{
    private BerScanner scanner = new(withIndex: false);

    /// <summary>Looks whether a whole APDU has been received.</summary>
    /// <param name="received">
    /// What was received from the start of the APDU on; what follows it may be there, too.
    /// </param>
    /// <returns>
    /// Complete with the octets of the first APDU, after which the next call begins with the next APDU; or
    /// more is needed; or refused, after which the connection can only be closed.
    /// </returns>
    public Frame Examine(in ReadOnlySequence<byte> received)
    {
        if (received.IsEmpty)
            return Frame.NeedsMore(0);
        if (scanner.Position == 0 && IsoIllModule.Find(received.FirstSpan[0]) is null)
            return Frame.Refused($"the first octet is {received.FirstSpan[0]:X2}, an APDU has 61 to 74");
        var state = scanner.KnownLength > 0 ? ScanState.NeedsMore : Scan(received);
        if (state == ScanState.Refused)
            return Frame.Refused(scanner.Fault!);
        int octets = scanner.KnownLength > 0 ? scanner.KnownLength : scanner.Position;
        if (octets > received.Length || (scanner.KnownLength == 0 && state == ScanState.NeedsMore))
            return Frame.NeedsMore(scanner.KnownLength);
        scanner = new BerScanner(withIndex: false);
        return Frame.Complete(octets);
    }

    /// <summary>
    /// Scans one segment after the other; a header that lies across segments is copied together.
    /// </summary>
    private ScanState Scan(in ReadOnlySequence<byte> received)
    {
        Span<byte> header = stackalloc byte[BerScanner.MaxHeaderOctets];
        while (scanner.Position < received.Length)
        {
            int before = scanner.Position;
            var rest = received.Slice(before);
            scoped var window = rest.FirstSpan;
            if (window.Length < header.Length && rest.Length > window.Length)
            {
                int copied = (int)Math.Min(header.Length, rest.Length);
                rest.Slice(0, copied).CopyTo(header);
                window = header[..copied];
            }

            var state = scanner.Scan(window, before);
            if (state != ScanState.NeedsMore || scanner.KnownLength > 0 || scanner.Position == before)
                return state;
        }

        return ScanState.NeedsMore;
    }
}

/// <summary>What a look at the stream has shown.</summary>
/// <param name="State">Whether an APDU is there.</param>
/// <param name="Octets">
/// The length of the APDU when complete; when more is needed the length it will have, or 0 if that is not
/// known yet.
/// </param>
/// <param name="Reason">Why the stream is refused, else empty.</param>
public readonly record struct Frame(FrameState State, int Octets, string Reason)
{
    internal static Frame NeedsMore(int octets) => new(FrameState.NeedsMore, octets, "");

    internal static Frame Complete(int octets) => new(FrameState.Complete, octets, "");

    internal static Frame Refused(string reason) => new(FrameState.Refused, 0, reason);
}

/// <summary>Whether an APDU has been received.</summary>
public enum FrameState
{
    /// <summary>Not yet.</summary>
    NeedsMore,

    /// <summary>A whole one.</summary>
    Complete,

    /// <summary>What was received cannot become one.</summary>
    Refused,
}
