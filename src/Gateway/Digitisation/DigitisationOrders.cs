using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Digitisation;

/// <summary>Makes a work order out of what staff say and what the settings say.</summary>
internal static class DigitisationOrders
{
    /// <summary>The fields of the action with the plan in them; or what is wrong with the department.</summary>
    /// <param name="circulation">Where items are looked up.</param>
    /// <param name="network">The settings.</param>
    /// <param name="state">The request.</param>
    /// <param name="fields">What was said.</param>
    public static (ActionFields Fields, string? Fault) Planned(
        ICirculationTables circulation, Network network, RequestState state, ActionFields fields)
    {
        var book = network.Digitisation;
        DepartmentConfig? wanted = null;
        if (fields.Department is { } code && (wanted = book.Find(code)) is null)
        {
            string[] codes = [.. book.Departments.Select(department => department.Code)];
            return (fields, $"There is no digitisation department {code}{NearestName.Hint(code, codes, "there are")}.");
        }

        var facts = DigitisationFacts.Of(state, network.Owners[0].Code, Location(circulation, fields.Barcode ?? state.Barcode));
        return book.Plan(facts, wanted) is { } plan
            ? (fields with { Digitisation = plan }, null)
            : (fields, $"No digitisation department serves {facts.Owner}: name one, or change departments in gateway.yaml.");
    }

    /// <summary>Where our item stands, as circulation knows it.</summary>
    private static string? Location(ICirculationTables circulation, string? barcode) =>
        LifecycleRules.Text(barcode) is { } known
            && circulation.FindBy<LibraryItem>(CirculationKey.Barcode(known), 1) is [var item, ..]
                ? item.Location
                : null;
}
