using ResourceSharing.Tests.Interop.Locate;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Conformance;

/// <summary>
/// The lines that configure a library. Days are written as <c>+10d</c>; a setting is <c>name=value</c> with the names of the
/// configuration files.
/// <code>
/// HOME lends to EAST without STEP, ...       steps of the workflow profile for this partner; also: with STEP, setting=value
/// HOME borrows from EAST with STEP, ...      the same for the other side
/// HOME knows EAST setting=value ...          settings of the partner's file
/// HOME knows that EAST is closed until +10d
/// EAST is closed until +10d                  EAST itself takes no requests
/// EAST takes 2 open requests                 and rejects what is more
/// EAST is in the catalogue as CODE           its partners can ask for it there, and so can it itself
/// EAST lends with setting=value ...          what happens by itself when it lends; also: borrows with
/// HOME has the libraries MAIN, LAW           requests belong to them; the first one has its symbol
/// HOME has the staff ida, per                who get mail
/// HOME has the setting requests.KEY=value    below requests of gateway.yaml
/// EAST digitises with setting=value ...      the one rule for what it digitises; department.KEY=value is about its department
/// HOME allows STUDENT 2 files                patrons of the group can have so many requests at one time; or: no files, any files
/// HOME delivers to STUDENT, STAFF            only these groups get files
/// HOME watches copyright setting=value ...   below digitisation.copyright; five.KEY=value is about the rule of five
/// HOME has the rota NAME: EAST, WEST         a template; and then: unordered; for everything, or for setting=value ...
/// </code>
/// The catalogue is Debian's yaz-ztest: "How to program a computer" is in its collection s-FM/GC. The number of records that it
/// finds by an OCLC number is that number: with oclcNumber=1 the book, with oclcNumber=2 two editions of it.
/// </summary>
internal sealed partial class ScriptRunner
{
    private readonly Dictionary<TestLibrary, int> _rules = [];
    private readonly Dictionary<(TestLibrary Library, string Key), string> _digitisation = [];
    private YazTarget? _catalogue;

    /// <summary>A line that configures; null when it is another one.</summary>
    private Func<Task>? SettingOf(TestLibrary library, string[] words) => words switch
    {
        ["lends", "to", var partner, .. var steps] => () => Done(() => SetSteps(library, partner, "lending", steps)),
        ["borrows", "from", var partner, .. var steps] => () => Done(() => SetSteps(library, partner, "borrowing", steps)),
        ["lends", "with", .. var settings] => () => Done(() => library.SetLibrary("lending", Map(settings))),
        ["borrows", "with", .. var settings] => () => Done(() => library.SetLibrary("borrowing", Map(settings))),
        ["knows", "that", var partner, "is", "closed", "until", var day] => () => Done(() => library.SetPartner(partner, "closures", Closed(day))),
        ["knows", var partner, .. var settings] => () => Done(() => Know(library, partner, settings)),
        ["is", "closed", "until", var day] => () => Done(() => library.SetLibrary("lending", $"{{closures: {Closed(day)}}}")),
        ["takes", var most, "open", "requests"] => () => Done(() => library.SetLibrary("lending", $"{{maxOpenRequests: {most}}}")),
        ["is", "in", "the", "catalogue", "as", var code] => () => CatalogueAsync(library, code),
        ["has", "the", "libraries", .. var codes] => () => Done(() => library.SetLibrary("owners", Owners(library, codes))),
        ["has", "the", "staff", .. var users] => () => Done(() => library.SetGateway("staff", Staff(users))),
        ["has", "the", "setting", var setting] => () => Done(() => library.SetGateway("requests", Map([setting.Split('.')[1]]))),
        ["digitises", "with", .. var settings] => () => Done(() => SetDigitising(library, settings)),
        ["allows", var group, var most, "files"] => () => Done(() => SetLimit(library, group, most)),
        ["delivers", "to", .. var groups] => () => Done(() => SetDigitisation(
            library, "deliveryRules", $"[{{name: Members, when: [{{input: user-group, values: [{string.Join(' ', groups)}]}}], deliver: true}}]")),
        ["watches", "copyright", .. var settings] => () => Done(() => SetCopyright(library, settings)),
        ["has", "the", "rota", var name, .. var rest] => () => Done(() => AddRota(library, name.TrimEnd(':'), rest)),
        _ => null,
    };

    private void SetDigitising(TestLibrary library, string[] settings)
    {
        var ofDepartment = settings.Where(setting => setting.StartsWith("department.", StringComparison.Ordinal)).ToArray();
        string[] department = ["code=SCAN", "name=Scanning", .. ofDepartment.Select(setting => setting["department.".Length..])];
        SetDigitisation(library, "departments", $"[{Map(department)}]");
        SetDigitisation(library, "rules", $"[{Map(["name=Default", .. settings.Except(ofDepartment)])}]");
    }

    private void SetLimit(TestLibrary library, string group, string most)
    {
        var maximum = most switch { "no" => ", maximum: 0", "any" => "", _ => $", maximum: {most}" };
        var others = _digitisation.GetValueOrDefault((library, "patronLimits"), "[]").Trim('[', ']');
        SetDigitisation(library, "patronLimits", $"[{others}{(others.Length > 0 ? ", " : "")}{{group: {group}{maximum}}}]");
    }

    private void SetCopyright(TestLibrary library, string[] settings)
    {
        var five = settings.Where(setting => setting.StartsWith("five.", StringComparison.Ordinal)).ToArray();
        var own = Map(["management=true", .. settings.Except(five)]).TrimEnd('}');
        SetDigitisation(library, "copyright",
            five.Length == 0 ? own + "}" : $"{own}, ruleOfFive: {Map(["enabled=true", .. five.Select(setting => setting["five.".Length..])])}}}");
    }

    private void SetDigitisation(TestLibrary library, string key, string value)
    {
        _digitisation[(library, key)] = value;
        library.SetGateway("digitisation", $"{{{string.Join(", ", _digitisation
            .Where(setting => setting.Key.Library == library).Select(setting => $"{setting.Key.Key}: {setting.Value}"))}}}");
    }

    private static Task Done(Action setting)
    {
        setting();
        return Task.CompletedTask;
    }

    private static void SetSteps(TestLibrary library, string partner, string side, string[] steps)
    {
        var names = steps.Skip(1).Select(step => step.TrimEnd(',')).ToArray();
        library.SetWorkflow(partner, side, steps[0] == "with" ? names : [], steps[0] == "without" ? names : []);
    }

    private static void Know(TestLibrary library, string partner, string[] settings)
    {
        foreach (var setting in settings.Select(setting => setting.Split('=')))
        {
            library.SetPartner(partner, setting[0], setting[1]);
        }
    }

    private async Task CatalogueAsync(TestLibrary library, string code)
    {
        if (_catalogue is null)
        {
            _catalogue = new YazTarget();
            await _catalogue.InitializeAsync();
            _catalogue.SkipIfAbsent();
        }

        var settings = $"{{kind: z3950, host: 127.0.0.1, port: {_catalogue.Port}, holdingCode: {code}, timeout: 10s, attributes: {{oclc: 12}}}}";
        library.SetLibrary("locate", settings);
        foreach (var other in _libraries.Values.Except([library]))
        {
            other.SetPartner(library.Code, "locate", settings);
        }
    }

    private void AddRota(TestLibrary library, string name, string[] rest)
    {
        var partners = rest.TakeWhile(word => word is not ("unordered" or "for")).Select(code => code.TrimEnd(','));
        var yaml = $"ordered: {(rest.Contains("unordered") ? "false" : "true")}\npartners: [{string.Join(", ", partners)}]";
        var conditions = rest.SkipWhile(word => word != "for").Skip(1).Where(word => word != "everything").ToArray();
        if (rest.Contains("for"))
        {
            _rules[library] = _rules.GetValueOrDefault(library) + 1;
            yaml += $"\nassignment: {Map([$"rank={_rules[library]}", .. conditions])}";
        }

        library.SetRota(name, yaml);
    }

    private static string Owners(TestLibrary library, string[] codes) => $"[{string.Join(", ", codes.Select((code, at) =>
        $"{{code: {code.TrimEnd(',')}, name: {code.TrimEnd(',')}{(at == 0 ? $", symbols: [RSG:{library.Code}]" : "")}}}"))}]";

    private static string Staff(string[] users) => $"[{string.Join(", ", users.Select(user =>
        $"{{user: {user.TrimEnd(',')}, email: {user.TrimEnd(',')}@home.example}}"))}]";

    private string Closed(string day) => $"[{{until: {Day(day[..^1])}}}]";

    private static string Map(IEnumerable<string> settings) =>
        $"{{{string.Join(", ", settings.Select(setting => setting.Replace("=", ": ", StringComparison.Ordinal)))}}}";
}
