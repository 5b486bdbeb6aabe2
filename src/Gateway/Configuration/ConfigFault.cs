using System.Globalization;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>One thing that is wrong with the configuration, and where.</summary>
/// <param name="File">
/// Path of the file as it was opened, or <c>--set KEY</c> for a setting given on the command line.
/// </param>
/// <param name="Line">Line, from 1; 0 when the fault is about the file or the option as a whole.</param>
/// <param name="Column">Column, from 1; 0 when there is no line.</param>
/// <param name="Message">
/// What is wrong, what is expected and the likely intention; never the value of a secret.
/// </param>
public sealed record ConfigFault(string File, int Line, int Column, string Message)
{
    /// <summary>The fault as editors and terminals understand it: <c>file:line:column: message</c>.</summary>
    public override string ToString() => Line == 0
        ? $"{File}: {Message}"
        : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: {Message}");
}
