using System.Buffers.Binary;
using System.Text;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Where the pages are on which partners answer.</summary>
/// <param name="PublicUrl">The address by which partners reach the gateway: <c>https://ill.home.example</c>.</param>
/// <param name="Days">How long a link can be used.</param>
public sealed record LetterLinks(Uri PublicUrl, int Days)
{
    /// <summary>The path below the public address.</summary>
    public const string Folder = "r";

    /// <summary>The last day of a link that is made now.</summary>
    public DateOnly EndOf(DateTimeOffset createdAt) => DateOnly.FromDateTime(createdAt.DateTime).AddDays(Days);

    /// <summary>The address of a page.</summary>
    public Uri Address(string token) => new($"{PublicUrl.AbsoluteUri.TrimEnd('/')}/{Folder}/{token}");
}

/// <summary>What a reply link says: it stands in the link itself, signed, so that nothing is stored when a letter goes out.
/// Source: feeds reference, 4.2.</summary>
/// <param name="Request">Our number of the request.</param>
/// <param name="Letter">The outbox number of the letter that carries the link.</param>
/// <param name="Partner">The code of the partner to whom the letter goes.</param>
/// <param name="EndsOn">The last day on which it can be used.</param>
public sealed record LetterLink(string Request, long Letter, string Partner, DateOnly EndsOn)
{
    private const string Purpose = "reply-link";
    private const int Version = 1;
    private const int MinOctets = 5;
    private static readonly DateOnly FirstDay = new(2020, 1, 1);

    /// <summary>Writes the token: what it says, then its seal, in letters and digits.</summary>
    public static string Write(LetterLink link, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(link);
        byte[] letter = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(letter, link.Letter);
        ReadOnlySpan<byte> number = letter.AsSpan().TrimStart((byte)0);
        byte[] day = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(
            day, (ushort)Math.Clamp(link.EndsOn.DayNumber - FirstDay.DayNumber, 0, ushort.MaxValue));
        byte[] request = Encoding.UTF8.GetBytes(link.Request);
        byte[] octets =
        [
            (byte)((Version << 4) | number.Length), .. day, checked((byte)request.Length), .. number, .. request,
            .. Encoding.UTF8.GetBytes(link.Partner),
        ];
        string said = LetterToken.Encode(octets);
        return said + LetterToken.Seal(key, Purpose, said);
    }

    /// <summary>Reads a token; null for one that is not ours, whatever is wrong with it. Whether its day has passed is the
    /// caller's question.</summary>
    public static LetterLink? Read(string token, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(token);
        string clean = token.Length <= LetterLimits.LinkMaxChars ? token.ToLowerInvariant() : "";
        int end = Math.Max(0, clean.Length - LetterToken.SealChars);
        bool isOurs = LetterToken.MatchesSeal(key, Purpose, clean[..end], clean[end..]);
        return isOurs && LetterToken.Decode(clean[..end]) is { Length: >= MinOctets } octets ? Read(octets) : null;
    }

    /// <summary>What we have sealed ourselves; another version of the gateway may have written it otherwise.</summary>
    private static LetterLink? Read(byte[] octets)
    {
        int number = octets[0] & 0xF;
        int request = 4 + number;
        int partner = request + octets[3];
        if (octets[0] >> 4 != Version || number > sizeof(long) || partner > octets.Length)
            return null;
        byte[] letter = new byte[sizeof(long)];
        octets.AsSpan(4, number).CopyTo(letter.AsSpan(sizeof(long) - number));
        return new LetterLink(
            Encoding.UTF8.GetString(octets.AsSpan(request, octets[3])),
            BinaryPrimitives.ReadInt64BigEndian(letter),
            Encoding.UTF8.GetString(octets.AsSpan(partner)),
            FirstDay.AddDays(BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(1))));
    }
}
