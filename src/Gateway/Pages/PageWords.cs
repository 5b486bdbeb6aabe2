using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Pages;

/// <summary>The words of pages in the configuration in force; read when it changes.</summary>
internal sealed class PageWords
{
    private readonly Lock _reading = new();
    private Network? _of;
    private IReadOnlyDictionary<string, LetterWords> _words = new Dictionary<string, LetterWords>();

    /// <summary>The words of a language.</summary>
    public LetterWords Of(Network network, string language) => Read(network).GetValueOrDefault(language) ?? LetterWords.English;

    /// <summary>The words of the first language that there is, of those that a browser wants; else those of our library.</summary>
    /// <param name="network">The configuration.</param>
    /// <param name="wanted">Best first: <c>de-AT</c>, <c>en</c>.</param>
    public LetterWords Of(Network network, IEnumerable<string> wanted)
    {
        var words = Read(network);
        foreach (var language in wanted.Select(one => one.Split('-')[0].ToLowerInvariant()))
        {
            if (language == LetterWords.FallbackLanguage)
            {
                return words.GetValueOrDefault(language) ?? LetterWords.English;
            }

            if (words.TryGetValue(language, out var own))
            {
                return own;
            }
        }

        return Of(network, network.Snapshot.Gateway.Library.Language);
    }

    private IReadOnlyDictionary<string, LetterWords> Read(Network network)
    {
        lock (_reading)
        {
            if (!ReferenceEquals(_of, network))
            {
                _words = WordsFolder.Load(Path.Combine(network.Snapshot.Directory, LetterFolder.Name), []);
                _of = network;
            }

            return _words;
        }
    }
}
