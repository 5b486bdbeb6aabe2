using System.ComponentModel;
using System.Diagnostics;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;
using Xunit;

namespace ResourceSharing.Tests.Interop.IsoIll;

/// <summary>
/// What our writer makes is read by libyaz, the implementation that most peers of this protocol are built
/// on, and what libyaz makes of it is read here as the same value. libyaz takes extensions for opaque
/// values.
/// </summary>
public sealed class LibYazTests(LibYazProgram libyaz) : IClassFixture<LibYazProgram>
{
    private const int Accepted = 0;
    private const int Refused = 6;
    private const int ValuesPerApdu = 6;

    public static TheoryData<int> ApduTypes => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(ApduTypes))]
    public void Libyaz_reads_what_we_write_and_we_read_what_it_writes(int type)
    {
        libyaz.SkipIfAbsent();
        var shape = IsoIllModule.Find((IllApduType)type);
        for (int seed = 0; seed < ValuesPerApdu; seed++)
        {
            var fullness = seed == 0 ? Fullness.Minimal : seed == 1 ? Fullness.Full : Fullness.Random;
            var apdu =
                IsoIllVectors.Decode(new ModuleValues(new Random(seed), fullness, false).Apdu(shape)).Apdu;
            AssertUnderstood(apdu, $"{shape.Name}, seed {seed}");
        }
    }

    [Fact]
    public void Libyaz_reads_what_we_make_of_every_vector()
    {
        libyaz.SkipIfAbsent();
        foreach (string name in IsoIllVectors.Names.Where(name =>
            !name.Contains("hostile", StringComparison.Ordinal)))
            AssertUnderstood(IsoIllVectors.Decode(name).Apdu, name);
    }

    [Fact]
    public void Libyaz_refuses_a_request_without_its_defaults_which_is_why_we_write_them()
    {
        libyaz.SkipIfAbsent();
        string file = Path.Combine(libyaz.Folder, "omitted.ber");
        File.WriteAllBytes(file, IsoIllVectors.Octets("edge/canonical-ill-request-defaults-omitted"));
        var (code, _, error) = libyaz.Run("print", file);
        Assert.Equal(Refused, code);
        Assert.Contains("transaction_type", error, StringComparison.Ordinal);
    }

    private void AssertUnderstood(Apdu apdu, string what)
    {
        string ours = Path.Combine(libyaz.Folder, "ours.ber");
        string theirs = Path.Combine(libyaz.Folder, "theirs.ber");
        File.WriteAllBytes(ours, IsoIllCodec.Encode(apdu));
        var (code, output, error) = libyaz.Run("print", ours);
        Assert.True(code == Accepted, $"{what}: libyaz says {error}");
        Assert.NotEmpty(output);
        (code, _, error) = libyaz.Run("reencode", ours, theirs);
        Assert.True(code == Accepted, $"{what}: libyaz says {error}");
        Assert.True(apdu == IsoIllVectors.Decode(File.ReadAllBytes(theirs)).Apdu,
            $"{what}: came back as another value");
    }
}

/// <summary>The C program that uses libyaz, built once.</summary>
public sealed class LibYazProgram : IDisposable
{
    private readonly string? absent;

    public LibYazProgram()
    {
        try
        {
            absent = Build();
        }
        catch (Win32Exception)
        {
            absent = "cc or pkg-config is not installed";
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("libyaz").FullName;

    private string Program => Path.Combine(Folder, "illprint");

    public void SkipIfAbsent()
    {
        if (absent is not null)
            Assert.Skip(absent);
    }

    public (int Code, string Output, string Error) Run(params string[] arguments) =>
        Execute(Program, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string? Build()
    {
        var (code, flags, _) = Execute("pkg-config", "--cflags", "--libs", "yaz");
        if (code != 0)
            return "libyaz is not installed (Debian: libyaz-dev)";
        string source =
            Path.Combine(IsoIllVectors.RepositoryRoot(), "tests", "Interop", "IsoIll", "illprint.c");
        string[] words = flags.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        (code, _, string error) = Execute("cc", ["-O2", "-Wall", "-o", Program, source, .. words]);
        return code == 0 ? null : throw new InvalidOperationException(error);
    }

    private static (int Code, string Output, string Error) Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
