namespace ResourceSharing.Mapping.Letters;

/// <summary>What is wrong with a template file, for the administrator who edits it.</summary>
/// <param name="File">Its name as it was given, like <c>en/LenderShipEmailLetter.hbs</c>.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Text">What is wrong, and what would be right.</param>
public sealed record LetterFault(string File, int Line, string Text)
{
    /// <summary>As <c>file:line: text</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}: {Text}");
}
