using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.Z3950;

/// <summary>
/// Finds the end of a PDU in what a target has sent so far, by its length or by its end-of-contents octets.
/// One instance is for one PDU; what was scanned is not scanned again.
/// </summary>
public sealed class Z3950Framing
{
    private BerScanner scanner = new(withIndex: false);

    /// <summary>Looks whether a whole PDU is there.</summary>
    /// <param name="received">Everything received since the PDU began.</param>
    public Frame Examine(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty)
            return Frame.NeedsMore(0);
        // Every PDU is a constructed context tag: A0 to BF. An HTTP or SSH server ends here, at its first octet.
        if (received[0] is < 0xA0 or > 0xBF)
            return Frame.Refused($"the first octet is {received[0]:X2}, which no PDU begins with");
        var state = scanner.KnownLength > 0 ? ScanState.NeedsMore : scanner.Scan(received, 0);
        if (state == ScanState.Refused)
            return Frame.Refused(scanner.Fault!);
        if (scanner.KnownLength > 0)
            return scanner.KnownLength <= received.Length
                ? Frame.Complete(scanner.KnownLength) : Frame.NeedsMore(scanner.KnownLength);
        return state == ScanState.Complete ? Frame.Complete(scanner.Position) : Frame.NeedsMore(0);
    }
}
