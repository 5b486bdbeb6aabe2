using ResourceSharing.Mapping.Bldss;

namespace ResourceSharing.Tests.Unit.Mapping.Bldss;

/// <summary>The test vectors of feeds reference 1.3.</summary>
public sealed class BldssSignatureTests
{
    private const string Nonce = "AbCdEf0123456789";
    private const long TimeMs = 1_700_000_000_000;

    private static readonly BldssCredentials Credentials = new("APPDEMO", "app-secret", "12-3456", "customer-secret");

    public static TheoryData<string, BldssCall> Vectors => new()
    {
        { "LDYHazS9h4rnz5Mclf8WG79IiRg=", new BldssCall("GET", "/api/prices", [], null) },
        {
            "lgU+4UCjdHlmrTHm6EeRrPSsdmk=", new BldssCall("GET", "/api/availability",
                [new("AvailabilityRequest.uin", "BLL01016905070"), new("AvailabilityRequest.Item.volume", "12 (3)")], null)
        },
        {
            "Ab2Cnmh8loZj0IO9tyxLvO17JTA=", BldssCall.Order(
                "<NewOrderRequest><type>S</type><customerReference>ILL-42</customerReference></NewOrderRequest>")
        },
        { "tgSfdulJUuU2wLLUnq0whuu88nc=", BldssCall.Cancel("60010498-001") },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Signatures_are_those_of_the_vectors(string authorisation, BldssCall call)
    {
        Assert.Equal(authorisation, BldssSignature.Authorisation(call, Credentials, Nonce, TimeMs));
        Assert.Equal(
            $"api_application=APPDEMO,nonce={Nonce},signature_method=HMAC-SHA1,request_time={TimeMs},"
            + $"authorisation={authorisation},api_key=12-3456",
            BldssSignature.Header(call, Credentials, Nonce, TimeMs));
    }

    [Theory]
    [InlineData("AZaz09.-*_", "AZaz09.-*_")]
    [InlineData("a b", "a+b")]
    [InlineData("!()~'+%/&=é", "%21%28%29%7E%27%2B%25%2F%26%3D%C3%A9")]
    public void Text_is_encoded_as_java_does_it(string text, string encoded) => Assert.Equal(encoded, BldssSignature.Encode(text));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_call_survives_the_journal(string authorisation, BldssCall call)
    {
        Assert.True(BldssCall.TryRead(call.ToOctets(), out var read));
        Assert.Equal(authorisation, BldssSignature.Authorisation(read, Credentials, Nonce, TimeMs));
        Assert.Equal(call.Target, read.Target);
    }

    [Fact]
    public void Octets_of_another_language_are_no_call()
    {
        Assert.False(BldssCall.TryRead("TXHOME0000042 S LOAN\nTitle\n"u8, out _));
        Assert.False(BldssCall.TryRead(""u8, out _));
    }

    [Fact]
    public void Credentials_do_not_print_their_secrets() => Assert.Equal("APPDEMO, 12-3456", Credentials.ToString());
}
