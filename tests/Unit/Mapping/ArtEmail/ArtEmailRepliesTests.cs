using ResourceSharing.Mapping.ArtEmail;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Mapping.ArtEmail;

/// <summary>Coded replies: every code of feeds reference 1.2 once, and what is left to the staff.</summary>
public sealed class ArtEmailRepliesTests
{
    private static readonly ServiceTime At = new(new DateOnly(2026, 3, 2), new TimeOnly(9, 0));

    /// <summary>Code, and what it means in words.</summary>
    public static TheoryData<string, string> Codes => new()
    {
        { "CAN", "cancel-reply yes" },
        { "NCAN", "cancel-reply no" },
        { "CAT*REAPPLY 4", "retry other 2026-03-30" },
        { "CRF*CANNOT MATCH ITEM", "unfilled not-found-as-cited" },
        { "NOT", "unfilled not-owned" },
        { "NOT*NUKL", "unfilled locations-not-found" },
        { "DIRECT", "locations-provided" },
        { "RCOP", "unfilled policy-problem" },
        { "*INVALID ORDERING OPTIONS", "unfilled policy-problem" },
        { "TOTAL LOAN*MORE THAN 1 VOLUME", "unfilled other" },
        { "*TOTAL LIBRARY", "will-supply other" },
        { "*TOTAL LIBRARY MAX COST 42.50", "unfilled cost-exceeds-limit" },
        { "USE*3", "hold-placed" },
        { "USE O/D 14-03-2026", "will-supply being-processed-for-supply 2026-03-14" },
        { "SHIPPED COPY", "shipped copy-non-returnable 2026-03-02" },
        { "DUE", "overdue 2026-03-01" },
        { "DUE WAIT", "message" },
        { "DUE*AUTOMATIC RENEWAL PENDING 14-03-2026", "message" },
        { "*FINAL DEMAND", "overdue 2026-03-01" },
        { "NO RENEW", "renew-answer no" },
        { "RENEWED*14-03-2026", "renew-answer yes 2026-03-14" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_its_meaning(string code, string meaning)
    {
        foreach (var line in new[]
        {
            $"HOME0000042 {code}", $"TXHOME0000042 {code}", $"  home0000042:  {code.ToLowerInvariant()}",
            $"60010498-001 HOME0000042 {code.Replace("*", " * ", StringComparison.Ordinal)}", $"HOME0000042 {code}.",
        })
        {
            var statement = Assert.Single(ArtEmailReplies.Read(line, At));
            var proposal = Assert.Single(statement.Proposals);
            Assert.Equal(meaning, Describe(proposal.Message));
            Assert.StartsWith("ARTEmail code ", proposal.Rule, StringComparison.Ordinal);
            Assert.Equal(("", ""), (proposal.Message.Header.Transaction.GroupQualifier, proposal.Message.Header.Transaction.Qualifier));
            Assert.Contains(new RequestClue.Native("artemail", null, "HOME0000042"), statement.Clues);
            Assert.Equal(line.Trim(), statement.Words);
        }
    }

    [Fact]
    public void The_table_has_every_code_that_is_tested_and_no_other() =>
        Assert.Equal(Codes.Count, ArtEmailReplyCodes.All.Count);

    [Theory]
    [InlineData("*TOTAL LIBRARY MAX COST 42.50", "It would cost 42.50 GBP.")]
    [InlineData("USE*17", "On the waiting list, position 17.")]
    [InlineData("CAT*REAPPLY", "Not available now; apply again.")]
    [InlineData("DUE*AUTOMATIC RENEWAL PENDING 14-03-2026", "Due on 2026-03-14; it will be renewed by itself.")]
    [InlineData("DUE WAIT", "Due soon; it cannot be renewed, since others wait for it.")]
    public void Arguments_go_into_the_note(string code, string note) => Assert.Equal(
        note, Assert.Single(Assert.Single(ArtEmailReplies.Read($"HOME0000042 {code}", At)).Proposals).Message.Note);

    [Theory]
    [InlineData("HOME0000042 LONDON")]
    [InlineData("HOME0000042 *MISS")]
    [InlineData("HOME0000042 Not available until the summer")]
    [InlineData("HOME0000042 can be collected")]
    [InlineData("HOME0000042 NOTE")]
    [InlineData("HOME0000042 NOT*SOMETHING")]
    [InlineData("HOME0000042 Direct delivery was tried")]
    [InlineData("HOME0000042 RENEWED*31-02-2026")]
    [InlineData("HOME0000042 RENEWED*")]
    [InlineData("HOME0000042 is due on Monday")]
    [InlineData("NOT HOME0000042")]
    [InlineData("Your order HOME0000042 has our order line 60010498-001.")]
    public void What_is_not_a_known_code_is_left_to_the_staff_with_the_request_beside_it(string line)
    {
        var statement = Assert.Single(ArtEmailReplies.Read(line, At));
        Assert.Empty(statement.Proposals);
        Assert.Contains(statement.Clues, clue => clue is RequestClue.OpenNumber { Number: "HOME0000042" }
            or RequestClue.Native { Number: "HOME0000042" });
    }

    [Fact]
    public void A_report_has_one_statement_for_each_line_and_indented_lines_belong_to_the_one_before()
    {
        const string report = """
            REPLIES INTRAY 02-03-2026

            HOME0000042 SHIPPED COPY
            HOME0000043 USE*3
              Others wait for it
              as well
            HOME0000044-2 LONDON

            End of report
            """;
        var statements = ArtEmailReplies.Read(report, At);
        Assert.Equal([1, 1, 0], statements.Select(statement => statement.Proposals.Count));
        Assert.Equal("On the waiting list, position 3.\nOthers wait for it\nas well", statements[1].Proposals[0].Message.Note);
        Assert.Contains(new RequestClue.OpenNumber("HOME0000044"), statements[2].Clues);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Your file was rejected. Error code 17.")]
    [InlineData("Thank you for your order.")]
    public void A_mail_that_names_no_request_is_one_statement_for_the_staff(string text)
    {
        var statement = Assert.Single(ArtEmailReplies.Read(text, At));
        Assert.Empty(statement.Clues);
        Assert.Empty(statement.Proposals);
        Assert.Equal(text, statement.Words);
    }

    [Fact]
    public void A_reply_is_read_to_its_limits_and_the_rest_goes_to_the_staff()
    {
        var lines = Enumerable.Range(0, ArtEmailLimits.Statements + 1).Select(i => $"HOME{i:D7} NOT").ToArray();
        Assert.Equal(ArtEmailLimits.Statements, ArtEmailReplies.Read(string.Join('\n', lines[1..]), At).Count);
        var beyond = ArtEmailReplies.Read(string.Join('\n', lines), At);
        Assert.Equal((ArtEmailLimits.Statements + 1, 0), (beyond.Count, beyond[^1].Proposals.Count));

        var end = new string(' ', ArtEmailLimits.ReplyChars - 15);
        Assert.Single(ArtEmailReplies.Read($"{end}HOME0000042 NOT", At)[0].Proposals);
        Assert.Empty(ArtEmailReplies.Read($" {end}HOME0000042 NOT", At)[^1].Proposals);
    }

    [Fact]
    public void Nothing_that_is_read_throws()
    {
        var random = new Random(4711);
        const string letters = "HOME0042 TX*NOTDUERENEWED14-03-2026/.\n\t";
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Create(random.Next(120), random, (span, chance) =>
            {
                for (var j = 0; j < span.Length; j++)
                    span[j] = letters[chance.Next(letters.Length)];
            });
            Assert.NotEmpty(ArtEmailReplies.Read(text, At));
        }
    }

    private static string Describe(IllMessage message) => message switch
    {
        IllMessage.CancelReply reply => $"cancel-reply {YesOrNo(reply.Agrees)}",
        IllMessage.RenewAnswer { Due: { } due } => $"renew-answer yes {due.On:yyyy-MM-dd}",
        IllMessage.RenewAnswer answer => $"renew-answer {YesOrNo(answer.Grants)}",
        IllMessage.Shipped shipped => $"shipped {IsoCode.Name(shipped.ServiceType)} {shipped.Supply.ShippedOn:yyyy-MM-dd}",
        IllMessage.Overdue overdue => $"overdue {overdue.Due.On:yyyy-MM-dd}",
        IllMessage.Answer { Result: AnswerResult.Retry retry } => $"retry {IsoCode.Name(retry.Reason!.Value)} {retry.On:yyyy-MM-dd}",
        IllMessage.Answer { Result: AnswerResult.Unfilled unfilled } => $"unfilled {IsoCode.Name(unfilled.Reason)}",
        IllMessage.Answer { Result: AnswerResult.WillSupply supply } =>
            $"will-supply {IsoCode.Name(supply.Reason)} {supply.On:yyyy-MM-dd}".Trim(),
        IllMessage.Answer answer => IsoCode.Name(answer.Result.Kind),
        _ => IsoCode.Name(message.Service),
    };

    private static string YesOrNo(bool answer) => answer ? "yes" : "no";
}
