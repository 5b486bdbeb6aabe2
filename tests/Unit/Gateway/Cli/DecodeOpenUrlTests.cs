using System.Text.Json.Nodes;
using ResourceSharing.Gateway.Cli;

namespace ResourceSharing.Tests.Unit.Gateway.Cli;

public sealed class DecodeOpenUrlTests : IDisposable
{
    private const string Link = "https://ill.example/openurl?genre=article&sid=OVID:medline&issn=1072-303X&title=J+Interlib+Loan"
        + "&atitle=ILL+today&aulast=Smith&date=2011&foo=1";

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _file = Path.GetTempFileName();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        File.Delete(_file);
    }

    [Theory]
    [InlineData(Link)]
    [InlineData("rft.genre=article&rft.jtitle=J+Interlib+Loan&rft.atitle=ILL+today&rft.aulast=Smith&rft.date=2011&foo=1&rfr_id=OVID:medline&rft.issn=1072-303X")]
    [InlineData("genre=article&sid=OVID:medline&issn=1072-303X&title=J+Interlib+Loan&atitle=ILL+today&aulast=Smith&date=2011&foo=1")]
    public async Task A_link_is_told_in_plain_words(string link)
    {
        await File.WriteAllTextAsync(_file, link + "\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, await CommandLine.RunAsync(["decode", _file], _output, _error));
        var lines = _output.ToString().Split(Environment.NewLine);
        foreach (var line in (string[])["Article title: ILL today", "Title: J Interlib Loan", "Published: 2011", "Wanted as: copy",
            "Made in: OVID:medline", "Not carried over: foo: a key that means nothing here"])
        {
            Assert.Contains(line, lines);
        }
    }

    [Fact]
    public async Task Programs_get_every_key_of_a_link_and_the_request()
    {
        await File.WriteAllTextAsync(_file, Link, TestContext.Current.CancellationToken);
        Assert.Equal(0, await CommandLine.RunAsync(["decode", "--json", _file], _output, _error));
        var json = JsonNode.Parse(_output.ToString())!;
        Assert.Equal(("openurl", "article"), ((string?)json["protocol"], (string?)json["kind"]));
        Assert.Equal("ILL today", (string?)json["wire"]!["atitle"]![0]);
        Assert.Equal("ILL today", (string?)json["canonical"]!["citation"]!["articleTitle"]);
        Assert.Equal("foo", (string?)json["losses"]![0]!["field"]);
    }

    [Fact]
    public async Task A_link_beyond_the_limits_is_refused_with_the_reason()
    {
        await File.WriteAllTextAsync(_file, Link + new string('x', 70_000), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, await CommandLine.RunAsync(["decode", _file], _output, _error));
        Assert.Contains("longer than 65536 octets", _error.ToString(), StringComparison.Ordinal);
    }
}
