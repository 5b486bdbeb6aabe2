namespace ResourceSharing.Gateway.Api;

/// <summary>What the HTTP interface takes from outside, each limit with its reason.</summary>
internal static class ApiLimits
{
    /// <summary>Octets of a request body: a request with two long notes has less than half of it.</summary>
    public const int BodyOctets = 64 * 1024;

    /// <summary>Nesting of a body: the calls themselves need two levels.</summary>
    public const int BodyDepth = 16;

    /// <summary>Characters of a title or another line of a citation: the longest titles in catalogues have some
    /// hundred.</summary>
    public const int LineChars = 1000;

    /// <summary>Characters of a number, a code or a name.</summary>
    public const int WordChars = 200;

    /// <summary>Characters of a note: what a request keeps of one.</summary>
    public const int NoteChars = Lifecycle.LifecycleRules.MaxNoteLength;

    /// <summary>Partners in one rota: nobody waits for the fifty-first.</summary>
    public const int RotaPartners = 50;

    /// <summary>Requests in one call that acts on many: a page of a list.</summary>
    public const int BulkRequests = Storage.StoreLimits.PageRows;

    /// <summary>Languages of one request.</summary>
    public const int Languages = 10;

    /// <summary>Pages or chapters of one item: the longest works have some ten thousand pages.</summary>
    public const int PagesOrChapters = 100_000;

    /// <summary>Characters of an idempotency key: a UUID has 36.</summary>
    public const int IdempotencyKeyChars = 255;

    /// <summary>Rows on a page when nobody says how many.</summary>
    public const int DefaultPageRows = 50;

    /// <summary>Lines of history that come with a request, the newest ones.</summary>
    public const int HistoryLines = 500;

    /// <summary>Largest amount of money: beyond it somebody has mistyped.</summary>
    public const decimal Amount = 9_999_999.99m;

    /// <summary>Faults that one answer names.</summary>
    public const int Faults = 20;

    /// <summary>Days outside of these years are typing errors, and leave room to add loan periods.</summary>
    public const int FirstYear = 1900;

    /// <summary>See <see cref="FirstYear"/>.</summary>
    public const int LastYear = 2199;
}
