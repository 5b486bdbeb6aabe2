using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

/// <summary>Settings of an invented socket protocol.</summary>
internal sealed record FakeSocketSettings : IChannelSettings
{
    [MinLength(1)]
    public required string Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 1611;

    public bool AnswerOnSameConnection { get; init; }

    public string FallbackCharset { get; init; } = "iso-8859-1";

    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ListenForAnswer { get; init; } = TimeSpan.FromSeconds(5);

    public SecretReference? Password { get; init; }

    public string DescribeWay() => $"by the socket of {Host}";

    public string DescribeMessage(IllMessage message) => message.Service.ToString();
}

/// <summary>Settings of an invented letter protocol.</summary>
internal sealed record FakeMailSettings : IChannelSettings
{
    public required string Address { get; init; }

    public string Format { get; init; } = "text";

    public IReadOnlyList<string> Senders { get; init; } = [];

    IReadOnlyList<string> IChannelSettings.LetterSenders => [Address, .. Senders];

    public string DescribeWay() => $"as letters to {Address}";

    public string DescribeMessage(IllMessage message) => message.Service.ToString();
}

/// <summary>A configuration folder that lives as long as a test.</summary>
internal sealed class TemporaryConfiguration : IDisposable
{
    public const string Gateway =
        """
        library:
          code: HOME
          name: Home Library
          symbols: [RSG:HOME]
          email: ill@home.example
        """;

    public const string East =
        """
        code: EAST
        name: East Library
        symbols: [RSG:EAST]
        channel: {type: iso-ill, host: east.example}
        """;

    public static readonly ConfigurationVocabulary Vocabulary = new()
    {
        ChannelTypes = new Dictionary<string, Type>
        {
            ["iso-ill"] = typeof(FakeSocketSettings),
            ["email"] = typeof(FakeMailSettings),
        },
        StaffMail = address => new ChannelConfig("email", new FakeMailSettings { Address = address }),
        Dialects = new HashSet<string> { "short-dates", "swapped-names" },
    };

    public TemporaryConfiguration()
    {
        Write("gateway.yaml", Gateway);
        Write("partners/EAST.yaml", East);
        Write("profiles/DEFAULT_BOR_WF.yaml",
            "code: DEFAULT_BOR_WF\nname: Borrowing\nside: borrowing\nsteps: [will-supply]\n");
        Write("profiles/DEFAULT_LEND_WF.yaml",
            "code: DEFAULT_LEND_WF\nname: Lending\nside: lending\nsteps: [will-supply]\n");
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("config").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    public void Write(string file, string content)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public ConfigurationResult Load(params string[] overrides) => LoadWith(Vocabulary, overrides);

    public ConfigurationResult LoadWith(ConfigurationVocabulary vocabulary, params string[] overrides) =>
        new ConfigurationLoader(vocabulary, Environment.GetValueOrDefault).Load(Path, overrides);

    /// <summary>The faults as text, with paths below the folder.</summary>
    public string[] Faults(params string[] overrides) => Render(Load(overrides));

    public string[] Render(ConfigurationResult result)
    {
        Assert.Equal(result.Faults.Count == 0, result.IsValid);
        return [.. result.Faults.Select(f => f.ToString().Replace(Path + "/", "", StringComparison.Ordinal))];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
