using System.Text.Json.Nodes;
using ResourceSharing.Gateway.Cli;

namespace ResourceSharing.Tests.Unit.Gateway.Cli;

public sealed class DecodeNcipTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private static string Sample => Path.Combine(Repository.Root, "tests", "Fixtures", "Ncip", "v1-AcceptItem.req.xml");

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task An_NCIP_message_is_told_in_plain_words()
    {
        Assert.Equal(0, await CommandLine.RunAsync(["decode", Sample], _output, _error));
        Assert.Contains("an item of another library is here", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("read as 1.0", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_every_element_of_an_NCIP_message()
    {
        Assert.Equal(0, await CommandLine.RunAsync(["decode", "--json", Sample], _output, _error));
        var json = JsonNode.Parse(_output.ToString())!;
        Assert.Equal("ncip", (string?)json["protocol"]);
        Assert.Equal("AcceptItem", (string?)json["kind"]);
        Assert.Equal("ILL-12345", (string?)json["wire"]!["NCIPMessage"]!["AcceptItem"]!["UniqueRequestId"]!["RequestIdentifierValue"]);
    }
}
