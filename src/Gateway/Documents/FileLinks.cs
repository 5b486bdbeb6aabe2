using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Documents;

/// <summary>
/// Makes links to documents, and recognises them. A link is its number and a secret of 128 random bits; the store has only
/// the secret's SHA-256, and messages that wait or are kept have stars in its place (<see cref="FileSecrets"/>).
/// </summary>
internal sealed class FileLinks(ISecretBox box, NetworkSource network)
{
    /// <summary>The path below the public address.</summary>
    public const string Folder = "d";

    /// <summary>The service under which links stand in messages.</summary>
    public const string Service = "HTTP";

    /// <summary>What a password looks like in messages that are kept.</summary>
    public const string MaskedPassword = "************";

    /// <summary>Octets of a secret.</summary>
    private const int SecretOctets = 16;

    /// <summary>Without letters and digits that are taken for each other: 12 of them have 59 bits.</summary>
    private const string PasswordLetters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>The longest secret or password that is compared at all.</summary>
    private const int MaxChars = 100;

    /// <summary>Makes a link to a document.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="document">The document; its bytes are there.</param>
    /// <param name="externalId">By what the other side knows the request: the file is named by it.</param>
    /// <param name="partner">The code of the partner to whom it goes; null for a patron.</param>
    /// <param name="at">Now.</param>
    /// <param name="maxViews">How often it can be fetched, where a rule says so; else the setting counts.</param>
    /// <returns>What goes into the message: the link with its secret masked.</returns>
    public OfferedFile Make(
        IUnitOfWork work, StoredDocument document, string externalId, string? partner, DateTimeOffset at,
        int? maxViews = null)
    {
        var gateway = network.Current.Snapshot.Gateway;
        var (settings, secret) = (gateway.Documents, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretOctets)));
        var password = settings.Password
            ? RandomNumberGenerator.GetString(PasswordLetters, MaskedPassword.Length) : null;
        var lastDay = DateOnly.FromDateTime(at.DateTime).AddDays(settings.DaysAvailable);
        var link = work.Documents.InsertLink(new DocumentLink
        {
            Document = document.Number, Request = document.Request, SecretDigest = DigestOf(secret),
            PasswordDigest = password is null ? default(ReadOnlyMemory<byte>) : DigestOf($"{secret}\n{password}"),
            MaxViews = maxViews ?? (settings.MaxViews == 0 ? null : settings.MaxViews), CreatedAt = at,
            ExpiresAt = new DateTimeOffset(lastDay.AddDays(1), TimeOnly.MinValue, at.Offset),
            DaysAfterFirstView = settings.DaysAfterFirstView, Partner = partner,
            FileName = FileNames.Leaving(externalId, document.MediaType),
        });
        return new OfferedFile(
            Described(document, link.FileName) with
            {
                Link = link.Number, MaxViews = link.MaxViews, AvailableUntil = lastDay, SealedSecret = box.Seal(secret),
                SealedPassword = password is null ? null : box.Seal(password),
            },
            new ElectronicAddress(Service, Address(gateway, link.Number)));
    }

    /// <summary>A document as messages describe it.</summary>
    public static SuppliedDocument Described(StoredDocument document, string name) => new()
    {
        Number = document.Number, Name = name, MediaType = document.MediaType, Octets = document.Octets, Sha256 = document.Digest,
    };

    /// <summary>Where others reach us: what the configuration says, or else where we listen.</summary>
    /// <returns>Null when neither is an address that anybody could use.</returns>
    public static Uri? PublicAddress(GatewayConfig gateway) => gateway.Listeners.Http.PublicUrl
        ?? gateway.Listeners.Http.Urls.FirstOrDefault(url => url.Port > 0);

    /// <summary>Takes the end of an address apart; null for what is none of ours.</summary>
    public static (long Number, string Secret)? Read(string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && token.Length <= MaxChars
            && long.TryParse(token.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, token[(dot + 1)..])
            : null;
    }

    /// <summary>Is that the link's secret? Takes the same time for a link that is not there.</summary>
    public static bool HasSecret(DocumentLink? link, string secret) =>
        Matches(link?.SecretDigest ?? ReadOnlyMemory<byte>.Empty, secret);

    /// <summary>Is that the link's password? Anything is, for one that needs none.</summary>
    public static bool HasPassword(DocumentLink link, string secret, string? password) => link.PasswordDigest.IsEmpty
        || Matches(link.PasswordDigest, $"{secret}\n{(password is { Length: <= MaxChars } ? password.Trim().ToLowerInvariant() : "")}");

    private static bool Matches(ReadOnlyMemory<byte> digest, string text)
    {
        var given = DigestOf(text);
        var isThere = digest.Length == given.Length;
        return CryptographicOperations.FixedTimeEquals(given, isThere ? digest.Span : new byte[given.Length]) & isThere;
    }

    private static byte[] DigestOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static string Address(GatewayConfig gateway, long number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{PublicAddress(gateway)?.AbsoluteUri.TrimEnd('/')}/{Folder}/{number}.{SuppliedDocument.MaskedSecret}");
}
