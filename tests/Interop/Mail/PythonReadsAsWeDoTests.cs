using System.Text;
using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.Unit.Mapping.Mail;

namespace ResourceSharing.Tests.Interop.Mail;

/// <summary>
/// Every mail of the corpus, read by us and by Python: headers, texts, names and octets of all parts. Where we differ on
/// purpose, the table says why; an entry that is not needed any more fails too.
/// </summary>
public class PythonReadsAsWeDoTests(ITestOutputHelper output)
{
    private const string Headers = "headers";
    private const string Addresses = "addresses";
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
        [("encoded addresses", Addresses)] = "RFC 2047, 6.2: spaces between two encoded words are not shown",
        [("comments in addresses", Addresses)] = "the old place of names; Python's new parser has no use for it",
        [("file received-postfix-bounce", Addresses)] = "as before",
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
            foreach (var (aspect, ours, theirs) in Compare(MailCorpus.Read(octets), tree))
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

    /// <summary>
    /// Damaged mail: no two readers agree on all of it, but on its parts, its octets and its names they nearly do. Texts and
    /// addresses are left out: Python shows U+FFFD for stray octets and makes addresses of any words.
    /// </summary>
    [Fact]
    public async Task Python_finds_the_same_parts_in_most_damaged_mails()
    {
        const int First = 500_000;
        const int Count = 600;
        var trees = await PythonTree.ReadAsync([.. Enumerable.Range(First, Count).Select(MailMutations.Next)]);
        int compared = 0;
        var differing = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int i = 0; i < Count; i++)
        {
            var reading = MimeReader.Read(MailMutations.Next(First + i), MimeReadLimits.Default);
            if (trees[i].Error is not null || reading is not MimeReading.Read(var mail))
                continue;
            compared++;
            foreach (var (aspect, _, _) in Compare(mail, trees[i]).Where(found => found.Ours != found.Theirs))
            {
                if (aspect is Texts or Addresses or Headers)
                    continue;
                if (!differing.TryGetValue(aspect, out var seeds))
                    differing.Add(aspect, seeds = []);
                seeds.Add(First + i);
            }
        }
        string summary = string.Join('\n', differing.Select(found => $"{found.Key}: {string.Join(' ', found.Value)}"));
        output.WriteLine($"{compared} compared\n{summary}");
        Assert.InRange(compared, Count * 9 / 10, Count);
        Assert.All(differing, found => Assert.True(found.Value.Count * 20 < compared, $"more than 5 % differ\n{summary}"));
        Assert.True(differing.GetValueOrDefault(Structure, []).Count * 50 < compared,
            $"more than 2 % have other parts\n{summary}");
    }

    private static IEnumerable<(string Aspect, string Ours, string Theirs)> Compare(ReceivedMail mail, TreeMail tree)
    {
        Assert.Null(tree.Error);
        yield return (Addresses, string.Join(" | ", OurAddresses(mail)), string.Join(" | ", TheirAddresses(tree)));
        yield return (Headers, string.Join(" | ", OurHeaders(mail)), string.Join(" | ", TheirHeaders(tree)));
        var ours = Flatten(mail.Body).ToList();
        var theirs = Flatten(tree.Body!).ToList();
        yield return (Structure, Join(ours, Shape), Join(theirs, Shape));
        yield return (Names, Join(ours, part => part.FileName), Join(theirs, part => part.FileName));
        // Python has no octets of reports: it reads their fields as mails.
        var contents = ours.Zip(theirs).Where(pair => pair.Second.Content is not null).ToList();
        yield return (
            Contents,
            Join(contents, pair => Octets(pair.First.Content)),
            Join(contents, pair => Octets(pair.Second.Content)));
        var texts = ours.Zip(theirs).Where(pair => pair.Second.Text is not null).ToList();
        yield return (Texts, Join(texts, pair => pair.First.Text), Join(texts, pair => pair.Second.Text));
    }

    private static IEnumerable<string> OurAddresses(ReceivedMail mail) =>
        from field in new[] { "From", "Reply-To", "To", "Cc" }
        from address in ReceivedAddress.In(mail, field)
        select $"{field}: {address.Mailbox?.DisplayName?.Value} <{address.Mailbox?.Address}>";

    private static IEnumerable<string> TheirAddresses(TreeMail tree) =>
        from field in tree.Addresses!
        from address in field.Value
        select $"{field.Key}: {address[0]} <{address[1]}>";

    private static IEnumerable<string> OurHeaders(ReceivedMail mail) =>
        mail.Headers.Select(h => $"{h.Name}: {h.Raw.Trim()} -> {h.Text}")
            .Concat(mail.Body.SelfAndBelow().Select(part => part.Message).OfType<ReceivedMail>()
                .SelectMany(OurHeaders));

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

    private static string Shape(Leaf part) => $"{part.Type} {part.Disposition}";

    private static string Join<T>(IEnumerable<T> items, Func<T, string?> show) =>
        string.Join(" | ", items.Select(item => show(item) ?? "-"));

    private static string? Octets(byte[]? content) => content is null ? null : Encoding.Latin1.GetString(content);

    private sealed record Leaf(string Type, string? Disposition, string? FileName, byte[]? Content, string? Text);
}
