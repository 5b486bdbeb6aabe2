using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>
/// What is wrong. Version 2 has one <c>Problem</c> for each; version 1 has one <c>Problem</c> with one or more
/// <c>ProcessingError</c>s or <c>MessagingError</c>s in it, in the answer to a notification MessagingErrors alone.
/// Either form is read in either version.
/// </summary>
/// <param name="property">Where they are kept.</param>
/// <param name="service">The service that is answered.</param>
/// <param name="isRequired">Whether the content is nothing without one.</param>
/// <param name="isNotification">Whether the answer is one to a notification.</param>
internal sealed class ProblemsMember<T>(
    Property<T, WireList<NcipProblem>> property, string service, bool isRequired, bool isNotification)
    : Member<T>("Problem", property.Name, NcipVersions.All, isRequired)
{
    private static readonly CodeShape Code = new();

    public override bool IsPresent(T source) => property.Get(source).Count > 0;

    public override void AddTo(Dictionary<string, Slot<T>> slots)
    {
        base.AddTo(slots);
        slots.TryAdd("MessagingError", new Slot<T>(this, null));
        slots.TryAdd("ProcessingError", new Slot<T>(this, null));
    }

    public override void Read(XmlPart part, NcipReading reading, Collected<T> collected)
    {
        var list = collected.List(property);
        if (part.Name != "Problem")
        {
            list.Add(Error(part, reading));
            return;
        }

        int before = list.Count;
        for (int i = 0; i < part.Children.Count; i++)
        {
            if (part.Children[i].Name is "MessagingError" or "ProcessingError")
                list.Add(Error(part.Children[i], reading));
        }

        if (list.Count == before)
            list.Add(Problem(part, reading));
    }

    public override void Write(NcipWriting writing, T source)
    {
        var problems = property.Get(source);
        if (!writing.IsV1)
        {
            foreach (var problem in problems)
                NcipModule.Problem.Write(writing, "Problem", problem);
            if (problems.Count == 0 && IsRequired && !writing.IsForDigest)
                writing.Miss(Name);
        }
        else if (problems.Count > 0)
        {
            WriteErrors(writing, problems);
        }
    }

    private static NcipProblem Problem(XmlPart part, NcipReading reading)
    {
        NcipModule.Problem.TryRead(part, reading, out var problem);
        // FOLIO's own faults have a message instead, sometimes as the text itself.
        return problem.Type is null && problem.Detail is null && part.Text.Trim() is { Length: > 0 } text
            ? problem with { Detail = text } : problem;
    }

    /// <summary>The path of a nested element becomes one of version 2.</summary>
    private NcipProblem Error(XmlPart part, NcipReading reading)
    {
        var kind = part.Name;
        NcipCode? type = part.Child(kind + "Type") is { } typed && Code.TryRead(typed, reading, out var read) ? read : null;
        var path = new List<string>();
        string? value = null;
        for (var at = part.Child(kind + "Element"); at is not null; at = at.Child(kind + "Element"))
        {
            if (at.Child("ElementName")?.Text.Trim() is { Length: > 0 } name)
                path.Add(NcipNames.OfVersion2(name));
            value ??= at.Child(kind + "Value")?.Text;
        }

        return new NcipProblem
        {
            Type = type,
            Element = path.Count == 0 ? null : $"//{string.Join('/', [.. Service(path), .. path])}",
            Value = string.IsNullOrEmpty(value) ? null : value,
        };
    }

    private string[] Service(List<string> path) => path[0] == service || service.Length == 0 ? [] : [service];

    private void WriteErrors(NcipWriting writing, WireList<NcipProblem> problems)
    {
        bool isMessaging = isNotification || NcipProblemTypes.IsMessaging(problems[0].Type);
        var kind = isMessaging ? "MessagingError" : "ProcessingError";
        if (!isNotification)
            writing.Open(Name);
        foreach (var problem in problems)
            WriteError(writing, kind, problem);
        if (!isNotification)
            writing.Close(Name);
    }

    private void WriteError(NcipWriting writing, string kind, NcipProblem problem)
    {
        writing.Open(kind);
        var type = problem.Type ?? new NcipCode(NcipProblemTypes.TemporaryProcessingFailure);
        Code.Write(writing, kind + "Type", type with { Scheme = type.Scheme ?? NcipProblemTypes.SchemeOf(type, service) });
        if (problem.Detail is not null)
            writing.Lose("ProblemDetail", "an error of version 1 has no words");
        var path = (problem.Element ?? service).Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Length > 1 && path[0] == service)
            path = path[1..];
        WriteElement(writing, kind, path.Length == 0 ? [service] : path, problem.Value);
        writing.Close(kind);
    }

    private static void WriteElement(NcipWriting writing, string kind, ReadOnlySpan<string> path, string? value)
    {
        int depth = Math.Min(path.Length, NcipLimits.MaxDepth / 4);
        for (int i = 0; i < depth; i++)
        {
            writing.Open(kind + "Element");
            writing.Element("ElementName", NcipNames.Written(path[i], NcipVersions.V1));
        }

        if (value is not null)
            writing.Element(kind + "Value", value);
        for (int i = 0; i < depth; i++)
            writing.Close(kind + "Element");
    }
}
