using System.Text.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Mapping.Relais;

/// <summary>Who signs in.</summary>
/// <param name="ApiKey">The key of the interface: a secret.</param>
/// <param name="PartnershipId">The partnership, for example BD.</param>
/// <param name="UserGroup">The group of the user.</param>
/// <param name="LibrarySymbol">Our library's symbol there.</param>
/// <param name="PatronId">The user.</param>
public sealed record RelaisLogin(string ApiKey, string PartnershipId, string UserGroup, string LibrarySymbol, string PatronId)
{
    /// <summary>Names only: a record would print the key.</summary>
    public override string ToString() => $"{PartnershipId} {LibrarySymbol}";
}

/// <summary>The calls of Relais D2D. All but the login are kept without the authorisation that they need. Source: feeds
/// reference, 3.5.</summary>
public static class RelaisCalls
{
    /// <summary>Signs in. Never kept: it holds the key.</summary>
    public static JsonCall Login(RelaisLogin login)
    {
        ArgumentNullException.ThrowIfNull(login);
        return new JsonCall("POST", "portal-service/user/authentication", JsonText.Object(json =>
        {
            json.WriteString("ApiKey", login.ApiKey);
            json.WriteString("PartnershipId", login.PartnershipId);
            json.WriteString("UserGroup", login.UserGroup);
            json.WriteString("LibrarySymbol", login.LibrarySymbol);
            json.WriteString("PatronId", login.PatronId);
        }));
    }

    /// <summary>Can it be had?</summary>
    public static JsonCall Available(string partnership, RelaisSearch search) =>
        new("POST", "dws/item/available", JsonText.Object(json => Search(json, partnership, search)));

    /// <summary>Requests it.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="search">What.</param>
    /// <param name="pickup">The pickup location; null when it is taken from what is offered.</param>
    /// <param name="notes">Notes.</param>
    public static JsonCall Add(string partnership, RelaisSearch search, string? pickup, string? notes) =>
        new("POST", "dws/item/add", JsonText.Object(json =>
        {
            Search(json, partnership, search);
            json.Field("PickupLocation", pickup);
            json.Field("Notes", notes is null ? null : JsonText.Cut(notes, RelaisLimits.MaxNote));
        }));

    /// <summary>A call that names no pickup location yet, with one.</summary>
    public static JsonCall WithPickup(JsonCall add, string pickup)
    {
        ArgumentNullException.ThrowIfNull(add);
        if (JsonNode.Parse(add.Body ?? "{}") is not JsonObject body || body.ContainsKey("PickupLocation"))
            return add;
        body["PickupLocation"] = pickup;
        return add with { Body = body.ToJsonString() };
    }

    /// <summary>Lists the requests of the user.</summary>
    public static JsonCall MyRequests { get; } = new("GET", "portal-service/request/query/my?type=all&fullRecord=0", null);

    /// <summary>A call as it goes out.</summary>
    /// <param name="call">The call.</param>
    /// <param name="authorisation">What the login gave.</param>
    public static JsonCall Authorised(JsonCall call, string authorisation)
    {
        ArgumentNullException.ThrowIfNull(call);
        var sign = call.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return call with { Target = $"{call.Target}{sign}aid={Uri.EscapeDataString(authorisation)}" };
    }

    private static void Search(Utf8JsonWriter json, string partnership, RelaisSearch search)
    {
        json.WriteString("PartnershipId", partnership);
        json.WriteStartArray("ExactSearch");
        json.WriteStartObject();
        json.WriteString("Type", search.Type);
        json.WriteString("Value", search.Value);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
