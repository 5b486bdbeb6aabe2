using System.Text;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Tests.Unit.Mapping.Mail;

/// <summary>Everything that was read of a mail, in one string that can be compared.</summary>
internal static class MailShape
{
    internal static string Of(ReceivedMail mail)
    {
        var shape = new StringBuilder();
        foreach (var header in mail.Headers)
            shape.Append(header.Name).Append('=').Append(header.Text).Append('\n');
        Append(shape, mail.Body, 0);
        return shape.ToString();
    }

    private static void Append(StringBuilder shape, ReceivedPart part, int depth)
    {
        string content = Convert.ToHexString(part.Text is null && part.Message is null ? part.Content.Span : default);
        shape.Append(' ', depth).AppendJoin('|', part.Type, part.Disposition, part.FileName, part.Text, content).Append('\n');
        foreach (var inner in part.Parts)
            Append(shape, inner, depth + 1);
        if (part.Message is not null)
            shape.Append(Of(part.Message));
    }
}
