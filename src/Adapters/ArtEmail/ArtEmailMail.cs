using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.ArtEmail;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Adapters.ArtEmail;

/// <summary>The mail that carries one or more orders. Pure: the same orders give the same mail.</summary>
internal static class ArtEmailMail
{
    private const int DigestChars = 16;

    /// <summary>The left side of the Message-ID: made of all that is in the mail, so that the same orders are the same mail in
    /// every attempt, and other orders another one.</summary>
    public static string Identity(IReadOnlyList<Parcel> parcels)
    {
        var envelope = parcels[0].Envelope;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(
            $"{envelope.Sender.Email}\n{envelope.Sender.Name}\n{Settings(envelope)?.Address}\n{Settings(envelope)?.Account}\n"));
        foreach (var parcel in parcels)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{parcel.Envelope.OutboxId} {parcel.Bytes.Length}\n")));
            hash.AppendData(parcel.Bytes.Span);
        }

        var digest = Convert.ToHexStringLower(hash.GetHashAndReset())[..DigestChars];
        return string.Create(CultureInfo.InvariantCulture, $"artemail.{envelope.OutboxId}.{parcels.Count}.{digest}");
    }

    /// <summary>When the newest of the orders was decided.</summary>
    public static DateTimeOffset Date(IReadOnlyList<Parcel> parcels) =>
        parcels.MaxBy(parcel => parcel.Envelope.CreatedAt)!.Envelope.CreatedAt;

    /// <summary>Renders the mail.</summary>
    public static bool TryRender(
        IReadOnlyList<Parcel> parcels, string authorisation,
        [NotNullWhen(true)] out byte[]? mail, [NotNullWhen(false)] out GatewayError? error)
    {
        mail = null;
        var envelope = parcels[0].Envelope;
        if (Settings(envelope) is not { } settings)
        {
            error = new GatewayError(
                "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by ARTEmail.");
            return false;
        }

        var text = ArtEmailFile.Write(
            settings.Account, authorisation, parcels.Select(parcel => Encoding.ASCII.GetString(parcel.Bytes.Span)));
        var isRendered = TryAddress(parcels, settings, text, out var message, out var problem)
            && MimeWriter.TryRender(message, MailLimits.Default, out mail, out problem);
        error = isRendered ? null : new GatewayError(problem!.Code, RetryClass.AfterOperator, "A mail address is not usable.",
            problem.Text);
        return isRendered;
    }

    private static bool TryAddress(
        IReadOnlyList<Parcel> parcels, ArtEmailPartnerSettings settings, string text,
        [NotNullWhen(true)] out MailMessage? message, [NotNullWhen(false)] out MailProblem? problem)
    {
        message = null;
        var sender = parcels[0].Envelope.Sender;
        if (!Mailbox.TryCreate(HeaderText.Clean(sender.Name).Value, sender.Email, out var from, out problem)
            || !Mailbox.TryCreate(null, settings.Address, out var to, out problem)
            || !MessageId.TryParse($"{Identity(parcels)}@{from.Domain}", out var id, out problem))
        {
            return false;
        }

        // No Auto-Submitted here, unlike letters: the system at the other end is meant to answer.
        message = new MailMessage
        {
            From = from,
            To = [to],
            Subject = HeaderText.Clean(sender.Name),
            Date = Date(parcels),
            MessageId = id,
            TextBody = text,
        };
        return true;
    }

    private static ArtEmailPartnerSettings? Settings(Envelope envelope) =>
        envelope.Recipient.Settings as ArtEmailPartnerSettings;
}
