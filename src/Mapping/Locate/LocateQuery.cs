namespace ResourceSharing.Mapping.Locate;

/// <summary>What a catalogue can be searched by.</summary>
public enum LocateField
{
    /// <summary>ISBN.</summary>
    Isbn,

    /// <summary>ISSN.</summary>
    Issn,

    /// <summary>OCLC number.</summary>
    Oclc,

    /// <summary>Title.</summary>
    Title,

    /// <summary>Author.</summary>
    Author,
}

/// <summary>One thing to look for.</summary>
/// <param name="Field">Where.</param>
/// <param name="Value">What.</param>
public sealed record LocateTerm(LocateField Field, string Value);

/// <summary>One search: any of the terms (two forms of one number), or all of them (title and
/// author).</summary>
/// <param name="Terms">At least one.</param>
/// <param name="AnyIsEnough">True when one is enough.</param>
public sealed record LocateQuery(IReadOnlyList<LocateTerm> Terms, bool AnyIsEnough)
{
    /// <summary>A number identifies one work; words do not.</summary>
    public bool IsByNumber => Terms.All(term => term.Field is LocateField.Isbn or LocateField.Issn or LocateField.Oclc);

    /// <summary>
    /// The searches for a question, in order. Title and author only where no number can be asked for: a
    /// catalogue that does not know a number does not hold it, while words find too much.
    /// </summary>
    /// <param name="question">What is wanted.</param>
    /// <param name="searchable">What the catalogue can be searched by.</param>
    /// <returns>None when there is nothing that this catalogue can be asked for.</returns>
    public static IReadOnlyList<LocateQuery> Plan(LocateQuestion question, IReadOnlySet<LocateField> searchable)
    {
        LocateQuery?[] byNumber =
        [
            ByNumber(LocateField.Isbn, question.Isbn, question.Isbn10),
            ByNumber(LocateField.Issn, question.Issn),
            ByNumber(LocateField.Oclc, question.Oclc),
        ];
        LocateQuery[] numbers = [.. byNumber.OfType<LocateQuery>().Where(q => searchable.Contains(q.Terms[0].Field))];
        if (numbers.Length > 0)
            return numbers;
        if (question.Title is null || !searchable.Contains(LocateField.Title))
            return [];
        var words = new List<LocateTerm> { new(LocateField.Title, question.Title) };
        if (question.Author is not null && searchable.Contains(LocateField.Author))
            words.Add(new LocateTerm(LocateField.Author, question.Author));
        return [new LocateQuery(words, AnyIsEnough: false)];
    }

    private static LocateQuery? ByNumber(LocateField field, params string?[] forms)
    {
        LocateTerm[] terms = [.. forms.OfType<string>().Select(form => new LocateTerm(field, form))];
        return terms.Length == 0 ? null : new LocateQuery(terms, AnyIsEnough: true);
    }
}
