namespace ResourceSharing.Mapping.RapidIll;

/// <summary>An operation of the interface. There are five. Source: feeds reference 2.1.</summary>
public sealed class RapidOperation
{
    private RapidOperation(string name, Type input, Type output) => (Name, Input, Output) = (name, input, output);

    /// <summary>All of them, in the order of the interface's own description.</summary>
    public static IReadOnlyList<RapidOperation> All { get; } =
    [
        new("RetrieveRequestInfo", typeof(RetrieveInfoInput), typeof(RetrieveInfoOutput)),
        new("UpdateRequest", typeof(UpdateRequestInput), typeof(UpdateRequestOutput)),
        new("InsertRequest", typeof(InsertRequestInput), typeof(InsertRequestOutput)),
        new("RetrieveHistory", typeof(RetrieveHistoryInput), typeof(RetrieveHistoryOutput)),
        new("RetrieveRequests", typeof(RetrieveRequestsInput), typeof(RetrieveRequestsOutput)),
    ];

    /// <summary>The element of a call.</summary>
    public string Name { get; }

    /// <summary>The record of a call.</summary>
    public Type Input { get; }

    /// <summary>The record of an answer.</summary>
    public Type Output { get; }

    /// <summary>The action of SOAP.</summary>
    public string Action => RapidCodec.Namespace + Name;

    internal string ResponseName => $"{Name}Response";

    internal string ResultName => $"{Name}Result";

    /// <summary>The operation of a call.</summary>
    public static RapidOperation Of(RapidInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return All.Single(one => one.Input == input.GetType());
    }

    /// <summary>The operation of that name; null when there is none.</summary>
    public static RapidOperation? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
