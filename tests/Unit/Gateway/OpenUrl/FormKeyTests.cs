using ResourceSharing.Gateway.OpenUrl;
using ResourceSharing.Gateway.Security;

namespace ResourceSharing.Tests.Unit.Gateway.OpenUrl;

public sealed class FormKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);
    private readonly LetterKey _key = LetterKey.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Fact]
    public void A_form_can_be_sent_for_a_day()
    {
        var made = FormKey.Make(_key, Now, new Random(1));
        Assert.NotEqual(made, FormKey.Make(_key, Now, new Random(2)));
        Assert.Equal(FormKeyState.Fresh, FormKey.Check(made, _key, Now));
        Assert.Equal(FormKeyState.Fresh, FormKey.Check(made, _key, Now + OpenUrlPageLimits.FormLifetime));
        Assert.Equal(FormKeyState.Stale, FormKey.Check(made, _key, Now + OpenUrlPageLimits.FormLifetime + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_key_that_anything_was_changed_in_is_none()
    {
        var made = FormKey.Make(_key, Now, new Random(1));
        for (var i = 0; i < made.Length; i++)
        {
            var changed = made[..i] + (made[i] == 'b' ? 'c' : 'b') + made[(i + 1)..];
            Assert.Equal(FormKeyState.Foreign, FormKey.Check(changed, _key, Now));
        }

        foreach (var other in (string[])["", ".", "-", "1-2", "-.", made[..^1], made + "a", new string('9', 5000) + "-." ])
        {
            Assert.Equal(FormKeyState.Foreign, FormKey.Check(other, _key, Now));
        }
    }
}
