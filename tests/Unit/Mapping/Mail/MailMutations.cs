using System.Text;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

/// <summary>Mails of the corpus with damage that depends on a seed only.</summary>
internal static class MailMutations
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n\r\n", "--b1", "\r\n--b1\r\n", "\r\n--b1--\r\n", "--", ":", ";", "=",
            "\"", "(", ")", "<", ">", "\\",
            "=?utf-8?q?", "?=", "=?utf-8?b?w7w=?=", "=?x?b?", "%C3", "*0*=", "utf-16", "iso-2022-jp",
            "base64", "quoted-printable",
            "Content-Type: multipart/mixed; boundary=b1\r\n", "Content-Type: message/rfc822\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "From: ", "\0", "\u00ff\u00fe", "\u00c3", "\u001b$B", " ", "\t",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    private static readonly byte[][] Mails =
        [.. MailCorpus.All.OrderBy(mail => mail.Key, StringComparer.Ordinal).Select(mail => mail.Value)];

    internal static byte[] Next(int seed)
    {
        var random = new Random(seed);
        var mail = new List<byte>(Mails[random.Next(Mails.Length)]);
        int changes = random.Next(1, 8);
        for (int i = 0; i < changes && mail.Count > 0; i++)
            Change(mail, random);
        return [.. mail];
    }

    private static void Change(List<byte> mail, Random random)
    {
        int at = random.Next(mail.Count);
        int length = Math.Min(random.Next(1, 60), mail.Count - at);
        switch (random.Next(7))
        {
            case 0:
                mail[at] = (byte)random.Next(256);
                break;
            case 1:
                mail.RemoveRange(at, length);
                break;
            case 2:
                mail.InsertRange(random.Next(mail.Count), mail.GetRange(at, length));
                break;
            case 3 or 4:
                mail.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 5:
                mail.RemoveRange(at, mail.Count - at);
                break;
            default:
                var other = Mails[random.Next(Mails.Length)];
                int from = random.Next(other.Length);
                mail.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 400)).ToArray());
                break;
        }
    }
}
