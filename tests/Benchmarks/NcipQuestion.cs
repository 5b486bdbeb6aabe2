using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// A message of NCIP as octets that are ready for the socket, HTTP in front. Only the digits of the patron and of the request
/// are written anew for each.
/// </summary>
internal sealed class NcipQuestion
{
    /// <summary>Patrons that there are, from 0.</summary>
    public const int Patrons = 10_000;

    private const string PatronMark = "P0000000";
    private const string RequestMark = "ILL-0000000";
    private const int Digits = 7;

    private const string Namespace = "http://www.niso.org/2008/ncip";

    private const string Head = $"<NCIPMessage xmlns=\"{Namespace}\" xmlns:ncip=\"{Namespace}\" "
        + "ncip:version=\"http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd\">";

    private const string Header = "<InitiationHeader><FromAgencyId><AgencyId>ASKING</AgencyId></FromAgencyId>"
        + "<ToAgencyId><AgencyId>HOME_INST</AgencyId></ToAgencyId>"
        + "<ApplicationProfileType>ILLIAD</ApplicationProfileType></InitiationHeader>";

    private const string User = $"<UserId><AgencyId>HOME_INST</AgencyId><UserIdentifierType>Barcode Id</UserIdentifierType>"
        + $"<UserIdentifierValue>{PatronMark}</UserIdentifierValue></UserId>";

    private readonly byte[] octets;
    private readonly int[] patronsAt;
    private readonly int[] requestsAt;
    private int sent;

    private NcipQuestion(string service, string content)
    {
        Service = service;
        string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + $"{Head}<{service}>{Header}{content}</{service}></NCIPMessage>";
        octets = Encoding.ASCII.GetBytes(
            $"POST /ncip HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/xml; charset=utf-8\r\n"
            + $"Content-Length: {xml.Length}\r\n\r\n{xml}");
        SuccessWord = Encoding.ASCII.GetBytes(service + "Response>");
        patronsAt = Places(PatronMark);
        requestsAt = Places(RequestMark);
    }

    /// <summary>Who is this patron: name, address, privileges and blocks.</summary>
    public static NcipQuestion LookupUser { get; } = new("LookupUser", User + string.Concat(
        new[] { "Name Information", "User Address Information", "User Privilege", "Block Or Trap" }
            .Select(part => $"<UserElementType>{part}</UserElementType>")));

    /// <summary>An item has come; each is a request of its own.</summary>
    public static NcipQuestion AcceptItem { get; } = new("AcceptItem",
        $"<RequestId><AgencyId>ASKING</AgencyId><RequestIdentifierValue>{RequestMark}</RequestIdentifierValue></RequestId>"
        + "<RequestedActionType>Hold For Pickup And Notify</RequestedActionType>" + User
        + $"<ItemId><AgencyId>HOME_INST</AgencyId><ItemIdentifierValue>{RequestMark}</ItemIdentifierValue></ItemId>"
        + "<DateForReturn>2099-01-31T23:59:59Z</DateForReturn><ItemOptionalFields><BibliographicDescription>"
        + "<Author>Example, Ada</Author><BibliographicRecordId><BibliographicRecordIdentifier>999001"
        + "</BibliographicRecordIdentifier><BibliographicRecordIdentifierCode>OCLC</BibliographicRecordIdentifierCode>"
        + "</BibliographicRecordId><Title>The Northern Lights Atlas</Title></BibliographicDescription></ItemOptionalFields>"
        + "<PickupLocation>MAIN</PickupLocation>");

    /// <summary>Its name in NCIP.</summary>
    public string Service { get; }

    /// <summary>What stands in every answer to it.</summary>
    public ReadOnlyMemory<byte> SuccessWord { get; }

    /// <summary>How long it is.</summary>
    public int Octets => octets.Length;

    /// <summary>The patrons that are asked for, as an export of theirs.</summary>
    public static string PatronsCsv()
    {
        var csv = new StringBuilder("id,name,givenName,surname,group,email,street,postalCode,city,validUntil,blocks\n");
        for (int patron = 0; patron < Patrons; patron++)
        {
            csv.Append($"P{patron:D7},Ada Example {patron},Ada,Example {patron},STUDENT,p{patron}@home.example,")
                .Append($"{patron % 90 + 1} Sunrise Street,20002,Eastham,2098-12-31,{(patron % 50 == 0 ? "Overdue" : "")}\n");
        }

        return csv.ToString();
    }

    /// <summary>The octets, for a connection to write its numbers into.</summary>
    public byte[] Copy() => [.. octets];

    /// <summary>Writes the numbers of the next one; the patron is any of them.</summary>
    /// <returns>The patron's number.</returns>
    public int Next(Span<byte> copy)
    {
        int number = Interlocked.Increment(ref sent);
        int patron = (int)(unchecked((uint)number * 2_654_435_761u) % Patrons);
        Write(patron, patronsAt, copy);
        Write(number, requestsAt, copy);
        return patron;
    }

    private static void Write(int number, int[] places, Span<byte> copy)
    {
        foreach (int at in places)
            Utf8Formatter.TryFormat(number, copy.Slice(at, Digits), out _, new StandardFormat('D', Digits));
    }

    private int[] Places(string mark)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(mark);
        List<int> places = [];
        for (int at = 0; octets.AsSpan(at).IndexOf(wanted) is >= 0 and var next; at += next + wanted.Length)
            places.Add(at + next + wanted.Length - Digits);
        return [.. places];
    }
}
