using ResourceSharing.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

/// <summary>
/// One run over a folder in which everything that can be wrong is wrong: the list of faults, in order, is the
/// golden file next to it. UPDATE_GOLDEN=1 writes it anew; read the difference before committing it.
/// </summary>
public sealed class EverythingWrongTests
{
    private static readonly string Folder =
        Path.Combine(Repository.Root, "tests/Unit/Gateway/Configuration/EverythingWrong");

    private static readonly ConfigurationVocabulary Vocabulary = TemporaryConfiguration.Vocabulary with
    {
        LetterCodes = new HashSet<string> { "LenderShip", "LenderReject" },
    };

    private static readonly string[] Overrides =
        ["listeners.isoil.port=2611", "retention.duplicateDays=many", "mail.smtp.host", "mail.from=[a"];

    [Fact]
    public void All_faults_are_reported_at_once_with_their_places_in_order()
    {
        var result = new ConfigurationLoader(Vocabulary, _ => null).Load(Folder, Overrides);
        Assert.Null(result.Snapshot);
        var actual = string.Concat(result.Faults.Select(
            f => f.ToString().Replace(Folder, "config", StringComparison.Ordinal) + "\n"));
        var golden = Path.Combine(Folder, "faults.golden");
        if (Repository.UpdatesGolden)
            File.WriteAllText(golden, actual);
        Assert.Equal(File.ReadAllText(golden), actual);
    }

    [Fact]
    public void A_password_in_clear_text_is_nowhere_in_the_faults()
    {
        var result = new ConfigurationLoader(Vocabulary, _ => null)
            .Load(Folder, ["mail.smtp.password=hunter2"]);
        Assert.DoesNotContain(result.Faults, f => f.ToString().Contains("hunter2", StringComparison.Ordinal));
        Assert.Contains(result.Faults, f => f is
        {
            File: "--set mail.smtp.password",
            Message: "password: a secret must be given as env:NAME or file:PATH",
        });
    }
}
