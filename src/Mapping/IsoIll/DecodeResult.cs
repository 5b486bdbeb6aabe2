using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>How to read what the standard leaves open.</summary>
public sealed record DecodeOptions
{
    /// <summary>The usual options.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>
    /// The charset of strings that are not valid UTF-8. A setting of the partner; ISO 8859-1 unless it says
    /// otherwise.
    /// </summary>
    public Encoding FallbackCharset { get; init; } = Encoding.Latin1;
}

/// <summary>What became of the octets: an APDU, or the reason why there is none.</summary>
public abstract record DecodeResult
{
    private DecodeResult()
    {
    }

    /// <summary>The octets are an APDU.</summary>
    public sealed record Decoded : DecodeResult
    {
        /// <summary>The APDU with everything that was sent.</summary>
        public required Apdu Apdu { get; init; }

        /// <summary>
        /// What was outside the rules and accepted, at most <see cref="IsoIllLimits.MaxNotes"/>.
        /// </summary>
        public required IReadOnlyList<DecodeNote> Notes { get; init; }

        /// <summary>
        /// Object identifiers of extensions that the sender calls critical and the codec does not know
        /// ("none" for an extension without one). ISO wants such an APDU answered with an error report; the
        /// partner's profile decides.
        /// </summary>
        public required IReadOnlyList<string> UnknownCriticalExtensions { get; init; }

        /// <summary>Octets of the APDU; what follows them is not part of it.</summary>
        public required int OctetsRead { get; init; }
    }

    /// <summary>The octets are no APDU that can be understood.</summary>
    /// <param name="Refusal">Why, and what an error report needs.</param>
    public sealed record Refused(Refusal Refusal) : DecodeResult;
}

/// <summary>Something outside the rules that was accepted.</summary>
/// <param name="Path">The element, for example <c>ILL-REQUEST.item-id.title</c>.</param>
/// <param name="What">What was accepted, in English.</param>
public sealed record DecodeNote(string Path, string What);

/// <summary>Why octets were refused.</summary>
public sealed record Refusal
{
    /// <summary>The problem as a Status-Or-Error-Report names it (<c>General-Problem</c>).</summary>
    public required GeneralProblem Problem { get; init; }

    /// <summary>
    /// The element, for example <c>ILL-REQUEST.item-id.title</c>; empty when no APDU was recognised.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>What is wrong, fit for the partner.</summary>
    public required string PublicText { get; init; }

    /// <summary>What is wrong, for the operator.</summary>
    public required string PrivateDetail { get; init; }

    /// <summary>Where in the octets the fault is, from 0.</summary>
    public required int Offset { get; init; }

    /// <summary>
    /// What could be read of the header; null when there is no transaction-id, in which case no error
    /// report can be addressed and the octets are only kept.
    /// </summary>
    public SalvagedHeader? Header { get; init; }
}

/// <summary>The header of a refused APDU, as far as it was readable.</summary>
public sealed record SalvagedHeader
{
    /// <summary>The kind of the APDU.</summary>
    public required IllApduType ApduType { get; init; }

    /// <summary>The transaction to which it belongs.</summary>
    public required TransactionId TransactionId { get; init; }

    /// <summary>When it was sent.</summary>
    public ServiceDateTime? ServiceDateTime { get; init; }

    /// <summary>The requester.</summary>
    public SystemId? RequesterId { get; init; }

    /// <summary>The responder.</summary>
    public SystemId? ResponderId { get; init; }
}
