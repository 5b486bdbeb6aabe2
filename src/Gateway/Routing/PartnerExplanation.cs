using System.Globalization;
using System.Text;

namespace ResourceSharing.Gateway.Routing;

/// <summary>What the configuration of a partner really does, in plain words.</summary>
/// <param name="Code">The partner's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Channel">The type of its channel.</param>
/// <param name="Introduction">The partner in a few sentences.</param>
/// <param name="Borrowing">How we borrow from it; null when we do not.</param>
/// <param name="Lending">How we lend to it; null when we do not.</param>
internal sealed record PartnerExplanation(
    string Code, string Name, string Channel, IReadOnlyList<string> Introduction, SideExplanation? Borrowing,
    SideExplanation? Lending)
{
    /// <summary>The same as a text to be read, with line feeds.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Code}: {Name}\n\n");
        AddLines(text, "", Introduction);
        AddSide(text, $"When we borrow from {Code}", Borrowing);
        AddSide(text, $"When we lend to {Code}", Lending);
        return text.ToString();
    }

    private static void AddSide(StringBuilder text, string title, SideExplanation? side)
    {
        if (side is null)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{title} (workflow profile {side.Profile})\n\n");
        text.Append("What staff can do, and what is sent then:\n");
        var width = side.Actions.Max(action => action.Action.Length);
        foreach (var action in side.Actions)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  {action.Action.PadRight(width)}  {action.Meaning}: {action.Sends}\n");
        }

        AddLines(text, "What happens by itself:", side.Automatic);
        AddLines(text, "What does not exist, since a step is missing:",
            side.Missing.Select(missing => missing.ToText()));
        AddLines(text, "Worth knowing:", side.Quirks);
    }

    private static void AddLines(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        if (all.Length == 0)
        {
            return;
        }

        text.Append(title.Length > 0 ? $"\n{title}\n" : "");
        foreach (var line in all)
        {
            text.Append(title.Length > 0 ? "  - " : "").Append(line).Append('\n');
        }
    }
}

/// <summary>One direction of the work with a partner.</summary>
/// <param name="Profile">The code of the workflow profile.</param>
/// <param name="Actions">What staff can do.</param>
/// <param name="Automatic">What happens without staff.</param>
/// <param name="Missing">The steps that are off, with what goes with them.</param>
/// <param name="Quirks">What surprises people.</param>
internal sealed record SideExplanation(
    string Profile, IReadOnlyList<ActionExplanation> Actions, IReadOnlyList<string> Automatic,
    IReadOnlyList<MissingStep> Missing, IReadOnlyList<string> Quirks);

/// <summary>One thing that staff can do.</summary>
/// <param name="Action">As the interface names it, with the answer where it has two.</param>
/// <param name="Meaning">In words.</param>
/// <param name="Sends">What is sent, over which channel.</param>
internal sealed record ActionExplanation(string Action, string Meaning, string Sends);

/// <summary>One step that is off.</summary>
/// <param name="Step">As files write it.</param>
/// <param name="Statuses">The labels of the statuses that cannot occur.</param>
/// <param name="Actions">The actions that are not on offer.</param>
/// <param name="Instead">How it goes without the step.</param>
internal sealed record MissingStep(
    string Step, IReadOnlyList<string> Statuses, IReadOnlyList<string> Actions, string Instead)
{
    /// <summary>The same as a sentence.</summary>
    public string ToText()
    {
        var parts = Statuses.Select(status => $"no status \"{status}\"")
            .Concat(Actions.Select(action => $"no action {action}"));
        return $"{Step}: {string.Join("", parts.Select(part => part + ", "))}so {Instead}.";
    }
}
