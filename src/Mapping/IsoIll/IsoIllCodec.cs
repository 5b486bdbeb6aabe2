using System.Buffers;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll.Ber;
using ResourceSharing.Mapping.IsoIll.Shapes;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// The codec of ISO 10161-1 (ISO ILL): octets to APDU and back. Reading accepts what partners are known to
/// send and says so in notes; writing keeps to the strictest form, which every known peer reads: all
/// DEFAULT values written, definite lengths, primitive strings, no element outside the module.
/// </summary>
public static class IsoIllCodec
{
    /// <summary>Reads one APDU from the start of the message.</summary>
    /// <param name="message">The octets; ones behind the APDU are left alone and noted.</param>
    /// <param name="options">How to read what the standard leaves open.</param>
    /// <returns>The APDU, or why there is none; bad octets never cause an exception.</returns>
    public static DecodeResult Decode(ReadOnlyMemory<byte> message, DecodeOptions? options = null)
    {
        var octets = message.Span;
        if (octets.IsEmpty || IsoIllModule.Find(octets[0]) is not { } shape)
            return Unrecognized(octets);
        var scanner = new BerScanner(withIndex: true);
        try
        {
            var state = scanner.Scan(octets, 0);
            if (state != ScanState.Complete)
                return RefusedByScanner(ref scanner, state, octets, shape);
            options ??= DecodeOptions.Default;
            var reader = new BerReader(
                octets, scanner.Index, stackalloc int[BerReader.PathSteps], shape.PathName, options);
            if (octets.Length > scanner.Position)
                reader.Note($"{octets.Length - scanner.Position} octets after the APDU");
            var apdu = shape.Read(ref reader, 0);
            if (apdu is null)
                return RefusedByReader(ref reader, octets, scanner.Index, shape);
            return new DecodeResult.Decoded
            {
                Apdu = apdu,
                Notes = reader.Notes,
                UnknownCriticalExtensions = UnknownCritical(apdu),
                OctetsRead = scanner.Position,
            };
        }
        finally
        {
            scanner.ReturnIndex();
        }
    }

    /// <summary>Writes an APDU.</summary>
    /// <param name="apdu">The APDU.</param>
    /// <returns>Its octets.</returns>
    /// <exception cref="InvalidOperationException">
    /// The record cannot be written: a mandatory element is null, or an EXTERNAL does not fit its object
    /// identifier. That is a mistake of the caller, never of a partner.
    /// </exception>
    public static byte[] Encode(Apdu apdu)
    {
        using var writer = new BerWriter();
        IsoIllModule.Find(apdu.ApduType).Write(writer, apdu);
        return writer.Written.ToArray();
    }

    /// <summary>Writes an APDU to a buffer.</summary>
    /// <param name="apdu">The APDU.</param>
    /// <param name="output">Where its octets go.</param>
    /// <exception cref="InvalidOperationException">As for <see cref="Encode(Apdu)"/>.</exception>
    public static void Encode(Apdu apdu, IBufferWriter<byte> output)
    {
        using var writer = new BerWriter();
        IsoIllModule.Find(apdu.ApduType).Write(writer, apdu);
        output.Write(writer.Written);
    }

    private static DecodeResult.Refused Unrecognized(ReadOnlySpan<byte> octets) => new(new Refusal
    {
        Problem = GeneralProblem.UnrecognizedApdu,
        Path = "",
        PublicText = "This is no APDU of ISO 10161-1.",
        PrivateDetail = octets.IsEmpty ? "no octets" : $"the first octet is {octets[0]:X2}, not 61 to 74",
        Offset = 0,
    });

    private static DecodeResult.Refused RefusedByScanner(
        ref BerScanner scanner, ScanState state, ReadOnlySpan<byte> octets, ApduShape shape)
    {
        string fault = state == ScanState.NeedsMore ? "the message ends too early" : scanner.Fault!;
        int offset = Math.Min(scanner.Position, octets.Length);
        scanner.CloseEverything(octets.Length);
        return new(new Refusal
        {
            Problem = scanner.LimitExceeded ? GeneralProblem.Other : GeneralProblem.BadlyStructuredApdu,
            Path = shape.PathName,
            PublicText = $"The {shape.PathName} is not well-formed BER or is too large: {fault}.",
            PrivateDetail = $"{fault}, at octet {offset} of {octets.Length}",
            Offset = offset,
            Header = Salvage(octets, scanner.Index, shape),
        });
    }

    private static DecodeResult.Refused RefusedByReader(
        ref BerReader reader, ReadOnlySpan<byte> octets, ReadOnlySpan<BerElement> index, ApduShape shape) =>
        new(new Refusal
        {
            Problem = reader.Problem,
            Path = reader.FailedPath,
            PublicText = $"{reader.FailedPath}: {reader.Detail}.",
            PrivateDetail = $"{reader.Detail}, at octet {reader.FailedOffset} of {octets.Length}",
            Offset = reader.FailedOffset,
            Header = Salvage(octets, index, shape),
        });

    /// <summary>
    /// Reads each component of the header on its own, so that a fault in one does not hide the others.
    /// </summary>
    private static SalvagedHeader? Salvage(
        ReadOnlySpan<byte> octets, ReadOnlySpan<BerElement> index, ApduShape shape)
    {
        var outer = new BerReader(octets, index, [], "", DecodeOptions.Default);
        int sequence = index.IsEmpty ? -1 : ApduShape.SequenceOf(ref outer, 0);
        if (sequence < 0)
            return null;
        TransactionId? transaction = null;
        ServiceDateTime? sent = null;
        SystemId? requester = null;
        SystemId? responder = null;
        for (int child = sequence + 1; child < outer.Next(sequence); child = outer.Next(child))
        {
            var tag = outer.Tag(child);
            if (tag == BerTag.Context(1))
                transaction ??= ReadAlone(octets, index, child, IsoIllModule.TransactionId);
            else if (tag == BerTag.Context(2))
                sent ??= ReadAlone(octets, index, child, IsoIllModule.ServiceDateTime);
            else if (tag == BerTag.Context(3))
                requester ??= ReadAlone(octets, index, child, IsoIllModule.SystemId);
            else if (tag == BerTag.Context(4))
                responder ??= ReadAlone(octets, index, child, IsoIllModule.SystemId);
        }

        return transaction is null ? null : new SalvagedHeader
        {
            ApduType = (IllApduType)shape.Number,
            TransactionId = transaction,
            ServiceDateTime = sent,
            RequesterId = requester,
            ResponderId = responder,
        };
    }

    private static T? ReadAlone<T>(
        ReadOnlySpan<byte> octets, ReadOnlySpan<BerElement> index, int element, Shape<T> shape)
        where T : class
    {
        var reader = new BerReader(octets, index, [], "", DecodeOptions.Default);
        var value = shape.Read(ref reader, element);
        return reader.Failed ? null : value;
    }

    private static string[] UnknownCritical(Apdu apdu)
    {
        List<string>? unknown = null;
        for (int i = 0; i < (apdu.Extensions?.Count ?? 0); i++)
        {
            var extension = apdu.Extensions![i];
            var external = extension.Item as External;
            if (extension.Critical && external?.Content is null or OpaqueContent)
                (unknown ??= []).Add(external?.DirectReference ?? "none");
        }

        return unknown is null ? [] : [.. unknown];
    }
}
