namespace ResourceSharing.Tests.Network;

/// <summary>A folder of its own with a configuration and room for the data of one gateway.</summary>
internal sealed class GatewayFolder : IDisposable
{
    public const string OurSymbol = "RSG:HOME";

    public GatewayFolder(string symbols = OurSymbol, string delivery = "{startDelay: 0s, firstRetry: 1s}")
    {
        foreach (var shared in new[] { "profiles", "letters" })
        {
            CopyFolder(Path.Combine(Repository.Root, "config", shared), Path.Combine(Config, shared));
        }

        Directory.CreateDirectory(Path.Combine(Config, "partners"));
        File.WriteAllText(Path.Combine(Config, "gateway.yaml"), $$"""
            library:
              code: HOME
              name: Home Library
              symbols: [{{symbols}}]
              email: ill@home.example
              postalAddress: {street: 1 Reading Lane, city: Bookham, postalCode: "01234"}
            delivery: {{delivery}}
            """);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("rsg-").FullName;

    public string Config => Path.Combine(Root, "config");

    public string Data => Path.Combine(Root, "data");

    /// <summary>Adds a partner that speaks ISO ILL and is reached at a port of the loopback.</summary>
    public void AddIllPartner(string code, string symbols, int port, bool answersHere = true) => File.WriteAllText(
        Path.Combine(Config, "partners", code + ".yaml"), $$"""
        code: {{code}}
        name: {{code[0]}}{{code[1..].ToLowerInvariant()}} Library
        symbols: [{{symbols}}]
        allowedFrom: [127.0.0.1]
        delivery: {concurrency: 4}
        channel:
          type: iso-ill
          host: 127.0.0.1
          port: {{port}}
          listenForAnswer: 1s
          answerOnSameConnection: {{(answersHere ? "true" : "false")}}
        """);

    /// <summary>Adds a system that manages requests itself, calls by NCIP from this machine, and is known by its
    /// profile.</summary>
    public void AddNcipBroker(string code, string profile, string dialect) => File.WriteAllText(
        Path.Combine(Config, "partners", code + ".yaml"), $$"""
        code: {{code}}
        name: {{code[0]}}{{code[1..].ToLowerInvariant()}} System
        allowedFrom: [127.0.0.0/8]
        channel:
          type: ncip
          broker:
            dialect: {{dialect}}
            applicationProfileTypes: [{{profile}}]
        """);

    /// <summary>Adds a member of our own pod, with what it holds (rows of issn, isbn, fromYear, toYear) or without a list.</summary>
    public void AddPodMember(string code, string[]? holdings = null, string settings = "capacity: 10", string partner = "")
    {
        var secret = Path.Combine(Config, "secrets", code);
        Directory.CreateDirectory(Path.GetDirectoryName(secret)!);
        File.WriteAllText(secret, PodClient.PasswordOf(code));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        if (holdings is not null)
        {
            Directory.CreateDirectory(Path.Combine(Config, "holdings"));
            File.WriteAllLines(Path.Combine(Config, "holdings", code + ".csv"), ["issn,isbn,fromYear,toYear", .. holdings]);
        }

        File.WriteAllLines(Path.Combine(Config, "partners", code + ".yaml"),
        [
            $"code: {code}", $"name: {code[0]}{code[1..].ToLowerInvariant()} Library", partner, "channel:", "  type: rapid-pod",
            $"  rapidCode: {code}", "  branchNames: [Main]", $"  user: {code}-user", $"  password: file:secrets/{code}",
            "  supplies: [articles, chapters, books]", $"  {settings}",
            holdings is null ? "" : $"  holdings: holdings/{code}.csv",
        ]);
    }

    /// <summary>Switches the built-in circulation on.</summary>
    public void AddCirculation(string agency) => AddSettings($$"""
        circulation:
          system: built-in
          agencies: [{{agency}}]
          maximumLoans: 10000
          pickupLocations: [{code: MAIN, name: Main library}]
        """);

    /// <summary>Adds to gateway.yaml.</summary>
    public void AddSettings(string yaml) => File.AppendAllText(Path.Combine(Config, "gateway.yaml"), $"\n{yaml}\n");

    public static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
