using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Documents;

/// <summary>
/// Puts secrets into the bytes of a message just before they leave. The bytes that are kept have stars in their place, as
/// many as the secret has octets, so that no length within the message changes and every attempt sends the same.
/// </summary>
internal static class FileSecrets
{
    private const byte Star = (byte)'*';

    /// <summary>Fewer stars may stand anywhere.</summary>
    private const int LeastStars = 4;

    /// <summary>Puts the secret of a link, and the password, in the place of their stars.</summary>
    /// <param name="bytes">The message as it is kept.</param>
    /// <param name="document">The file that it offers.</param>
    /// <param name="box">Opens secrets.</param>
    /// <returns>The bytes to send; null when the secrets cannot be opened.</returns>
    public static ReadOnlyMemory<byte>? Reveal(ReadOnlyMemory<byte> bytes, SuppliedDocument document, ISecretBox box)
    {
        if (document is { Link: null } || document.SealedSecret is not { } closed)
        {
            return RevealPassword(bytes, document, box);
        }

        var password = document.SealedPassword is { } sealedPassword ? box.Open(sealedPassword) : null;
        if (box.Open(closed) is not { } secret || (document.SealedPassword is not null && password is null))
        {
            return null;
        }

        var open = bytes.ToArray();
        Replace(open, SuppliedDocument.MaskedSecret.Length, secret.Reveal());
        if (password is not null)
        {
            Replace(open, FileLinks.MaskedPassword.Length, password.Reveal());
        }

        return open;
    }

    /// <summary>The stars for the password of somebody else's file, as the relay puts them into a note; null for none.</summary>
    public static string? MaskOf(SuppliedDocument document) =>
        document is { Link: null, SealedPassword: { } closed } && SecretBox.OctetsOf(closed) is >= LeastStars and var octets
            ? new string((char)Star, octets) : null;

    private static ReadOnlyMemory<byte>? RevealPassword(ReadOnlyMemory<byte> bytes, SuppliedDocument document, ISecretBox box)
    {
        if (MaskOf(document) is not { } mask)
        {
            return bytes;
        }

        if (box.Open(document.SealedPassword!) is not { } password)
        {
            return null;
        }

        var open = bytes.ToArray();
        Replace(open, mask.Length, password.Reveal());
        return open;
    }

    /// <summary>Replaces every row of exactly so many stars. A note that somebody adorned with such a row shows the secret
    /// twice, to the same reader.</summary>
    private static void Replace(Span<byte> bytes, int stars, string text)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var next = bytes[at..].IndexOf(Star);
            if (next < 0)
            {
                return;
            }

            at += next;
            var others = bytes[at..].IndexOfAnyExcept(Star);
            var length = others < 0 ? bytes.Length - at : others;
            if (length == stars && text.Length == stars && System.Text.Ascii.IsValid(text))
            {
                System.Text.Encoding.ASCII.GetBytes(text, bytes.Slice(at, stars));
            }

            at += length;
        }
    }
}
