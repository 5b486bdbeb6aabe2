using System.Diagnostics;
using System.Text;
using ResourceSharing.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class YamlDocumentReaderTests
{
    private readonly List<ConfigFault> _faults = [];

    [Fact]
    public void Values_carry_their_places()
    {
        var root = Read("library:\n  symbols:\n    - RSG:HOME\n    - 'RSG:H2'\nnothing:\n");
        Assert.Empty(_faults);
        var symbols = Assert.IsType<ConfigList>(root!.At("library", "symbols"));
        Assert.Equal(new ConfigPosition("f.yaml", 3, 7), symbols.Items[0].Position);
        Assert.Equal(
            new ConfigScalar(new ConfigPosition("f.yaml", 4, 7), "RSG:H2", Quoted: true), symbols.Items[1]);
        Assert.Null(root.At("nothing"));
        Assert.Equal("nothing", root.Nearest("nothing").Kind);
        Assert.Equal(5, ((ConfigMap)root).Find("nothing")!.Key.Position.Line);
    }

    [Fact]
    public void The_nearest_value_stands_for_one_that_was_not_written()
    {
        var root = Read("a:\n  b: 1\n")!;
        Assert.Equal(2, root.Nearest("a", "c").Position.Line);
        Assert.Same(root, root.Nearest("x", "y"));
    }

    [Fact]
    public void A_key_given_twice_is_a_fault_that_names_the_first_line()
    {
        Read("code: A\nname: x\ncode: B\n");
        Assert.Equal(["f.yaml:3:1: 'code' is given twice, first in line 1"], Texts());
    }

    [Theory]
    [InlineData("a: &x secretvalue\n", "f.yaml:1:4: anchors (&name) are not allowed; write the value out")]
    [InlineData("a: 1\nb: *secretvalue\n",
        "f.yaml:2:4: aliases (*name) are not allowed; write the value out")]
    [InlineData("a: !secretvalue 1\n", "f.yaml:1:4: tags (!name) are not allowed; write the plain value")]
    [InlineData("a: !!str 1\n", "f.yaml:1:4: tags (!name) are not allowed; write the plain value")]
    [InlineData("a: 1\n---\nb: 2\n", "f.yaml:2:1: the file holds a second document; one file holds one")]
    [InlineData("[a]: 1\n", "f.yaml:1:1: a key must be a single name")]
    [InlineData("", "f.yaml: the file is empty")]
    [InlineData("# only a comment\n", "f.yaml: the file is empty")]
    public void What_a_reader_cannot_see_through_is_refused(string text, string fault)
    {
        Read(text);
        Assert.Equal([fault], Texts());
    }

    [Theory]
    [InlineData("password: 'secretvalue\n")]
    [InlineData("password: \"secretvalue\\q\"\n")]
    [InlineData("password: !x!secretvalue 1\n")]
    [InlineData("password: {secretvalue\n")]
    [InlineData("password: secretvalue: x\n")]
    [InlineData("password: @secretvalue\n")]
    [InlineData("password: x\n  secretvalue:\n")]
    [InlineData("%TAG ! secretvalue\n%TAG ! secretvalue\n---\na: 1\n")]
    [InlineData("%YAML secretvalue\n---\na: 1\n")]
    [InlineData("password: |secretvalue\n x\n")]
    [InlineData("%YAML 99999999999.1\n---\nsecretvalue\n")]
    [InlineData("password: \"secretvalue\\UFFFFFFFF\"\n")]
    public void What_is_not_YAML_is_one_fault_with_a_place_and_without_the_text(string text)
    {
        Read(text);
        var fault = Assert.Single(_faults);
        Assert.InRange(fault.Line, 1, 4);
        Assert.DoesNotContain("secretvalue", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_ends_at_the_limit()
    {
        Assert.NotNull(Read(Nested(ConfigLimits.MaxDepth)));
        Assert.Empty(_faults);
        Assert.Null(Read(Nested(ConfigLimits.MaxDepth + 1)));
        Assert.EndsWith(
            "values are nested deeper than 32 levels", Texts().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_values_ends_at_the_limit()
    {
        Assert.NotNull(Read(ListOf(ConfigLimits.MaxNodes - 1)));
        Assert.Empty(_faults);
        Assert.Null(Read(ListOf(ConfigLimits.MaxNodes)));
        Assert.EndsWith("the file holds more than 100000 values", Texts().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_of_a_file_ends_at_the_limit()
    {
        using var folder = new TemporaryConfiguration();
        var path = Path.Combine(folder.Path, "big.yaml");
        File.WriteAllText(path, "a: 1\n#" + new string('x', ConfigLimits.MaxFileOctets - 6));
        Assert.NotNull(YamlDocumentReader.ReadFile(path, _faults));
        File.AppendAllText(path, "x");
        Assert.Null(YamlDocumentReader.ReadFile(path, _faults));
        Assert.Equal($"{path}: the file is larger than 1048576 octets", Texts().Single());
    }

    [Fact]
    public void A_file_that_is_missing_or_not_UTF_8_is_a_fault()
    {
        using var folder = new TemporaryConfiguration();
        var path = Path.Combine(folder.Path, "x.yaml");
        Assert.Null(YamlDocumentReader.ReadFile(path, _faults));
        File.WriteAllBytes(path, [0x61, 0x3A, 0x20, 0xE9]);
        Assert.Null(YamlDocumentReader.ReadFile(path, _faults));
        Assert.Equal([$"{path}: the file does not exist", $"{path}: the file is not UTF-8 text"], Texts());
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm()
    {
        using var folder = new TemporaryConfiguration();
        var path = Path.Combine(folder.Path, "bom.yaml");
        File.WriteAllText(path, "code: A\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.NotNull(YamlDocumentReader.ReadFile(path, _faults)!.At("code"));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: ")]
    [InlineData("\"")]
    [InlineData("!")]
    [InlineData("&a ")]
    [InlineData("\n")]
    [InlineData("x")]
    public void A_hostile_file_of_the_largest_size_is_answered_soon(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, ConfigLimits.MaxFileOctets / piece.Length));
        var watch = Stopwatch.StartNew();
        Read(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void Random_texts_never_throw()
    {
        const int seed = 20261121;
        var random = new Random(seed);
        const string alphabet = "abYAMLTGUFx:-[]{}'\"&*!|>%@#, \n\t?~\\109.\uFEFF\0";
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(random.GetItems<char>(alphabet, random.Next(40)));
            _faults.Clear();
            var root = Read(text);
            Assert.True(root is not null || _faults.Count > 0, $"seed {seed}, round {round}: {text}");
        }
    }

    private ConfigNode? Read(string text) => YamlDocumentReader.ReadText("f.yaml", text, _faults);

    private string[] Texts() => [.. _faults.Select(f => f.ToString())];

    private static string Nested(int depth) => new string('[', depth) + "x" + new string(']', depth);

    private static string ListOf(int items) => "[" + string.Join(",", Enumerable.Repeat("a", items)) + "]";
}
