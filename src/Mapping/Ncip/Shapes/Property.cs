namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>
/// Reads and sets one property of a record, given as <c>t =&gt; t.Property</c> and the source text of that. The property
/// stays <c>init</c> for everybody else; the codec sets it on a record that it has just made and nobody has seen.
/// </summary>
internal sealed class Property<T, TValue>
{
    public Property(Func<T, TValue> get, string source)
    {
        Name = source[(source.LastIndexOf('.') + 1)..].TrimEnd('!');
        Get = get;
        Set = typeof(T).GetProperty(Name)!.SetMethod!.CreateDelegate<Action<T, TValue>>();
    }

    public string Name { get; }

    public Func<T, TValue> Get { get; }

    public Action<T, TValue> Set { get; }
}
