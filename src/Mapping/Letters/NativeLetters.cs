using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Letters of systems, in a format that we read: our own block, and the dialects of others. Only what the writer's
/// own text holds counts, never what is quoted.</summary>
internal static class NativeLetters
{
    private const string BlockFormat = "machine block";

    private static readonly IReadOnlyList<ILetterDialect> Dialects =
        [new SubitoLetters(), new GenericScriptLetters(), new ReprintsDeskLetters(), new LabelledLetters()];

    /// <summary>What a letter says natively; empty when it is in none of the formats.</summary>
    internal static IReadOnlyList<LetterStatement> Read(LetterInHand letter)
    {
        var blocks = letter.Parts.Blocks.Where(block => !letter.IsOurs(block)).ToList();
        if (blocks.Count > 0)
            return [Block(letter, blocks)];
        foreach (var dialect in letter.HoldsOurBlock ? [] : Dialects)
        {
            if (dialect.Read(letter) is { } statement)
                return [statement];
        }
        return [];
    }

    /// <summary>One whole block of another library, addressed to us, is its message. Two are none: one may be somebody's
    /// text that looks like it.</summary>
    private static LetterStatement Block(LetterInHand letter, List<MachineReading> blocks)
    {
        var clues = blocks.Select(block => (RequestClue)new RequestClue.Native(
            BlockFormat, MachineMessage.Transaction(block), block.Text("your-request") ?? block.Text("request")));
        var block = blocks[0];
        bool isOne = blocks.Count == 1 && !letter.HoldsOurBlock;
        bool isForUs = block.Text("to") is not { } to
            || (Symbol.TryParse(to, out var symbol) && letter.Settings.OurSymbols.Contains(symbol));
        var message = isOne && isForUs && block.Text("from") is not null ? MachineMessage.Read(block) : null;
        return new LetterStatement
        {
            Clues = [.. clues],
            Proposals = message is null ? [] : [new LetterProposal(message, BlockFormat)],
            Words = block.Text("note") ?? "",
        };
    }
}

/// <summary>The letters of one system: recognised by their structure, never by a single word.</summary>
internal interface ILetterDialect
{
    /// <summary>What a letter says; null when it is not of this system.</summary>
    LetterStatement? Read(LetterInHand letter);
}
