using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Finds out what a person wants to say, by phrases that an administrator can edit. Never guesses: a phrase that is negated,
/// doubted, asked or only says when does not count, and a letter that says two things gives two proposals for the staff.
/// Safe for concurrent use. Source: feeds reference, 4.3.
/// </summary>
public sealed class PhraseGrammar
{
    private readonly IReadOnlyList<PhraseLanguage> languages;

    private PhraseGrammar(IReadOnlyList<PhraseLanguage> languages) => this.languages = languages;

    /// <summary>A grammar that understands nothing.</summary>
    public static PhraseGrammar Empty { get; } = new([]);

    /// <summary>The languages that it knows, ISO 639-1, in their order.</summary>
    public IReadOnlyList<string> Languages => [.. languages.Select(language => language.Code)];

    /// <summary>The languages, compiled.</summary>
    internal IReadOnlyList<PhraseLanguage> Known => languages;

    /// <summary>Compiles the words of all languages; each file has the form that its attributes demand.</summary>
    /// <param name="files">By language, ISO 639-1.</param>
    public static PhraseGrammar Compile(IReadOnlyDictionary<string, PhraseFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new PhraseGrammar(
            [.. files.OrderBy(file => file.Key, StringComparer.Ordinal)
                .Select(file => new PhraseLanguage(file.Key, file.Value))]);
    }

    /// <summary>What a text may mean.</summary>
    /// <param name="text">The writer's own words (<see cref="ReplyText.Read"/>).</param>
    /// <param name="language">The partner's language, whose words come first; all others follow.</param>
    /// <param name="writtenAt">When the letter was written: what is said without a day happened then.</param>
    /// <returns>Nothing, one proposal, or several for the staff to choose from.</returns>
    public IReadOnlyList<LetterProposal> Read(string text, string language, ServiceTime writtenAt)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(writtenAt);
        if (text.Length > LetterLimits.PhraseTextMaxChars)
            return [];
        var found = new List<LetterProposal>();
        var (questions, understood) = (new HashSet<string>(), new HashSet<string>());
        foreach (var spoken in languages.OrderBy(spoken => spoken.Code == language ? 0 : 1))
        {
            var reading = PhraseReading.Of(text, spoken, writtenAt.Date);
            questions.UnionWith(reading.Questions);
            understood.UnionWith(reading.Understood);
            var proposals = PhraseMessages.Of(reading, text, writtenAt);
            found.AddRange(proposals.Where(proposal =>
                !found.Any(known => PhraseMessages.SaySame(known.Message, proposal.Message))));
        }
        // Somebody who asks something wants an answer, whatever else the letter says.
        if (questions.Except(understood).Any() && found.Count > 0)
            found.Add(PhraseMessages.Question(text, writtenAt));
        return found;
    }
}
