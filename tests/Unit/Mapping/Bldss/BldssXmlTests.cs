using System.Text;
using ResourceSharing.Mapping.Bldss;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Mapping.Bldss;

public sealed class BldssXmlTests
{
    [Fact]
    public void An_order_has_its_elements_in_the_order_that_the_server_wants()
    {
        var written = BldssOrderWriter.Write(new BldssOrder
        {
            Content = new IllRequest
            {
                Citation = new Citation
                {
                    ItemType = ItemType.Serial, Title = "Journal of <Invented> & Sons", PublicationDate = "2009", Volume = "29",
                    Issue = "3", ArticleTitle = "A re-evaluation", ArticleAuthor = "Muster, E", Pages = "787-806",
                    Issn = "0000-0000", Doi = "10.1000/1", SystemNumbers = [new SystemNumber("BL", "BLL00000000001")],
                },
                Services = [ServiceType.CopyNonReturnable],
                NeededBy = new DateOnly(2026, 6, 1),
                Cost = new CostInfo { MaximumCost = new Money(20m, "GBP") },
            },
            Reference = "HOME0000042",
            Requestor = "Home Library",
            Service = new BldssService(1, 1, 2, 1),
            Email = "ill@home.example",
            Address = new PostalAddress { Name = "Home Library" },
            PayCopyright = true,
            CallbackUrl = "https://ill.home.example/bldss/x",
        });
        Assert.Equal(
            "<NewOrderRequest><type>S</type><requestor>Home Library</requestor><customerReference>HOME0000042</customerReference>"
            + "<payCopyright>true</payCopyright><Delivery><email>ill@home.example</email><Address />"
            + "<callbackUrl>https://ill.home.example/bldss/x</callbackUrl></Delivery>"
            + "<Item><uin>BLL00000000001</uin><type>article</type><titleLevel><title>Journal of &lt;Invented&gt; &amp; Sons</title>"
            + "<ISSN>0000-0000</ISSN></titleLevel><itemLevel><year>2009</year><volume>29</volume><issue>3</issue></itemLevel>"
            + "<itemOfInterestLevel><title>A re-evaluation</title><pages>787-806</pages><author>Muster, E</author></itemOfInterestLevel></Item>"
            + "<Service><service>1</service><format>1</format><speed>2</speed><quality>1</quality><quantity>1</quantity>"
            + "<maxCost>20.00</maxCost><exceedMaxCost>false</exceedMaxCost><needByDate>2026-06-01</needByDate></Service></NewOrderRequest>",
            written.Xml);
        Assert.Equal(["doi"], written.Losses.Losses.Select(loss => loss.Field));
    }

    [Fact]
    public void A_parcel_has_an_address_with_a_country_of_three_letters()
    {
        var order = new BldssOrder
        {
            Content = new IllRequest
            {
                Citation = new Citation { Title = "A\u0001\ud800B" }, Cost = new CostInfo { MaximumCost = new Money(9m, "EUR") },
            },
            Reference = "HOME0000042",
            Requestor = "Home Library",
            Service = new BldssService(1, 6, 2, 1),
            Address = new PostalAddress
            {
                Name = "Home Library", Extended = "Loans\nRoom 2", Street = "1 Reading Lane", PostOfficeBox = "Box 4", City = "Bookham",
                PostalCode = "BK1 1AA", Country = "Nowhere",
            },
            CallbackInDelivery = false,
            CallbackUrl = "https://ill.home.example/x",
        };
        var xml = BldssOrderWriter.Write(order).Xml;
        Assert.Contains(
            "<Address><Department>Home Library</Department><AddressLine1>Loans</AddressLine1><AddressLine2>Room 2</AddressLine2>"
            + "<AddressLine3>1 Reading Lane</AddressLine3><TownOrCity>Bookham</TownOrCity><PostOrZipCode>BK1 1AA</PostOrZipCode>"
            + "<Country>GBR</Country></Address></Delivery>", xml, StringComparison.Ordinal);
        Assert.Contains("<title>A\ufffdB</title>", xml, StringComparison.Ordinal);
        Assert.EndsWith("</Service><callbackUrl>https://ill.home.example/x</callbackUrl></NewOrderRequest>", xml, StringComparison.Ordinal);
        Assert.Equal(["maximumCost"], BldssOrderWriter.Write(order).Losses.Losses.Select(loss => loss.Field));
        Assert.Contains("<Country>IRL</Country>",
            BldssOrderWriter.Write(order with { Address = order.Address with { Country = "IRL" } }).Xml, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_to_an_order_is_read()
    {
        var answer = BldssReader.ReadAnswer(Encoding.UTF8.GetBytes(
            "<a:apiResponse xmlns:a='urn:any'><timestamp>2024-03-01 10:15:00.000 GMT</timestamp><status>0</status>"
            + "<message>Order successfully submitted</message><result><newOrder><orderline>60010498-001</orderline>"
            + "<customerReference>HOME0000042</customerReference><totalCost>9.50</totalCost>"
            + "<estimatedDespatchDate>04/03/2024</estimatedDespatchDate><downloadUrl/><note/></newOrder></result></a:apiResponse>")).Value!;
        Assert.Equal((0, "Order successfully submitted"), (answer.Status, answer.Message));
        Assert.Equal(new BldssNewOrder("60010498-001", "HOME0000042", new DateOnly(2024, 3, 4), "9.50", null, ""), answer.NewOrder);
        Assert.Empty(answer.Orders);
    }

    [Fact]
    public void An_order_that_is_shown_has_its_history_and_a_callback_its_event()
    {
        var shown = BldssReader.ReadAnswer(Encoding.UTF8.GetBytes(
            "<apiResponse><status>0</status><message/><result><orderline id='60010498-001'><customerRef>HOME0000042</customerRef>"
            + "<overallStatus>In progress</overallStatus><history><event><eventType id='9a'>Confirmed</eventType>"
            + "<time>2026-03-02 10:00:00.0</time><additionalInfo>x</additionalInfo></event></history></orderline></result></apiResponse>")).Value!;
        var order = Assert.Single(shown.Orders);
        Assert.Equal(("60010498-001", "HOME0000042", "In progress"), (order.OrderLine, order.Reference, order.OverallStatus));
        Assert.Equal([new BldssEvent("9a", "Confirmed", "2026-03-02 10:00:00.0", "x")], order.Events);

        var posted = BldssReader.ReadCallback("""
            <orderline id="00001234-001"><event time="2012-08-07 12:32:31.0"><eventType id="9">Order confirmed</eventType>
            <additionalInfo>Estimated despatch date: 08-08-2012</additionalInfo></event></orderline>
            """u8.ToArray()).Value!;
        var one = Assert.Single(posted.Events);
        Assert.Equal(new BldssEvent("9", "Order confirmed", "2012-08-07 12:32:31.0", "Estimated despatch date: 08-08-2012"), one);
        Assert.Equal(new ServiceTime(new DateOnly(2012, 8, 7), new TimeOnly(12, 32, 31)), one.At);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not XML")]
    [InlineData("<html/>")]
    [InlineData("<apiResponse><status>zero</status></apiResponse>")]
    [InlineData("<apiResponse><message>no status</message></apiResponse>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><apiResponse><status>0</status><message>&b;</message></apiResponse>")]
    public void What_is_no_answer_is_said_to_be_none(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        Assert.Null(BldssReader.ReadAnswer(octets).Value);
        Assert.NotEqual("", BldssReader.ReadAnswer(octets).Fault);
        Assert.Null(BldssReader.ReadCallback(octets).Value);
    }

    [Theory]
    [InlineData("<orderline><event><eventType id='9'/></event></orderline>")]
    [InlineData("<orderline id='1'/>")]
    public void A_callback_without_an_order_or_an_event_is_none(string text) =>
        Assert.Null(BldssReader.ReadCallback(Encoding.UTF8.GetBytes(text)).Value);

    [Fact]
    public void The_answer_to_a_callback_is_as_in_the_sample() => Assert.Equal(
        "<updateResponse><timestamp>2012-08-07 12:33:31.0</timestamp><status>0</status><message></message></updateResponse>",
        BldssOrderWriter.UpdateResponse(new DateTimeOffset(2012, 8, 7, 12, 33, 31, TimeSpan.Zero), 0, ""));
}
