namespace ResourceSharing.Mapping.Letters;

/// <summary>A piece of a template file, and the line at which it begins.</summary>
internal sealed record TemplatePart(string File, int FirstLine, string Text);

/// <summary>
/// A template file: front matter between two lines <c>---</c> (letters only), the text part, and after a
/// line <c>--- html ---</c> the HTML part. A partial without an HTML part serves both. </summary>
internal sealed record LetterFile(TemplatePart? Subject, TemplatePart Text, TemplatePart? Html)
{
    private const string Fence = "---";
    private const string HtmlFence = "--- html ---";
    private const string SubjectKey = "subject:";

    /// <summary>Takes a file apart.</summary>
    /// <param name="file">Its name, for faults.</param>
    /// <param name="content">Its text.</param>
    /// <param name="hasSubject">True for letters, false for partials.</param>
    /// <param name="faults">Told what is wrong; the answer is then of use for finding more faults
    /// only.</param>
    internal static LetterFile Read(
        string file, string content, bool hasSubject, ICollection<LetterFault> faults)
    {
        string[] lines = content.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        int start = hasSubject ? EndOfFrontMatter(file, lines, faults) : 0;
        int html = Array.FindIndex(lines, start, line => line.TrimEnd() == HtmlFence);
        int again = html < 0 ? -1 : Array.FindIndex(lines, html + 1, line => line.TrimEnd() == HtmlFence);
        if (again >= 0)
            faults.Add(new LetterFault(file, again + 1, $"A second line \"{HtmlFence}\": one is enough."));
        int endOfText = html < 0 ? lines.Length : html;
        return new LetterFile(
            hasSubject ? ReadSubject(file, lines, start, faults) : null,
            Part(file, lines, start, endOfText),
            html < 0 ? null : Part(file, lines, html + 1, lines.Length));
    }

    /// <summary>The index of the first line after the front matter.</summary>
    private static int EndOfFrontMatter(string file, string[] lines, ICollection<LetterFault> faults)
    {
        bool begins = lines[0].TrimEnd() == Fence;
        int end = begins ? Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence) : -1;
        if (end > 0)
            return end + 1;
        faults.Add(new LetterFault(
            file, 1, $"A letter begins with a line \"{Fence}\", its subject, and another line \"{Fence}\"."));
        return 0;
    }

    private static TemplatePart? ReadSubject(
        string file, string[] lines, int end, ICollection<LetterFault> faults)
    {
        TemplatePart? subject = null;
        for (int i = 1; i < end - 1; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            if (!line.StartsWith(SubjectKey, StringComparison.Ordinal))
                faults.Add(new LetterFault(file, i + 1, $"Only \"{SubjectKey}\" is known here."));
            else if (subject is not null)
                faults.Add(new LetterFault(file, i + 1, "A second subject."));
            else
                subject = new TemplatePart(file, i + 1, line[SubjectKey.Length..].Trim());
        }
        if (end > 0 && string.IsNullOrEmpty(subject?.Text))
            faults.Add(new LetterFault(file, subject?.FirstLine ?? 1, "The letter has no subject."));
        return subject;
    }

    private static TemplatePart Part(string file, string[] lines, int from, int to)
    {
        while (from < to && lines[from].Trim().Length == 0)
            from++;
        return new TemplatePart(file, from + 1, string.Join('\n', lines[from..to]).TrimEnd('\n') + "\n");
    }
}
