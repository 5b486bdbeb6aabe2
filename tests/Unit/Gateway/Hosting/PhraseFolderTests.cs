using ResourceSharing.Gateway.Hosting;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Hosting;

public class PhraseFolderTests
{
    [Fact]
    public void Every_fault_of_the_phrases_is_named_with_its_place()
    {
        var folder = Directory.CreateTempSubdirectory("rsg-phrases-").FullName;
        try
        {
            var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "letters", "xx")).FullName, "phrases.yaml");
            File.WriteAllText(file,
                "months: [a, b]\nnumbers: [a, b, c, d, e, f, g, h, i, j, k, l]\ndays: day\nweeks: week\nmonthSpans: month\n"
                + "phrases:\n  - name: One\n    verb: shiped\n    texts: [\"the {dat} of\", \"sent  twice\", \"[the\", \"fine|good ... {date}\"]\n");
            var (grammar, faults) = PhraseFolder.Load(folder);
            Assert.Null(grammar);
            Assert.Equal(
                ["1:9", "7:11", "8:11", "9:13", "9:29", "9:44"],
                faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).Select(fault => $"{fault.Line}:{fault.Column}"));
            Assert.Contains(faults, fault => fault.ToString().Contains("shipped", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_folder_without_phrases_understands_nothing_and_is_no_fault()
    {
        var (grammar, faults) = PhraseFolder.Load("/nowhere");
        Assert.Empty(faults);
        Assert.Empty(grammar!.Languages);
    }
}
