using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>A letter, or why there is none: a closed set.</summary>
public abstract record LetterResult
{
    private LetterResult()
    {
    }

    /// <summary>The letter.</summary>
    /// <param name="Code">Which letter it is.</param>
    /// <param name="Language">The language it is in: the partner's, or <c>en</c> where there is no such
    /// template.</param>
    /// <param name="Mail">The letter before it is rendered to octets.</param>
    /// <param name="Losses">What the letter does not say, though the message does.</param>
    public sealed record Written(LetterCode Code, string Language, MailMessage Mail, LossReport Losses)
        : LetterResult;

    /// <summary>No letter can say this, and a reader of letters does not miss it.</summary>
    /// <param name="Reason">For the staff.</param>
    public sealed record NotExpressible(string Reason) : LetterResult;

    /// <summary>A letter should have been possible. Codes: <c>letter-sender</c> and <c>letter-recipient</c>
    /// (an address is not usable), <c>letter-template</c> (the template failed),
    /// <c>letter-too-large</c>.</summary>
    /// <param name="Problem">What is wrong; no patron data.</param>
    public sealed record Failed(MailProblem Problem) : LetterResult;
}
