namespace ResourceSharing.Mapping.Mail;

/// <summary>Why a value cannot become part of a letter. Never thrown, always handed back.</summary>
/// <param name="Code">Stable kebab-case code, for example <c>header-control-character</c>.</param>
/// <param name="Text">One sentence for an operator; it never repeats the offending value.</param>
public sealed record MailProblem(string Code, string Text);
