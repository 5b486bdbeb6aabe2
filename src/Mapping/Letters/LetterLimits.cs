namespace ResourceSharing.Mapping.Letters;

/// <summary>Upper bounds of letters and their templates.</summary>
public static class LetterLimits
{
    /// <summary>Characters of one template file: the longest shipped one has some 2,000.</summary>
    public const int TemplateMaxChars = 64 * 1024;

    /// <summary>Template files in all languages: 21 letters and a dozen partials in 20 languages are
    /// 660.</summary>
    public const int MaxFiles = 1000;

    /// <summary>Characters of one rendered part. A letter that shows every value at its limit stays
    /// below.</summary>
    public const int RenderedMaxChars = 512 * 1024;

    /// <summary>Characters of one value: no citation or note that a person would read is longer. What is
    /// longer is cut, and the loss report says so.</summary>
    public const int ValueMaxChars = 4000;

    /// <summary>Lines of one value: an address has ten, a note fifty.</summary>
    public const int ValueMaxLines = 200;

    /// <summary>Characters of a title in a subject line, which mail programs show in one row.</summary>
    public const int ShortTitleMaxChars = 60;

    /// <summary>Characters of one number in a subject tag: our own have at most 20, partners' rarely more
    /// than 30.</summary>
    public const int TagNumberMaxChars = 64;

    /// <summary>Characters of one value in the machine block. A cut number would be another number, so a
    /// longer one is left out instead.</summary>
    public const int MachineValueMaxChars = 200;

    /// <summary>Octets of our request number within a Message-ID; with the outbox number the local part
    /// stays within the 64 octets of RFC 5321.</summary>
    public const int RequestInIdMaxOctets = 40;

    /// <summary>Characters of a received letter that are read: a letter with every value at its limit has 230,000.</summary>
    public const int ReplyMaxChars = 500_000;

    /// <summary>Lines of a received letter that are read: twice what our longest letter has.</summary>
    public const int ReplyMaxLines = 12_000;

    /// <summary>Characters of the writer's own words in which phrases are looked for; an answer has a few hundred. In a
    /// longer text a phrase would say little, and staff read it.</summary>
    public const int PhraseTextMaxChars = 10_000;

    /// <summary>Clues of one letter: as many as the intake looks at.</summary>
    public const int CluesMax = 60;

    /// <summary>Tags in one subject that are looked at; real ones have one.</summary>
    public const int TagsMax = 5;

    /// <summary>First lines of a letter in which numbers of requests are looked for.</summary>
    public const int NumberLinesMax = 15;

    /// <summary>Words that are taken for numbers of requests.</summary>
    public const int OpenNumbersMax = 20;

    /// <summary>Lines with a name and a value that a letter of another system has.</summary>
    public const int TaggedLinesMax = 500;

    /// <summary>Lines of a machine block that is read: a request with every value at its limit has fewer than 2,500 with
    /// our own wrapping; what a mail program breaks anew has not twice as many.</summary>
    public const int MachineBlockMaxLines = 5000;

    /// <summary>Characters of one line of a machine block that is read; we write 78, a long word alone may be as long as a
    /// value.</summary>
    public const int MachineLineMaxChars = ValueMaxChars + 100;

    /// <summary>Machine blocks that are looked at in one letter: a thread that was answered ten times quotes ten.</summary>
    public const int MachineBlocksMax = 20;

    /// <summary>Columns of a text line (RFC 5322, 2.1.1 recommends 78).</summary>
    public const int TextColumns = 78;

    /// <summary>Columns of the labels before the values.</summary>
    public const int LabelColumns = 22;

    /// <summary>Characters of one word or text of a language; the longest English one has some 200.</summary>
    public const int WordMaxChars = 1000;

    /// <summary>Characters of a token in a reply link that is read: ours have some 60, with the longest number and
    /// code some 200.</summary>
    public const int LinkMaxChars = 400;

    /// <summary>Faults that are reported at once; more help nobody.</summary>
    public const int MaxFaults = 200;
}
