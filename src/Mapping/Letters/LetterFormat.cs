namespace ResourceSharing.Mapping.Letters;

/// <summary>The form in which a partner reads our mails.</summary>
public enum LetterFormat
{
    /// <summary>Letters for people, with lines for programs at their end.</summary>
    Letters,

    /// <summary>The Generic Script (feeds reference, 4.6).</summary>
    GenericScript,
}
