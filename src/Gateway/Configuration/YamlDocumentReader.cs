using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Reads one YAML file into a tree of values with places. Only the plain part of YAML is accepted: no
/// anchors, aliases, tags or several documents, and no key twice. They are refused because a reader cannot
/// see what they do to a setting, and because aliases let a small file grow without bound.
/// </summary>
internal sealed class YamlDocumentReader
{
    private readonly string _file;
    private readonly List<ConfigFault> _faults;
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private int _nodes;

    private YamlDocumentReader(string file, string text, List<ConfigFault> faults)
    {
        _file = file;
        _faults = faults;
        _scanner = new Scanner(new StringReader(text), skipComments: true);
        _parser = new Parser(_scanner);
    }

    /// <summary>
    /// Reads a file. Null when it cannot be read as YAML at all; each reason is added to the faults.
    /// </summary>
    public static ConfigNode? ReadFile(string path, List<ConfigFault> faults)
    {
        try
        {
            if (new FileInfo(path).Length <= ConfigLimits.MaxFileOctets)
                return Decode(path, File.ReadAllBytes(path), faults);
            faults.Add(new ConfigFault(
                path, 0, 0, $"the file is larger than {ConfigLimits.MaxFileOctets} octets"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add(new ConfigFault(path, 0, 0, "the file does not exist"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new ConfigFault(path, 0, 0, "the file cannot be read by this account"));
        }
        return null;
    }

    /// <summary>Reads a text that stands for the file of the given name.</summary>
    public static ConfigNode? ReadText(string file, string text, List<ConfigFault> faults)
    {
        var reader = new YamlDocumentReader(file, text, faults);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            // The text of the exception is the scanner's own and repeats no value of the file.
            var position = new ConfigPosition(file, (int)e.Start.Line, (int)e.Start.Column);
            faults.Add(position.Fault($"this is not YAML: {e.Message.TrimEnd('.')}"));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or ArithmeticException
            or FormatException or IndexOutOfRangeException)
        {
            // The scanner trips over some malformed texts (found by random ones) instead of naming the fault.
            var mark = reader._scanner.CurrentPosition;
            faults.Add(new ConfigFault(file, (int)mark.Line, (int)mark.Column, "this is not YAML"));
        }
        catch (RefusedException e)
        {
            faults.Add(e.Fault);
        }
        return null;
    }

    private static ConfigNode? Decode(string path, ReadOnlySpan<byte> octets, List<ConfigFault> faults)
    {
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return ReadText(path, strict.GetString(octets).TrimStart('\uFEFF'), faults);
        }
        catch (DecoderFallbackException)
        {
            faults.Add(new ConfigFault(path, 0, 0, "the file is not UTF-8 text"));
            return null;
        }
    }

    private ConfigNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _faults.Add(new ConfigFault(_file, 0, 0, "the file is empty"));
            return null;
        }
        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
            throw Refused(second.Start, "the file holds a second document; one file holds one");
        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        var at = _parser.Require<ParsingEvent>().Start;
        if (depth > ConfigLimits.MaxDepth)
            throw Refused(at, $"values are nested deeper than {ConfigLimits.MaxDepth} levels");
        if (_parser.Accept<AnchorAlias>(out var alias))
            throw Refused(alias.Start, "aliases (*name) are not allowed; write the value out");
        var node = _parser.Require<NodeEvent>();
        if (++_nodes > ConfigLimits.MaxNodes)
            throw Refused(node.Start, $"the file holds more than {ConfigLimits.MaxNodes} values");
        RefuseDecoration(node);
        return node switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadList(depth),
            _ => ReadMap(depth),
        };
    }

    private void RefuseDecoration(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
            _faults.Add(At(node.Start).Fault("anchors (&name) are not allowed; write the value out"));
        if (!node.Tag.IsEmpty)
            _faults.Add(At(node.Start).Fault("tags (!name) are not allowed; write the plain value"));
    }

    private ConfigScalar ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return new ConfigScalar(At(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain);
    }

    private ConfigList ReadList(int depth)
    {
        var start = _parser.Consume<SequenceStart>().Start;
        var items = new List<ConfigNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new ConfigList(At(start), items);
    }

    private ConfigMap ReadMap(int depth)
    {
        var start = _parser.Consume<MappingStart>().Start;
        var entries = new List<ConfigEntry>();
        var firstLine = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not ConfigScalar key)
                throw Refused(start, "a key must be a single name");
            var value = ReadNode(depth + 1);
            if (firstLine.TryAdd(key.Text, key.Position.Line))
                entries.Add(new ConfigEntry(key, value));
            else
                _faults.Add(key.Position.Fault(
                    $"'{Echo.Of(key.Text)}' is given twice, first in line {firstLine[key.Text]}"));
        }
        return new ConfigMap(At(start), entries);
    }

    private ConfigPosition At(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);

    private RefusedException Refused(Mark mark, string message) => new(At(mark).Fault(message));

    /// <summary>Leaves the recursive reading at the first thing that makes the rest meaningless.</summary>
    private sealed class RefusedException(ConfigFault fault) : Exception
    {
        public ConfigFault Fault { get; } = fault;
    }
}
