using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Digitisation;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Digitisation;

/// <summary>First match wins, the default rule last; departments and who may get a file.</summary>
public class DigitisationRulebookTests
{
    private static readonly DigitisationFacts Facts = new(
        "STUDENT", "MAIN", "EAST", ItemType.Serial, IsForPatron: false, SupplyFormat.Digital, "Stacks", IsPart: true);

    private static readonly string[][] Values =
    [
        ["STUDENT", "STAFF"], ["MAIN", "LAW"], ["EAST", "WEST"], ["book", "journal"], ["patron", "resource-sharing"],
        ["digital", "physical"], ["Stacks", "Reading room"], ["whole", "part"],
    ];

    [Fact]
    public void Without_settings_nothing_is_approved_and_the_institution_digitises()
    {
        var plan = new DigitisationRulebook(new DigitisationConfig()).Plan(Facts, null)!;
        Assert.Equal(("DIGI_DEPT_INST", "Default", 0, null), (plan.Department, plan.Rule, plan.Needs.Count, plan.WorkDays));
        Assert.Equal((DigitisationTarget.Attachment, null), (plan.Target, plan.MaxViews));
    }

    [Fact]
    public void Operators_compare_without_case_and_what_is_unknown_is_in_no_list()
    {
        Assert.Equal("yes", Chosen(Facts, When(RuleInput.UserGroup, RuleOperator.Equals, "student")));
        Assert.Equal("Default", Chosen(Facts with { UserGroup = null }, When(RuleInput.UserGroup, RuleOperator.InList, "STUDENT")));
        Assert.Equal("yes", Chosen(Facts with { UserGroup = null }, When(RuleInput.UserGroup, RuleOperator.NotInList, "STUDENT")));
        Assert.Equal("Default", Chosen(Facts, When(RuleInput.UserGroup, RuleOperator.NotInList, "STAFF", "STUDENT")));
        Assert.Equal("Default", Chosen(
            Facts, When(RuleInput.Extent, RuleOperator.Equals, "part"), When(RuleInput.Location, RuleOperator.Equals, "elsewhere")));
    }

    [Fact]
    public void The_first_rule_that_fits_decides_whatever_comes_after_it()
    {
        var inputs = Enum.GetValues<RuleInput>();
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var rules = Enumerable.Range(0, random.Next(1, 8)).Select(at => new DigitisationRuleConfig
            {
                Name = $"rule {at}", Enabled = random.Next(6) > 0,
                When = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ =>
                {
                    var input = inputs[random.Next(inputs.Length)];
                    return When(input, random.Next(2) == 0 ? RuleOperator.InList : RuleOperator.NotInList, Values[(int)input][random.Next(2)]);
                })],
            }).ToArray();
            var chosen = new DigitisationRulebook(new DigitisationConfig { Rules = rules }).Choose(Facts);
            var alone = rules.Select(rule => new DigitisationRulebook(new DigitisationConfig { Rules = [rule] }).Choose(Facts).Name == rule.Name)
                .ToArray();
            var first = Array.IndexOf(alone, true);
            Assert.True(chosen.Name == (first < 0 ? "Default" : rules[first].Name), $"seed {seed}: {chosen.Name}");

            // Rules behind the one that fits change nothing; the first that fits put in front always wins.
            var front = new DigitisationRulebook(new DigitisationConfig { Rules = [.. rules.Reverse()] }).Choose(Facts);
            var last = Array.LastIndexOf(alone, true);
            Assert.True(front.Name == (last < 0 ? "Default" : rules[last].Name), $"seed {seed}, reversed: {front.Name}");
        }
    }

    [Fact]
    public void The_own_department_comes_before_the_institution_s_and_staff_may_choose_another()
    {
        var book = new DigitisationRulebook(new DigitisationConfig
        {
            Departments =
            [
                Department("INST", DepartmentLevel.Institution), Department("LAW_SCAN", DepartmentLevel.Library, "LAW"),
                Department("DESK", DepartmentLevel.Desk, "MAIN"),
            ],
        });
        Assert.Equal("DESK", book.Plan(Facts, null)!.Department);
        Assert.Equal("LAW_SCAN", book.Plan(Facts with { Owner = "LAW" }, null)!.Department);
        Assert.Equal("INST", book.Plan(Facts with { Owner = "ART" }, null)!.Department);
        Assert.Equal("LAW_SCAN", book.Plan(Facts, book.Find("law_scan"))!.Department);

        var none = new DigitisationRulebook(new DigitisationConfig
        {
            Departments = [Department("LAW_SCAN", DepartmentLevel.Library, "LAW")],
        });
        Assert.Null(none.Plan(Facts, null));
    }

    [Fact]
    public void A_file_is_delivered_only_where_a_rule_says_so()
    {
        Assert.Null(new DigitisationRulebook(new DigitisationConfig()).WhyNotDeliver(Facts));
        var book = new DigitisationRulebook(new DigitisationConfig
        {
            DeliveryRules =
            [
                new DeliveryRuleConfig { Name = "No visitors", When = [When(RuleInput.UserGroup, RuleOperator.Equals, "VISITOR")], Deliver = false },
                new DeliveryRuleConfig { Name = "Members", When = [When(RuleInput.UserGroup, RuleOperator.InList, "STUDENT", "VISITOR")], Deliver = true },
            ],
        });
        Assert.Null(book.WhyNotDeliver(Facts));
        Assert.Equal("No file may be delivered to the group VISITOR: the document delivery rule \"No visitors\" says so.",
            book.WhyNotDeliver(Facts with { UserGroup = "VISITOR" }));
        Assert.Equal("No file may be delivered to a patron whose group is not known: no document delivery rule allows it.",
            book.WhyNotDeliver(Facts with { UserGroup = null }));
    }

    private static string Chosen(DigitisationFacts facts, params RuleConditionConfig[] when) =>
        new DigitisationRulebook(new DigitisationConfig { Rules = [new DigitisationRuleConfig { Name = "yes", When = when }] }).Choose(facts).Name;

    private static RuleConditionConfig When(RuleInput input, RuleOperator @operator, params string[] values) =>
        new() { Input = input, Operator = @operator, Values = values };

    private static DepartmentConfig Department(string code, DepartmentLevel level, string? library = null) =>
        new() { Code = code, Name = code, Level = level, Library = library };
}
