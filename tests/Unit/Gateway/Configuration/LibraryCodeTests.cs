namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

/// <summary>The code of the library stands before seven digits, and both together are a transaction group qualifier.</summary>
public sealed class LibraryCodeTests : IDisposable
{
    private readonly TemporaryConfiguration _folder = new();

    [Theory]
    [InlineData("H")]
    [InlineData("HOME")]
    [InlineData("UB-2-NORTH")]
    [InlineData("ABCDEFGHIJKLM")]
    public void A_code_that_leaves_room_for_the_number_is_taken(string code) =>
        Assert.Empty(_folder.Faults($"library.code={code}"));

    [Theory]
    [InlineData("HOME1")]
    [InlineData("home")]
    [InlineData("HOME-")]
    [InlineData("ABCDEFGHIJKLMN")]
    public void A_code_that_would_blur_or_overflow_the_number_is_a_fault(string code) =>
        Assert.Contains("a letter at both ends", Assert.Single(_folder.Faults($"library.code={code}")), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}
