using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Digitisation;

/// <summary>What the rules look at.</summary>
/// <param name="UserGroup">The patron's group; null when nobody knows.</param>
/// <param name="Owner">The code of our library.</param>
/// <param name="Partner">The partner; null for a request of our own patron.</param>
/// <param name="Material">The kind of item.</param>
/// <param name="IsForPatron">Is our own copy wanted for our own patron?</param>
/// <param name="Format">The format that is wanted.</param>
/// <param name="Location">Where our item stands; null when nobody knows.</param>
/// <param name="IsPart">Is only a part of it wanted?</param>
public sealed record DigitisationFacts(
    string? UserGroup, string Owner, string? Partner, ItemType? Material, bool IsForPatron, SupplyFormat Format, string? Location,
    bool IsPart)
{
    /// <summary>Of a request.</summary>
    /// <param name="state">The request.</param>
    /// <param name="firstOwner">The library of requests that name none.</param>
    /// <param name="location">Where our item stands.</param>
    public static DigitisationFacts Of(RequestState state, string firstOwner, string? location)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new DigitisationFacts(
            state.PatronGroup ?? state.Content.Patron?.Status, state.Owner ?? firstOwner,
            state.Side == Side.Lending ? state.Partner : null, state.Content.Citation.ItemType, state.Side == Side.Borrowing,
            state.Content.Format(), location, state.Content.IsPartial);
    }

    /// <summary>The value of an input as rules write it; null when nobody knows it.</summary>
    public string? this[RuleInput input] => input switch
    {
        RuleInput.UserGroup => UserGroup,
        RuleInput.Owner => Owner,
        RuleInput.Partner => Partner,
        RuleInput.MaterialType => Material switch
        {
            ItemType.Monograph => "book",
            ItemType.Serial => "journal",
            ItemType.Other => "other",
            _ => null,
        },
        RuleInput.Service => IsForPatron ? "patron" : "resource-sharing",
        RuleInput.Format => Format switch
        {
            SupplyFormat.Digital => "digital",
            SupplyFormat.Physical => "physical",
            SupplyFormat.PhysicalNonReturnable => "physical-non-returnable",
            _ => null,
        },
        RuleInput.Location => Location,
        RuleInput.Extent => IsPart ? "part" : "whole",
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "not an input of this set"),
    };
}

/// <summary>The digitisation and copyright rules of a library, its departments and its delivery rules. Pure. Source: seed 004,
/// lifecycle reference 8.</summary>
public sealed class DigitisationRulebook
{
    private static readonly DigitisationRuleConfig Implied = new() { Name = "Default" };

    private static readonly DepartmentConfig Institution = new()
    {
        Code = DigitisationConfigRules.DefaultDepartment, Name = "Digitisation department of the institution",
    };

    private readonly DigitisationConfig _config;

    /// <summary>Reads the settings.</summary>
    public DigitisationRulebook(DigitisationConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        Departments = config.Departments.Count > 0 ? config.Departments : [Institution];
    }

    /// <summary>The departments, at least one.</summary>
    public IReadOnlyList<DepartmentConfig> Departments { get; }

    /// <summary>The first rule that fits; the last one always does.</summary>
    public DigitisationRuleConfig Choose(DigitisationFacts facts) =>
        _config.Rules.FirstOrDefault(rule => rule.Enabled && Holds(rule.When, facts)) ?? Implied;

    /// <summary>A department by its code, without case.</summary>
    public DepartmentConfig? Find(string? code) =>
        Departments.FirstOrDefault(one => string.Equals(one.Code, code?.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Does a department work for a library?</summary>
    public static bool Serves(DepartmentConfig department, string owner)
    {
        ArgumentNullException.ThrowIfNull(department);
        return department.ServedLibraries.Count > 0
            ? department.ServedLibraries.Contains(owner, StringComparer.OrdinalIgnoreCase)
            : department.Library is not { } library || string.Equals(library, owner, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What is to be done with a request: the rule that fits and the department that does it.</summary>
    /// <param name="facts">The request.</param>
    /// <param name="department">The department that staff chose; null for the rule's, or the nearest one that serves the
    /// library: its own before the institution's.</param>
    /// <returns>The plan; null when no department serves the library.</returns>
    public DigitisationPlan? Plan(DigitisationFacts facts, DepartmentConfig? department)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var rule = Choose(facts);
        var chosen = department ?? Find(rule.Department) ?? Departments.Where(one => Serves(one, facts.Owner))
            .MinBy(one => one.Level == DepartmentLevel.Institution ? 1 : 0);
        return chosen is null ? null : new DigitisationPlan
        {
            Department = chosen.Code, Rule = rule.Name, WorkDays = chosen.WorkTimeDays, Needs = [.. Needs(rule)],
            Mode = rule.Mode, Reason = rule.Reason, Target = rule.Target, MaxViews = rule.MaximumViews,
        };
    }

    /// <summary>Why a file may not be delivered to the patron of a request; null when it may.</summary>
    public string? WhyNotDeliver(DigitisationFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (_config.DeliveryRules.Count == 0)
        {
            return null;
        }

        var who = facts.UserGroup is { } group ? $"the group {group}" : "a patron whose group is not known";
        return _config.DeliveryRules.FirstOrDefault(rule => Holds(rule.When, facts)) switch
        {
            { Deliver: true } => null,
            { } rule => $"No file may be delivered to {who}: the document delivery rule \"{rule.Name}\" says so.",
            null => $"No file may be delivered to {who}: no document delivery rule allows it.",
        };
    }

    private static IEnumerable<ApprovalKind> Needs(DigitisationRuleConfig rule)
    {
        if (rule.Approval)
        {
            yield return ApprovalKind.Approval;
        }

        if (rule.CopyrightClearance)
        {
            yield return ApprovalKind.Copyright;
        }
    }

    private static bool Holds(IReadOnlyList<RuleConditionConfig> conditions, DigitisationFacts facts) =>
        conditions.All(condition => Holds(condition, facts[condition.Input]));

    private static bool Holds(RuleConditionConfig condition, string? value)
    {
        var isListed = value is not null
            && condition.Values.Any(one => string.Equals(one.Trim(), value.Trim(), StringComparison.OrdinalIgnoreCase));
        return condition.Operator == RuleOperator.NotInList ? !isListed : isListed;
    }
}
