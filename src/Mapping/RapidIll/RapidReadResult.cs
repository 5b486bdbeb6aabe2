using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>What reading a call or an answer has come to: a closed set.</summary>
public abstract record RapidReadResult
{
    private RapidReadResult()
    {
    }

    /// <summary>The version of the envelope; 1.1 where that cannot be told.</summary>
    public required SoapVersion Version { get; init; }

    /// <summary>A call.</summary>
    /// <param name="Operation">Of what.</param>
    /// <param name="Input">With what.</param>
    public sealed record Call(RapidOperation Operation, RapidInput Input) : RapidReadResult
    {
        /// <summary>What was read otherwise than it was sent: texts that were cut, states that are not
        /// known.</summary>
        public IReadOnlyList<string> Notes { get; init; } = [];
    }

    /// <summary>An answer.</summary>
    /// <param name="Output">What it says.</param>
    public sealed record Answer(RapidOutput Output) : RapidReadResult
    {
        /// <summary>What was read otherwise than it was sent.</summary>
        public IReadOnlyList<string> Notes { get; init; } = [];
    }

    /// <summary>A fault that came as an answer.</summary>
    /// <param name="Fault">What it says.</param>
    public sealed record Faulted(SoapFault Fault) : RapidReadResult;

    /// <summary>Nothing that is accepted.</summary>
    /// <param name="Fault">The fault that answers it where it was a call.</param>
    public sealed record Refused(SoapFault Fault) : RapidReadResult;
}
