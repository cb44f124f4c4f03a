using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Web.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Concordat.Web.Api;

/// <summary>What the OpenAPI document says beside what the endpoints' types say: whose API it is, how one signs in, who may call what, examples.</summary>
internal static class ApiDocument
{
    private const string Scheme = "token", Json = "application/json", Problem = "application/problem+json";

    public static void Complete(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Concordat",
                Version = "1",
                Description = "Use cases, the charter workshop, judgements, audits, cases, claims, inquiries and the record. People make tokens on their account's page; a token lets a program do no more than its person may, and no more than it is for. "
                    + "What goes wrong is told by problem details (RFC 9457); faults of what was sent stand in their member `errors`, by field.",
            };
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = $"A personal token. What it may be for: {string.Join(", ", Enum.GetNames<ApiScope>())}. What is public can be read without one.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
            AccessRule rule = metadata.OfType<AccessRule>().Single();
            var token = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [metadata.OfType<ApiRule>().Single().Scope.ToString()] };
            // Who may be a visitor may come without a token; an empty requirement is how the format says so.
            operation.Security = rule.Kind is AccessKind.Anyone or AccessKind.Reader ? [token, []] : [token];
            operation.Description = $"Who may: {rule}.";
            // The use case is read by the gate, before any endpoint runs: the endpoints' own parameters do not name it.
            if (context.Description.RelativePath?.Contains($"{{{Endpoints.UseCase}}}", StringComparison.Ordinal) == true)
                operation.Parameters = [new OpenApiParameter { Name = Endpoints.UseCase, In = ParameterLocation.Path, Required = true, Description = "The use case's short name.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } }, .. operation.Parameters ?? []];
            foreach ((string status, IOpenApiResponse response) in operation.Responses ?? [])
                Explain(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), response, metadata.OfType<ApiExample>().SingleOrDefault()?.Answer);
            if (metadata.OfType<ApiExample>().SingleOrDefault()?.Request is { } request && operation.RequestBody?.Content?.TryGetValue(Json, out OpenApiMediaType? body) == true)
                body.Example = JsonSerializer.SerializeToNode(request, JsonSerializerOptions.Web);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(WordsAttribute), true).OfType<WordsAttribute>().SingleOrDefault() is { } list)
                schema.Enum = [.. list.Words.Select(word => (JsonNode)JsonValue.Create(word)), .. schema.Type?.HasFlag(JsonSchemaType.Null) == true ? [JsonNullSentinel.JsonNull] : (JsonNode[])[]];
            return Task.CompletedTask;
        });
    }

    private static void Explain(int status, IOpenApiResponse response, object? answer)
    {
        if (status < StatusCodes.Status400BadRequest)
        {
            if (answer is not null && response.Content?.TryGetValue(Json, out OpenApiMediaType? body) == true)
                body.Example = JsonSerializer.SerializeToNode(answer, JsonSerializerOptions.Web);
            return;
        }

        response.Description = status switch
        {
            StatusCodes.Status400BadRequest => "What was sent could not be read.",
            StatusCodes.Status401Unauthorized => "A token is needed, or the one that came is nobody's, expired or revoked.",
            StatusCodes.Status403Forbidden => "The token is not for this, or its person may not do it.",
            StatusCodes.Status404NotFound => "It is not there, or not open to this caller.",
            StatusCodes.Status409Conflict => "It cannot be done as things stand now; the detail says why.",
            StatusCodes.Status422UnprocessableEntity => "What was sent has faults; they stand in `errors`, by field.",
            StatusCodes.Status429TooManyRequests => "Too many calls in this minute.",
            _ => ReasonPhrases.GetReasonPhrase(status) + ".",
        };
        if (response.Content?.TryGetValue(Problem, out OpenApiMediaType? problem) == true)
            problem.Example = Example(status);
    }

    private static JsonObject Example(int status)
    {
        var problem = new JsonObject { ["title"] = status == StatusCodes.Status422UnprocessableEntity ? "What was sent has faults." : ReasonPhrases.GetReasonPhrase(status), ["status"] = status };
        if (status == StatusCodes.Status409Conflict)
            problem["detail"] = Features.Workshop.WorkshopStore.OffTheTable;
        if (status == StatusCodes.Status422UnprocessableEntity)
            problem["errors"] = new JsonObject { ["statement"] = new JsonArray("The standard needs at least 10 characters.") };
        return problem;
    }
}
