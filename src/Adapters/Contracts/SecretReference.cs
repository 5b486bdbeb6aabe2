using System.Diagnostics.CodeAnalysis;

namespace ResourceSharing.Adapters.Contracts;

/// <summary>Where a secret is kept.</summary>
public enum SecretKind
{
    /// <summary>In an environment variable of the process.</summary>
    Environment,

    /// <summary>In a file that only the account of the process may read.</summary>
    File,
}

/// <summary>
/// Says where a secret is, never what it is: <c>env:NAME</c> or <c>file:PATH</c>. Settings hold this, so that
/// a configuration can be shown, logged and kept under version control. A <see cref="SecretReader"/> fetches
/// the value at the moment of use.
/// </summary>
public sealed record SecretReference
{
    private const int MaxOctetsOfText = 4096; // the longest path Linux accepts
    private const string EnvironmentPrefix = "env:";
    private const string FilePrefix = "file:";

    /// <summary>
    /// What a secret must look like; the text of every fault about one, since its value is never shown.
    /// </summary>
    public const string Expectation = "a secret must be given as env:NAME or file:PATH";

    /// <summary>The form of a reference, as a regular expression for the JSON Schemas.</summary>
    public const string Pattern = "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$";

    private SecretReference(SecretKind kind, string name) => (Kind, Name) = (kind, name);

    /// <summary>Where the secret is kept.</summary>
    public SecretKind Kind { get; }

    /// <summary>
    /// Name of the environment variable, or path of the file (relative to the configuration folder).
    /// </summary>
    public string Name { get; }

    /// <summary>Reads <c>env:NAME</c> or <c>file:PATH</c>; false for everything else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SecretReference? reference)
    {
        reference = null;
        if (text is null || text.Length > MaxOctetsOfText || text.Any(char.IsControl))
            return false;
        if (text.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
            reference = OfVariable(text[EnvironmentPrefix.Length..]);
        else if (text.StartsWith(FilePrefix, StringComparison.Ordinal))
            reference = OfFile(text[FilePrefix.Length..]);
        return reference is not null;
    }

    /// <summary>The reference as it is written in a file, for example <c>env:SMTP_PASSWORD</c>.</summary>
    public override string ToString() => (Kind == SecretKind.File ? FilePrefix : EnvironmentPrefix) + Name;

    private static SecretReference? OfVariable(string name) =>
        name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? new SecretReference(SecretKind.Environment, name)
            : null;

    private static SecretReference? OfFile(string path) =>
        string.IsNullOrWhiteSpace(path) ? null : new SecretReference(SecretKind.File, path);
}
