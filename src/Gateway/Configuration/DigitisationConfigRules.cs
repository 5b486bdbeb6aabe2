using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Rules between the settings below digitisation.</summary>
internal static class DigitisationConfigRules
{
    private const string Section = "digitisation";

    private static readonly Dictionary<RuleInput, string[]> Known = new()
    {
        [RuleInput.MaterialType] = ["book", "journal", "other"],
        [RuleInput.Service] = ["patron", "resource-sharing"],
        [RuleInput.Format] = ["digital", "physical", "physical-non-returnable"],
        [RuleInput.Extent] = ["whole", "part"],
    };

    public static void Check(ConfigFile<GatewayConfig> file, IEnumerable<string> partners, List<ConfigFault> faults)
    {
        var config = file.Value.Digitisation;
        var owners = OwnersOf(file.Value.Library);
        string[] partnerCodes = [.. partners];
        CheckDepartments(file, owners, faults);
        CheckRules(file, faults);
        foreach (var (at, rule) in config.Rules.Index())
        {
            CheckConditions(file, "rules", at, rule.When, owners, partnerCodes, faults);
        }

        foreach (var (at, rule) in config.DeliveryRules.Index())
        {
            CheckConditions(file, "deliveryRules", at, rule.When, owners, partnerCodes, faults);
        }

        CheckTwice(file, "patronLimits", config.PatronLimits.Select(limit => limit.Group), faults);
        CheckTwice(file, "deliveryRules", config.DeliveryRules.Select(rule => rule.Name), faults);
        CheckCopyright(file, faults);
    }

    private static string[] OwnersOf(LibraryConfig library) => library.Owners is { Count: > 0 } owners
        ? [.. owners.Select(owner => owner.Code).OfType<string>()]
        : [library.Code];

    private static void CheckDepartments(ConfigFile<GatewayConfig> file, string[] owners, List<ConfigFault> faults)
    {
        var departments = file.Value.Digitisation.Departments;
        CheckTwice(file, "departments", departments.Select(department => department.Code), faults);
        foreach (var (at, department) in departments.Index())
        {
            var place = file.Root.NearestItem(at, Section, "departments");
            if (department.Level != DepartmentLevel.Institution && department.Library is null)
            {
                faults.Add(place.Position.Fault(
                    $"departments: {department.Code} is a library's or a desk: say which, in library"));
            }

            if (department.Level == DepartmentLevel.Institution && department.Library is { } own)
            {
                faults.Add(place.Nearest("library").Position.Fault(
                    $"library: {department.Code} is the institution's, so it belongs to no library ({own})"));
            }

            foreach (var library in department.ServedLibraries.Append(department.Library).OfType<string>()
                .Where(library => !owners.Contains(library, StringComparer.OrdinalIgnoreCase)))
            {
                faults.Add(place.Position.Fault(
                    $"departments: '{Echo.Of(library)}' of {department.Code} is no library of ours"
                    + NearestName.Hint(library, owners, "our libraries are")));
            }
        }
    }

    private static void CheckRules(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var (rules, departments) = (file.Value.Digitisation.Rules, file.Value.Digitisation.Departments);
        CheckTwice(file, "rules", rules.Select(rule => rule.Name), faults);
        foreach (var (at, rule) in rules.Index())
        {
            var place = file.Root.NearestItem(at, Section, "rules");
            if (rule is { Enabled: true, When.Count: 0 } && rules.Skip(at + 1).Any(later => later.Enabled))
            {
                faults.Add(place.Position.Fault(
                    $"rules: '{Echo.Of(rule.Name)}' has no conditions and always fits, so the rules after it never do: "
                    + "put it last"));
            }

            if ((rule.Mode == ApprovalMode.Automatic) != (rule.Reason is not null))
            {
                faults.Add(place.Nearest("reason").Position.Fault(rule.Reason is null
                    ? $"rules: '{Echo.Of(rule.Name)}' approves automatically: say why, in reason"
                    : "reason: only mode automatic has one"));
            }

            if (rule is { MaximumViews: not null, Target: not DigitisationTarget.Link })
            {
                faults.Add(place.Nearest("maximumViews").Position.Fault("maximumViews: only target link has one"));
            }

            if (rule.Department is { } code && !(departments.Count == 0 && code == DefaultDepartment)
                && departments.All(department => department.Code != code))
            {
                string[] codes = departments.Count == 0
                    ? [DefaultDepartment]
                    : [.. departments.Select(one => one.Code).OfType<string>()];
                faults.Add(place.Nearest("department").Position.Fault(
                    $"department: '{Echo.Of(code)}' is not in departments" + NearestName.Hint(code, codes, "known codes are")));
            }
        }
    }

    /// <summary>The department that there is where none is configured. Source: seed 004.</summary>
    internal const string DefaultDepartment = "DIGI_DEPT_INST";

    private static void CheckConditions(
        ConfigFile<GatewayConfig> file, string list, int rule, IReadOnlyList<RuleConditionConfig> conditions, string[] owners,
        string[] partners, List<ConfigFault> faults)
    {
        foreach (var (at, condition) in conditions.Index())
        {
            var place = file.Root.NearestItem(rule, Section, list).NearestItem(at, "when");
            if (condition is { Operator: RuleOperator.Equals, Values.Count: > 1 })
            {
                faults.Add(place.Nearest("values").Position.Fault(
                    "values: equals compares with one value; use in-list for several"));
            }

            string[]? known = condition.Input switch
            {
                RuleInput.Owner => owners,
                RuleInput.Partner => partners,
                var input => Known.GetValueOrDefault(input),
            };
            foreach (var value in (condition.Values ?? []).Where(
                value => known?.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase) == false))
            {
                faults.Add(place.Nearest("values").Position.Fault(
                    $"values: there is no {ScalarName(condition.Input)} '{Echo.Of(value)}'"
                    + NearestName.Hint(value, known!, "known are")));
            }
        }
    }

    private static string ScalarName(RuleInput input) => ConfigProperty.NamesOf(typeof(RuleInput))[(int)input];

    private static void CheckCopyright(ConfigFile<GatewayConfig> file, List<ConfigFault> faults)
    {
        var copyright = file.Value.Digitisation.Copyright;
        string[] own = [CopyrightCodes.Approved, CopyrightCodes.Pending, CopyrightCodes.Rejected];
        foreach (var missing in own.Except(copyright.Statuses ?? own))
        {
            faults.Add(file.Root.Nearest(Section, "copyright", "statuses").Position.Fault(
                $"statuses: {missing} is missing, which the gateway sets itself"));
        }

        if (copyright.RuleOfFive.Enabled && !copyright.Management)
        {
            faults.Add(file.Root.Nearest(Section, "copyright", "ruleOfFive", "enabled").Position.Fault(
                "enabled: the rule of five needs copyright.management, since it sets the copyright status"));
        }
    }

    private static void CheckTwice(
        ConfigFile<GatewayConfig> file, string list, IEnumerable<string?> names, List<ConfigFault> faults)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (at, name) in names.Index())
        {
            if (name is not null && !seen.Add(name.Trim()))
            {
                faults.Add(file.Root.NearestItem(at, Section, list).Position.Fault($"{list}: '{Echo.Of(name)}' is listed twice"));
            }
        }
    }
}
