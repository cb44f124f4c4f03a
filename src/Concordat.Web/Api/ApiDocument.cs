using Concordat.Web.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Concordat.Web.Api;

/// <summary>What the OpenAPI document says beside what the endpoints' types say: whose API it is, how one signs in, who may call what.</summary>
internal static class ApiDocument
{
    private const string Scheme = "token";

    public static void Complete(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Concordat",
                Version = "1",
                Description = "Use cases, charters, judgements, published runs and the record. People make tokens on their account's page; a token lets a program do no more than its person may, and no more than it is for.",
            };
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A personal token." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [metadata.OfType<ApiRule>().Single().Scope.ToString()] }];
            operation.Description = $"Who may: {metadata.OfType<AccessRule>().Single()}.";
            return Task.CompletedTask;
        });
    }
}
