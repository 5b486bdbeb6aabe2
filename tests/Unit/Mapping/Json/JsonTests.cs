using System.Text;
using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Tests.Unit.Mapping.Json;

public class JsonTests
{
    private static readonly JsonLimits Limits = new(MaxOctets: 40, MaxTokens: 7, MaxDepth: 3);

    [Theory]
    [InlineData("""{"a":[{}]}""", true)]
    [InlineData("""{"a":[[[]]]}""", false)]
    [InlineData("[1,2,3,4,5]", true)]
    [InlineData("[1,2,3,4,5,6]", false)]
    [InlineData("\"1234567890123456789012345678901234567\"", true)]
    [InlineData("\"12345678901234567890123456789012345678\"", true)]
    [InlineData("\"123456789012345678901234567890123456789\"", false)]
    [InlineData("\uFEFF{}", true)]
    [InlineData("{\"a\":1,}", false)]
    [InlineData("{} {}", false)]
    [InlineData("", false)]
    [InlineData("\"\\ud800\"", false)]
    [InlineData("{\"\\udc00\":1}", false)]
    [InlineData("\"\\ud83d\\ude00\"", true)]
    public void What_is_beyond_a_limit_or_no_JSON_is_not_read(string text, bool isRead)
    {
        var (root, fault) = JsonTree.Read(Encoding.UTF8.GetBytes(text), Limits);
        Assert.Equal(isRead, root is not null);
        Assert.Equal(isRead, fault.Length == 0);
    }

    [Fact]
    public void Other_encodings_than_UTF_8_are_not_read()
    {
        Assert.Null(JsonTree.Read(new byte[] { (byte)'"', 0xFF, (byte)'"' }, Limits).Root);
        Assert.Null(JsonTree.Read(Encoding.Unicode.GetBytes("{}"), Limits).Root);
    }

    [Fact]
    public void Random_octets_never_throw()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var octets = Encoding.UTF8.GetBytes("""{"a":"\ud83d\ude00","b":[1,true]}""");
            for (var i = random.Next(1, 4); i > 0; i--)
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            var (root, fault) = JsonTree.Read(octets, new JsonLimits(100, 100, 8));
            Assert.True(root is null == fault.Length > 0, $"seed {seed}");
            if (root is { } element)
                _ = new JsonFields(element, 10).Text("a");
        }
    }

    [Fact]
    public void Fields_of_another_kind_are_empty_and_texts_are_clean_and_short()
    {
        var root = JsonTree.Read(Encoding.UTF8.GetBytes("""
            {"Text":" a\u0007b\n ","Number":12,"Flag":true,"None":null,"List":[{},1],
            "Object":{"x":"y"},"Long":"1234567890123"}
            """),
            new JsonLimits(1000, 100, 8)).Root!.Value;
        var fields = new JsonFields(root, 10);
        Assert.Equal(["a b", "12", "true", "", "", "", "1234567890", ""],
            new[] { "text", "NUMBER", "Flag", "None", "List", "Object", "Long", "Missing" }.Select(fields.Text));
        Assert.Equal("y", fields.Within("object")!.Value.Text("x"));
        Assert.Null(fields.Within("Text"));
        Assert.Single(fields.Each("List"));
        Assert.Empty(fields.Each("Text"));
        Assert.True(fields.Flag("Flag"));
        Assert.Null(fields.Flag("Number"));
    }

    [Fact]
    public void Calls_are_kept_and_read_again()
    {
        JsonCall[] calls = [new("GET", "a/b?c=d%20e", null), new("POST", "x", "{\"ä\":\"1 2\"}")];
        Assert.True(JsonCall.TryRead(JsonCall.ToOctets(calls), out var read));
        Assert.Equal(calls, read);
        foreach (var bad in new[] { "", "GET", "GET a\n", "GET a b\n\n", "DELETE a\n\n", "GET a\n{}\nrest" })
            Assert.False(JsonCall.TryRead(Encoding.UTF8.GetBytes(bad), out _), bad);
    }

    [Theory]
    [InlineData("jdoe", "jdoe")]
    [InlineData("j.doe@home.example", "j.doe%40home.example")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData(".", null)]
    [InlineData("..", null)]
    [InlineData("", null)]
    [InlineData("a\nb", null)]
    public void A_segment_leads_nowhere_else(string name, string? segment) => Assert.Equal(segment, JsonCall.Segment(name));
}
