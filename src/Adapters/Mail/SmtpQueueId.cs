namespace ResourceSharing.Adapters.Mail;

/// <summary>Finds the server's own name for a mail in the reply that accepts it.</summary>
internal static class SmtpQueueId
{
    // Postfix: "Ok: queued as 4c1X"; Exim: "OK id=1tXy-0001-2Q".
    private static readonly string[] Marks = ["queued as ", "id="];

    internal static string? Find(SmtpReply reply)
    {
        foreach (string line in reply.Lines)
        {
            foreach (string mark in Marks)
            {
                int at = line.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
                if (at >= 0)
                    return FirstWord(line[(at + mark.Length)..]);
            }
        }
        return null;
    }

    private static string? FirstWord(string text)
    {
        int end = text.AsSpan().IndexOfAny(' ', ',', ';');
        string word = end < 0 ? text : text[..end];
        return word.Length == 0 ? null : word;
    }
}
