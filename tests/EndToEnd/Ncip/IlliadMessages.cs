using System.Net.Http.Headers;
using System.Text;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Ncip;

/// <summary>The messages of ILLiad's add-ons with all their peculiarities: default namespace, an attribute without a prefix, a
/// declaration that the octets do not keep to, elements in the wrong order and where they are not allowed, days without a time.</summary>
internal static class IlliadMessages
{
    public const string Agency = "01HOME_INST";

    private const string Namespace = "http://www.niso.org/2008/ncip";

    /// <summary>Checked in from the lending library.</summary>
    public static string AcceptItem(string number, string patron, string title) => Message("AcceptItem", $"""
        <RequestId><AgencyId>{Agency}</AgencyId><RequestIdentifierValue>{number}</RequestIdentifierValue></RequestId>
        <RequestedActionType>Hold For Pickup And Notify</RequestedActionType>
        {User(patron)}
        <ItemId><ItemIdentifierValue>{number}</ItemIdentifierValue></ItemId>
        <DateForReturn>2026-06-30T23:59:00</DateForReturn>
        <PickupLocation>nothing</PickupLocation>
        <ItemOptionalFields><BibliographicDescription><Author>Adler, Nora</Author><Title>{title}</Title>
        <Publisher>WEST</Publisher><PublicationDate>1</PublicationDate></BibliographicDescription></ItemOptionalFields>
        """);

    /// <summary>Checked in from the customer; and, for the lender, returned.</summary>
    public static string CheckInItem(string item, string patron, string? number = null) => Message("CheckInItem", $"""
        {User(patron)}
        <ItemId><ItemIdentifierValue>{item}</ItemIdentifierValue></ItemId>
        {(number is null ? "" : $"<RequestId><AgencyId>{Agency}</AgencyId><RequestIdentifierValue>{number}</RequestIdentifierValue></RequestId>")}
        """);

    /// <summary>Mark found, and shipped.</summary>
    public static string CheckOutItem(string barcode, string number) => Message("CheckOutItem", $"""
        <UserId><UserIdentifierValue>pseudopatron</UserIdentifierValue></UserId>
        <ItemId><ItemIdentifierValue>{barcode}</ItemIdentifierValue></ItemId>
        <RequestId><AgencyId>{Agency}</AgencyId><RequestIdentifierValue>{number}</RequestIdentifierValue></RequestId>
        <DesiredDateDue>2026-05-15T23:59:00</DesiredDateDue>
        """);

    /// <summary>A renewal, by its timer.</summary>
    public static string RenewItem(string item, string patron, string day) => Message("RenewItem", $"""
        {User(patron)}
        <ItemId><ItemIdentifierValue>{item}</ItemIdentifierValue></ItemId>
        <DesiredDateDue>{day}</DesiredDateDue>
        """, "v2_0/imp1/xsd/ncip_v2_0.xsd");

    /// <summary>Posts a message; <paramref name="type"/> null sends no Content-Type, as for AcceptItem.</summary>
    public static async Task<string> SendAsync(TestLibrary library, string message, string? type = null)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(message));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var response = await client.PostAsync(new Uri($"{library.Url}/view/NCIPServlet"), content);
        Assert.True(response.IsSuccessStatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>How the add-ons of IDS judge an answer: by words.</summary>
    public static bool IsSuccess(string answer) => !new[]
    {
        "Unknown Item", "Item Not Checked Out", "User Authentication Failed", "Service is not known",
        "User Ineligible To Check Out This Item", "User Unknown", "Apply to circulation desk", "Problem",
    }.Any(word => answer.Contains(word, StringComparison.Ordinal));

    private static string User(string patron) => $"""
        <UserId><AgencyId>{Agency}</AgencyId><UserIdentifierType>Barcode Id</UserIdentifierType><UserIdentifierValue>{patron}</UserIdentifierValue></UserId>
        """;

    private static string Message(string service, string content, string version = "v2_02/ncip_v2_02.xsd") => $"""
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <NCIPMessage xmlns="{Namespace}" version="http://www.niso.org/schemas/ncip/{version}"><{service}>
        <InitiationHeader><FromAgencyId><AgencyId>{Agency}</AgencyId></FromAgencyId><ToAgencyId><AgencyId>{Agency}</AgencyId></ToAgencyId>
        <ApplicationProfileType>ILLIAD</ApplicationProfileType></InitiationHeader>
        {content}
        </{service}></NCIPMessage>
        """;
}
