using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What reading octets has come to.</summary>
public abstract record NcipReadResult
{
    private NcipReadResult()
    {
    }

    /// <summary>In which form it was sent; of what cannot be read, as far as that can be told.</summary>
    public required NcipForm Form { get; init; }

    /// <summary>A message was read.</summary>
    /// <param name="Message">The message.</param>
    public sealed record Understood(NcipMessage Message) : NcipReadResult
    {
        /// <summary>What the message does not carry of what was sent, without its texts.</summary>
        public LossReport Losses { get; init; } = LossReport.None;

        /// <summary>The texts of what it does not carry; they may name a user.</summary>
        public WireList<NcipUnread> Unread { get; init; } = [];

        /// <summary>How the octets were decoded where they were no plain UTF-8; null where they were.</summary>
        public string? Decoding { get; init; }
    }

    /// <summary>No message was read.</summary>
    /// <param name="Problem">What to tell the sender.</param>
    /// <param name="PrivateDetail">The same more precisely, for the journal.</param>
    public sealed record Refused(NcipProblem Problem, string PrivateDetail) : NcipReadResult
    {
        /// <summary>The answer to it, which is a problem right under the root.</summary>
        /// <returns>The answer; write it with <see cref="NcipForm.Answer"/>.</returns>
        public GeneralResponse Answer() => new() { Problems = [Problem] };
    }
}

/// <summary>A message as octets.</summary>
/// <param name="Octets">The message in UTF-8.</param>
/// <param name="Losses">What the form has no place for, and what stands for what was not given.</param>
/// <param name="Missing">What the schema wants and the message does not have, as paths: when it is not empty, the octets
/// are not valid.</param>
public sealed record NcipWritten(ReadOnlyMemory<byte> Octets, LossReport Losses, WireList<string> Missing);
