using System.Buffers;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// Finds the end of each message in a stream without framing (NCIP over raw TCP): the end tag of the root, whatever its
/// prefix. One instance belongs to one connection and is called with everything received and not yet taken, again and
/// again as it grows; each octet is looked at once. Comments, character data and processing instructions hide what is in
/// them. The octets have to be of an encoding with ASCII in it, as all are that were ever seen there.
/// </summary>
public sealed class NcipFraming
{
    private const int MaxTagOctets = NcipLimits.MaxNameChars * 4;

    private readonly byte[] tag = new byte[MaxTagOctets];
    private long position;
    private int tagLength;
    private bool hasBegun;
    private bool hasElement;
    private State state;

    private enum State
    {
        Text,
        Tag,
        Comment,
        CharacterData,
        Instruction,
        Declaration,
    }

    /// <summary>Looks whether a whole message has been received.</summary>
    /// <param name="received">What was received from the end of the last message on.</param>
    /// <returns>Complete with the octets of the first message, after which the next call begins with the next message; or
    /// more is needed; or refused, after which the connection can only be closed.</returns>
    public NcipFrame Examine(in ReadOnlySequence<byte> received)
    {
        var rest = received.Slice(position);
        foreach (var segment in rest)
        {
            foreach (byte octet in segment.Span)
            {
                position++;
                if (position > NcipLimits.MaxOctets)
                    return new NcipFrame(NcipFrameState.Refused, 0, $"no end within {NcipLimits.MaxOctets} octets");
                if (!hasBegun && !Begins(octet))
                    return new NcipFrame(NcipFrameState.Refused, 0, $"octet {octet:X2} where XML should begin");
                if (Take(octet))
                    return Complete();
            }
        }

        return new NcipFrame(hasBegun ? NcipFrameState.NeedsMore : NcipFrameState.Idle, 0, "");
    }

    private NcipFrame Complete()
    {
        int octets = (int)position;
        (position, tagLength, hasBegun, hasElement, state) = (0, 0, false, false, State.Text);
        return new NcipFrame(NcipFrameState.Complete, octets, "");
    }

    /// <summary>Blanks, ends of strings and the mark of UTF-8 may stand before a message.</summary>
    private bool Begins(byte octet)
    {
        hasBegun = octet == '<';
        return hasBegun || octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0 or 0xEF or 0xBB or 0xBF;
    }

    /// <summary>Takes one octet; true when it ends the message.</summary>
    private bool Take(byte octet)
    {
        switch (state)
        {
            case State.Text:
                if (octet == '<')
                    (state, tagLength) = (State.Tag, 0);
                return false;
            case State.Tag:
                return TakeOfTag(octet);
            case State.Comment:
                return Until("-->"u8, octet);
            case State.CharacterData:
                return Until("]]>"u8, octet);
            case State.Instruction:
                return Until("?>"u8, octet);
            default:
                return Until(">"u8, octet);
        }
    }

    private bool TakeOfTag(byte octet)
    {
        if (octet == '>')
        {
            state = State.Text;
            return Ends();
        }

        // A sign that begins no tag: text with a bare one in it is ill-formed, and its message still has an end.
        if (octet == '<')
        {
            tagLength = 0;
            return false;
        }

        // Of a tag its first octets count, and the last one: whether it closes itself.
        tag[Math.Min(tagLength, MaxTagOctets - 1)] = octet;
        tagLength = Math.Min(tagLength + 1, MaxTagOctets);
        var begun = tag.AsSpan(0, tagLength);
        if (begun.SequenceEqual("!--"u8))
            Hide(State.Comment);
        else if (begun.SequenceEqual("![CDATA["u8))
            Hide(State.CharacterData);
        else if (tagLength == 1 && octet == '?')
            Hide(State.Instruction);
        else if (tagLength == 2 && begun[0] == '!' && octet is not ((byte)'-' or (byte)'['))
            Hide(State.Declaration);
        return false;
    }

    private void Hide(State hidden) => (state, tagLength) = (hidden, 0);

    /// <summary>Whether the tag that has just ended is the end of the message.</summary>
    private bool Ends()
    {
        var whole = tag.AsSpan(0, tagLength);
        if (whole.IsEmpty)
            return false;
        bool isFirst = !hasElement;
        hasElement = true;
        bool isEnd = whole[0] == '/';
        if (!isEnd && (!isFirst || whole[^1] != '/'))
            return false;
        var name = whole[(isEnd ? 1 : 0)..];
        int length = name.IndexOfAny(" \t\r\n/"u8);
        name = length < 0 ? name : name[..length];
        name = name[(name.LastIndexOf((byte)':') + 1)..];
        return name.SequenceEqual("NCIPMessage"u8) || name.SequenceEqual("NCIPVersionMessage"u8);
    }

    /// <summary>Waits for the end of what hides its content; the last octets are kept for the comparison.</summary>
    private bool Until(ReadOnlySpan<byte> end, byte octet)
    {
        if (tagLength == end.Length)
        {
            tag.AsSpan(1, tagLength - 1).CopyTo(tag);
            tagLength--;
        }

        tag[tagLength++] = octet;
        if (tag.AsSpan(0, tagLength).SequenceEqual(end))
            (state, tagLength) = (State.Text, 0);
        return false;
    }
}

/// <summary>What a look at the stream has shown.</summary>
/// <param name="State">Whether a message is there.</param>
/// <param name="Octets">The length of the message when complete, with what stood before it; else 0.</param>
/// <param name="Reason">Why the stream is refused, else empty.</param>
public readonly record struct NcipFrame(NcipFrameState State, int Octets, string Reason);

/// <summary>Whether a message has been received.</summary>
public enum NcipFrameState
{
    /// <summary>None has begun: nothing was received, or blanks.</summary>
    Idle,

    /// <summary>One has begun.</summary>
    NeedsMore,

    /// <summary>A whole one.</summary>
    Complete,

    /// <summary>What was received cannot become one.</summary>
    Refused,
}
