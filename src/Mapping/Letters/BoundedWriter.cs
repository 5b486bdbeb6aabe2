using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.Letters;

/// <summary>A text in memory that refuses to grow beyond its limit, so that a template cannot take all of
/// it.</summary>
internal sealed class BoundedWriter(int maxChars) : StringWriter(CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override void Write(char value)
    {
        Check(1);
        base.Write(value);
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count)
    {
        Check(count);
        base.Write(buffer, index, count);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        Check(value?.Length ?? 0);
        base.Write(value);
    }

    /// <inheritdoc/>
    public override void Write(StringBuilder? value) => Write(value?.ToString());

    private void Check(int more)
    {
        if (GetStringBuilder().Length + more > maxChars)
            throw new LetterTooLarge();
    }
}

/// <summary>Ends the rendering of a letter; <see cref="LetterSet"/> turns it into a value.</summary>
internal sealed class LetterTooLarge : Exception;
