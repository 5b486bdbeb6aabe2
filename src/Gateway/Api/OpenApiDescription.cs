using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>The interface in its own words: what /openapi/v1.json says beside what the framework finds out.</summary>
internal static class OpenApiDescription
{
    private const string Scheme = "adminToken";

    /// <summary>Adds the description.</summary>
    public static IServiceCollection AddGatewayOpenApi(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(CompleteAsync);
    });

    /// <summary>Name, summary and group of a call.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder call, string name, string summary,
        string tag) =>
        call.WithName(name).WithSummary(summary).WithTags(tag);

    /// <summary>The parameters of the query.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder call, params string[] parameters) =>
        call.WithMetadata(new QueryMetadata(parameters));

    /// <summary>The body.</summary>
    public static RouteHandlerBuilder Reads<T>(this RouteHandlerBuilder call, bool isOptional = false) =>
        call.WithMetadata(new BodyMetadata(typeof(T), isOptional));

    /// <summary>The result.</summary>
    public static RouteHandlerBuilder Returns<T>(this RouteHandlerBuilder call) => call.Produces<T>();

    /// <summary>The problems.</summary>
    public static RouteHandlerBuilder MayFail(this RouteHandlerBuilder call, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            call.Produces<ProblemBody>(status, ApiProblem.MediaType);
        }

        return call;
    }

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Resource Sharing Gateway",
            Version = "v1",
            Description = "Requests between libraries, whatever language the partner speaks. Sign in with the administrator's "
                + "token: Authorization: Bearer TOKEN. Lists answer items and next; give next back as cursor. Errors are "
                + "problem details (RFC 9457) with a stable code.",
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer",
            Description = "The token in the file admin-token of the data folder.",
        };
    }

    private static async Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var path in operation.Parameters.OfType<OpenApiParameter>())
        {
            path.Description = OpenApiWords.PathParameters.GetValueOrDefault(path.Name ?? "");
        }

        foreach (var name in metadata.OfType<QueryMetadata>().SelectMany(query => query.Names))
        {
            operation.Parameters.Add(OpenApiWords.Query(name));
        }

        if (operation.OperationId is "createRequest" or "actOnRequest")
        {
            operation.Parameters.Add(OpenApiWords.IdempotencyKey);
        }

        if (metadata.OfType<BodyMetadata>().FirstOrDefault() is { } body)
        {
            var schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken);
            schema.AdditionalPropertiesAllowed = false;
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !body.IsOptional,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = schema,
                        Examples = OpenApiWords.Examples(operation.OperationId) },
                },
            };
        }

        if (context.Description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true)
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme,
                    context.Document)] = [] },
            ];
        }
    }

    /// <summary>Parameters that a call takes.</summary>
    private sealed record QueryMetadata(IReadOnlyList<string> Names);

    /// <summary>The body that a call takes.</summary>
    private sealed record BodyMetadata(Type Type, bool IsOptional);
}

/// <summary>What single parameters mean, and examples of bodies.</summary>
internal static class OpenApiWords
{
    /// <summary>Parts of addresses.</summary>
    public static IReadOnlyDictionary<string, string> PathParameters { get; } = new Dictionary<string, string>
    {
        ["id"] = "The id that a list has shown: HOME0000042 for a request, a number for a message or letter.",
        ["action"] = $"One of {string.Join(", ", Words.AllActions)}.",
        ["deskAction"] = "receive, fetch, check-out, check-in or send-back.",
        ["name"] = "The name of a job, as the list of jobs shows it.",
        ["number"] = "The number of a document, as the list of the request has it.",
        ["code"] = "The partner's code, without regard to case.",
        ["letter"] = "The name of a letter, as the list of letter templates shows it.",
    };

    /// <summary>The header that makes a call safe to repeat.</summary>
    public static OpenApiParameter IdempotencyKey => new()
    {
        Name = "Idempotency-Key",
        In = ParameterLocation.Header,
        Description = "The same key with the same body does nothing a second time, with another body or call 409. "
            + "Take a new UUID for each.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String,
            MaxLength = ApiLimits.IdempotencyKeyChars },
    };

    /// <summary>A parameter of a query.</summary>
    public static OpenApiParameter Query(string name)
    {
        var (description, schema) = name switch
        {
            "role" => ("borrower or lender (borrowing and lending will do).", OneOf("borrower", "lender")),
            "status" => ("A status by its code; repeat it, or separate several by commas.",
                Plain(JsonSchemaType.String)),
            "partner" => ("A partner's code.", Plain(JsonSchemaType.String)),
            "q" => ("Beginnings of words in citation, numbers, barcode, partner and patron's name; all have to be there.",
                Plain(JsonSchemaType.String)),
            "unread" => ("Only with (true) or without (false) an unread message.",
                Plain(JsonSchemaType.Boolean)),
            "activity" => ("Open ones, final ones, or all (the default).", OneOf("active", "completed", "all")),
            "assigned" => ("Whose task they are.", OneOf("me", "nobody", "others")),
            "notes" => ("Only with (true) or without (false) an active note.", Plain(JsonSchemaType.Boolean)),
            "alerts" => ("Only with (true) or without (false) an alert.", Plain(JsonSchemaType.Boolean)),
            "overdue" => ("Only those that are (true) or are not (false) overdue.", Plain(JsonSchemaType.Boolean)),
            "printed" => ("Only with (true) or without (false) a printed slip.", Plain(JsonSchemaType.Boolean)),
            "reported" => ("Only those that stood (true) or never stood (false) in a slip report.", Plain(JsonSchemaType.Boolean)),
            "drift" => ("Only where the partner's state does (true) or does not (false) differ from ours.",
                Plain(JsonSchemaType.Boolean)),
            "late" => ("true leaves out what has no late request.", Plain(JsonSchemaType.Boolean)),
            "requestedFormat" => ("The format asked for; repeat it, or separate several by commas.", OneOf([.. Words.Formats.Keys])),
            "suppliedFormat" => ("The format in which it was supplied; repeat it, or separate several by commas.",
                OneOf([.. Words.SuppliedFormats.Keys])),
            "owner" => ("The code of our library that it belongs to.", Plain(JsonSchemaType.String)),
            "department" => ("The code of the digitisation department that has it now.", Plain(JsonSchemaType.String)),
            "approval" => ("Only with (true) or without (false) an approval that waits.", Plain(JsonSchemaType.Boolean)),
            "levelOfService" => ("The level of service, without regard to case.", Plain(JsonSchemaType.String)),
            "created" or "updated" or "due" or "lastInterest" or "neededBy" =>
                ("Days relative to today; repeat it, or separate several by commas.", OneOf([.. DateBuckets.Names])),
            "sort" => ("What decides the order; with a minus before it from the end. -created when left out.",
                OneOf([.. RequestQuery.Orders.Keys])),
            "createdFrom" => ("Made on this day or later.", Day()),
            "createdTo" => ("Made on this day or earlier.", Day()),
            "facets" => ("true adds counts for all facets.", Plain(JsonSchemaType.Boolean)),
            "quarantined" => ("true shows only messages that could not be placed.",
                Plain(JsonSchemaType.Boolean)),
            "show" => ("Letters that wait (the default), that are done, or all.", OneOf([.. LetterEndpoints.ShowWords])),
            "state" => ("Where the message stands.",
                OneOf(Enum.GetValues<OutboxState>().Select(state => IsoCode.Kebab(state.ToString()))
                    .ToArray())),
            "limit" => ("Rows on a page.", new OpenApiSchema
            {
                Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{StoreLimits.PageRows}",
                Default = ApiLimits.DefaultPageRows,
            }),
            "request" => ("A request by its id; an invented one when left out.", Plain(JsonSchemaType.String)),
            "number" => ("A number of a patron of ours.", Plain(JsonSchemaType.String)),
            "barcode" => ("An item's barcode.", Plain(JsonSchemaType.String)),
            "patron" => ("The id of a patron.", Plain(JsonSchemaType.String)),
            "language" => ("Two letters; the partner's language when left out.", Plain(JsonSchemaType.String)),
            "cursor" => ("next of the page before.", Plain(JsonSchemaType.String)),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name,
                "not a parameter of this interface"),
        };
        return new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = description,
            Schema = schema };
    }

    /// <summary>Examples of a body; null when there are none.</summary>
    public static IDictionary<string, IOpenApiExample>? Examples(string? operation) => operation switch
    {
        "createRequest" => new Dictionary<string, IOpenApiExample>
        {
            ["book"] = Example("A book from one supplier", """
                {"title": "The Northern Lights Atlas", "author": "Ek, Ida", "year": 2019, "isbn": "9780306406157",
                 "partner": "EAST", "neededBy": "2099-12-31", "note": "Any edition will do."}
                """),
            ["article"] = Example("An article as a file, with a rota", """
                {"journalTitle": "Journal of Invented Results", "articleTitle": "On nothing", "volume": 12, "issue": 3,
                 "pages": "45-67", "year": 2021, "issn": "1234-5679", "format": "DIGITAL", "partners": ["EAST", "SOUTH"]}
                """),
            ["lending"] = Example("A request that came on paper", """
                {"role": "lender", "partner": "EAST", "externalId": "E-4711", "title": "The Northern Lights Atlas"}
                """),
        },
        "actOnRequest" => new Dictionary<string, IOpenApiExample>
        {
            ["ship"] = Example("ship", """{"dueDate": "2099-12-31", "barcode": "31234000567890"}"""),
            ["reject"] = Example("reject", """{"reason": "in-use-on-loan", "note": "Back in June."}"""),
            ["conditional"] = Example("conditional", """{"reason": "library-use-only", "dateForReply": "2099-12-31"}"""),
        },
        "actOnRequests" => new Dictionary<string, IOpenApiExample>
        {
            ["change-status"] = Example("Set a status",
                """{"action": "change-status", "ids": ["HOME0000001"], "fields": {"status": "REQUEST_COMPLETED"}}"""),
        },
        "placeLetter" => new Dictionary<string, IOpenApiExample>
        {
            ["place"] = Example("The request that it is about", """{"request": "HOME0000042"}"""),
        },
        "applyLetter" => new Dictionary<string, IOpenApiExample>
        {
            ["apply"] = Example("The second reading", """{"proposal": 2}"""),
        },
        "dismissLetter" => new Dictionary<string, IOpenApiExample>
        {
            ["dismiss"] = Example("With what was done instead", """{"note": "Answered by telephone."}"""),
        },
        "cancelOutbox" or "pausePartner" => new Dictionary<string, IOpenApiExample>
        {
            ["reason"] = Example("With a reason", """{"reason": "Their server moves on Friday."}"""),
        },
        _ => null,
    };

    private static OpenApiExample Example(string summary, string json) =>
        new() { Summary = summary, Value = JsonNode.Parse(json) };

    private static OpenApiSchema Plain(JsonSchemaType type) => new() { Type = type };

    private static OpenApiSchema Day() => new() { Type = JsonSchemaType.String, Format = "date" };

    private static OpenApiSchema OneOf(params string[] words) =>
        new() { Type = JsonSchemaType.String, Enum = words.Select(word => (JsonNode)word).ToList() };
}
