using System.Text;
using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.Unit.Mapping.Mail;

namespace ResourceSharing.Tests.Interop.Mail;

/// <summary>
/// Every mail of the corpus, read by us and by Python: headers, texts, names and octets of all parts. Where we differ on
/// purpose, the table says why; an entry that is not needed any more fails too.
/// </summary>
public class PythonReadsAsWeDoTests
{
    private const string Headers = "headers";
    private const string Structure = "structure";
    private const string Texts = "texts";
    private const string Contents = "contents";
    private const string Names = "names";

    private static readonly Dictionary<(string Mail, string Aspect), string> Differences = new()
    {
        [("utf-7", Texts)] = "UTF-7 is never decoded: it hides characters from those who look for them",
        [("8-bit octets called ascii", Texts)] = "readers show what is meant, Python shows U+FFFD",
        [("latin-1 that is windows-1252", Texts)] = "control characters are never meant; WHATWG and readers take Windows-1252",
        [("encoded word with a line end", Headers)] = "no line end reaches people or logs",
        [("encoded word of an unknown charset", Headers)] = "the same fallback as for texts",
        [("comments in the type", Contents)] = "Python compares the transfer encoding with its comment",
        [("comments in the type", Texts)] = "as before",
        [("file name without quotes", Names)] = "the whole name is meant; Python keeps the first word",
        [("file name with a folder", Names)] = "a name never has a folder",
        [("end boundary missing", Contents)] = "no boundary stands there that could own the last line end",
        [("end boundary missing", Texts)] = "as before",
        [("empty parts", Structure)] = "two boundaries in a row hold an empty part; Python passes over it",
        [("empty parts", Names)] = "as before",
        [("mail inside that is encoded", Headers)] = "Python reads the encoded octets as if they were the mail",
        [("mail inside that is encoded", Contents)] = "as before",
        [("mail inside that is encoded", Texts)] = "as before",
        [("space before the colon", Headers)] = "RFC 5322, 4.5 has readers accept it; Python ends the header there",
        [("space before the colon", Contents)] = "as before",
        [("space before the colon", Texts)] = "as before",
        [("base64 with a character too many", Contents)] = "what is whole is decoded; Python gives it back encoded",
        [("base64 with a character too many", Texts)] = "as before",
        [("quoted-printable with spaces behind", Contents)] = "RFC 2045, 6.7 (3): spaces at the end of a line are not part of it",
        [("quoted-printable with spaces behind", Texts)] = "as before",
        [("quoted-printable with two equals signs", Contents)] = "the second one begins an escape; Python drops it",
        [("quoted-printable with two equals signs", Texts)] = "as before",
        [("uuencode", Contents)] = "no encoding of MIME; the octets stay as they are",
        [("uuencode", Texts)] = "as before",
    };

    [Fact]
    public async Task Python_reads_every_mail_of_the_corpus_as_we_do()
    {
        var corpus = MailCorpus.All.ToList();
        Assert.InRange(corpus.Count, 60, 1000);
        var trees = await PythonTree.ReadAsync([.. corpus.Select(mail => mail.Value)]);
        var faults = new List<string>();
        var used = new HashSet<(string Mail, string Aspect)>();
        foreach (var ((name, octets), tree) in corpus.Zip(trees))
        {
            foreach (var (aspect, ours, theirs) in Compare(Read(octets), tree))
            {
                if (ours == theirs)
                    continue;
                if (!Differences.ContainsKey((name, aspect)))
                    faults.Add($"{name}: {aspect}\n  ours   {ours}\n  theirs {theirs}");
                used.Add((name, aspect));
            }
        }
        faults.AddRange(Differences.Keys.Except(used).Select(key => $"{key.Mail}: {key.Aspect} does not differ any more"));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    internal static ReceivedMail Read(byte[] octets) =>
        Assert.IsType<MimeReading.Read>(MimeReader.Read(octets, MimeReadLimits.Default)).Mail;

    private static IEnumerable<(string Aspect, string Ours, string Theirs)> Compare(ReceivedMail mail, TreeMail tree)
    {
        Assert.Null(tree.Error);
        yield return (Headers, string.Join(" | ", OurHeaders(mail)), string.Join(" | ", TheirHeaders(tree)));
        var ours = Flatten(mail.Body).ToList();
        var theirs = Flatten(tree.Body!).ToList();
        yield return (Structure, Join(ours, part => $"{part.Type} {part.Disposition}"), Join(theirs, part => $"{part.Type} {part.Disposition}"));
        yield return (Names, Join(ours, part => part.FileName), Join(theirs, part => part.FileName));
        // Python has no octets of reports: it reads their fields as mails.
        var contents = ours.Zip(theirs).Where(pair => pair.Second.Content is not null).ToList();
        yield return (Contents, Join(contents, pair => Octets(pair.First.Content)), Join(contents, pair => Octets(pair.Second.Content)));
        var texts = ours.Zip(theirs).Where(pair => pair.Second.Text is not null).ToList();
        yield return (Texts, Join(texts, pair => pair.First.Text), Join(texts, pair => pair.Second.Text));
    }

    private static IEnumerable<string> OurHeaders(ReceivedMail mail) =>
        mail.Headers.Select(h => $"{h.Name}: {h.Raw.Trim()} -> {h.Text}")
            .Concat(mail.Body.SelfAndBelow().Where(part => part.Message is not null).SelectMany(part => OurHeaders(part.Message!)));

    private static IEnumerable<string> TheirHeaders(TreeMail mail) =>
        mail.Headers!.Select(h => $"{h[0]}: {h[1]} -> {h[2]}").Concat(Inside(mail.Body!).SelectMany(TheirHeaders));

    private static IEnumerable<TreeMail> Inside(TreePart part) =>
        part.Parts.SelectMany(Inside).Concat(part.Message is null ? [] : [part.Message]);

    private static IEnumerable<Leaf> Flatten(ReceivedPart part)
    {
        byte[]? content = part.Parts.Count > 0 || part.Message is not null ? null : part.Content.ToArray();
        yield return new Leaf(part.Type, part.Disposition, part.FileName, content, part.Text);
        foreach (var inner in part.Parts.Concat(part.Message is null ? [] : [part.Message.Body]).SelectMany(Flatten))
            yield return inner;
    }

    private static IEnumerable<Leaf> Flatten(TreePart part)
    {
        yield return new Leaf(part.Type, part.Disposition, part.FileName, part.Content, part.Text);
        foreach (var inner in part.Parts.Concat(part.Message is null ? [] : [part.Message.Body!]).SelectMany(Flatten))
            yield return inner;
    }

    private static string Join<T>(IEnumerable<T> items, Func<T, string?> show) =>
        string.Join(" | ", items.Select(item => show(item) ?? "-"));

    private static string? Octets(byte[]? content) => content is null ? null : Encoding.Latin1.GetString(content);

    private sealed record Leaf(string Type, string? Disposition, string? FileName, byte[]? Content, string? Text);
}
