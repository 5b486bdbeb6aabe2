using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>A letter to a patron, or why there is none: a closed set.</summary>
public abstract record PatronLetterResult
{
    private PatronLetterResult()
    {
    }

    /// <summary>The letter.</summary>
    /// <param name="Language">The language it is in: the patron's, or <c>en</c> where there is no such template.</param>
    /// <param name="Mail">The letter before it is rendered to octets.</param>
    public sealed record Written(string Language, MailMessage Mail) : PatronLetterResult;

    /// <summary>There is none. Codes: <c>letter-sender</c> and <c>letter-recipient</c> (an address is not usable),
    /// <c>letter-missing</c> (there is no template), <c>letter-template</c>, <c>letter-too-large</c>.</summary>
    /// <param name="Problem">What is wrong; no patron data.</param>
    public sealed record Failed(MailProblem Problem) : PatronLetterResult;
}
