using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// Requests that may bear the numbers that a letter names, looked up by the index of words before the unit of work, which
/// must be quick. They are only candidates: the unit of work reads each again and compares the whole number.
/// </summary>
internal sealed class LetterNumbers
{
    /// <summary>Numbers of one letter that are looked up; a report about more orders has them in its own format.</summary>
    private const int MaxNumbers = 200;

    /// <summary>Partners that share one sender's address.</summary>
    private const int MaxPartners = 5;

    /// <summary>Requests of a partner that bear one number; a real one belongs to one or two.</summary>
    private const int MaxRequests = 20;

    private readonly Dictionary<string, IReadOnlyList<long>> _found;

    private LetterNumbers(Dictionary<string, IReadOnlyList<long>> found) => _found = found;

    /// <summary>Nothing looked up.</summary>
    public static LetterNumbers None { get; } = new([]);

    /// <summary>Looks up what the clues of a letter name, among the requests of the partners that its sender may be.</summary>
    public static async Task<LetterNumbers> FindAsync(
        IStore store, Network network, ReceivedLetter letter, CancellationToken cancellationToken)
    {
        var partners = LetterSenders.Claimed(network, letter.Origin).Take(MaxPartners).ToArray();
        var numbers = letter.Statements.SelectMany(statement => statement.Clues).Select(NumberOf).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxNumbers);
        var found = new Dictionary<string, IReadOnlyList<long>>(StringComparer.OrdinalIgnoreCase);
        foreach (var number in partners.Length == 0 ? [] : numbers)
        {
            var requests = new List<long>();
            foreach (var partner in partners)
            {
                // The words of a search name the partner too: a request that has gone on to another one is still found.
                var filter = new RequestFilter { Text = $"{number} {partner.Code}" };
                var page = await store.ListRequestsAsync(filter, null, MaxRequests, cancellationToken);
                requests.AddRange(page.Items.Select(state => state.Number));
            }

            found[number] = requests.Distinct().ToArray();
        }

        return new LetterNumbers(found);
    }

    /// <summary>The candidates for a number.</summary>
    public IReadOnlyList<long> Of(string number) => _found.GetValueOrDefault(number.Trim()) ?? [];

    private static string? NumberOf(RequestClue clue) => clue switch
    {
        RequestClue.OpenNumber open => Usable(open.Number),
        RequestClue.Native { Number: { } number } => Usable(number),
        _ => null,
    };

    private static string? Usable(string number) => number.Trim() is { Length: > 0 and <= 64 } trimmed ? trimmed : null;
}
