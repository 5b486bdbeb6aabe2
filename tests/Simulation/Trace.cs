using System.Security.Cryptography;
using System.Text;

namespace ResourceSharing.Tests.Simulation;

/// <summary>What happened in a run, line by line, for whoever has to understand a failure.</summary>
internal sealed class Trace(VirtualTime time)
{
    private readonly StringBuilder _lines = new();

    /// <summary>What must not happen; the first one ends the run.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The digest of all lines: two runs with the same digest did the same.</summary>
    public string Digest => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(_lines.ToString())));

    public void Add(string line) =>
        _lines.Append($"{time.Now:MM-dd HH:mm:ss}  ").Append(line).Append('\n');

    public void Fault(string fault)
    {
        Add($"FAULT {fault}");
        Faults.Add(fault);
    }

    public override string ToString() => _lines.ToString();
}
