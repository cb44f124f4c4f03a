using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;

namespace Concordat.Web.Tests;

/// <summary>Steps of stories about judging, each through the pages.</summary>
internal static class JudgingTale
{
    public const string Material = "/use-cases/letters/judge-material";
    public const string Judge = "/use-cases/letters/judge";

    /// <summary>Responses of three systems to some letters; the first letter bears a warning.</summary>
    public static string Responses(int items, string said = "Please pay by Friday.")
    {
        var text = new StringBuilder("system,item,prompt,text,warning\n");
        for (int item = 0; item < items; item++)
        {
            foreach (string system in new[] { "alpha-system", "beta-system", "gamma-system" })
                text.Append($"{system},letter-{item:D2},\"What does letter {item} ask of me?\",\"{said.Replace("\"", "\"\"", StringComparison.Ordinal)} ({item}, {system[0]})\",{(item == 0 ? "a threat of eviction" : "")}\n");
        }

        return text.ToString();
    }

    /// <summary>Letters by themselves.</summary>
    public static string Items(int items)
    {
        var text = new StringBuilder("item,text\n");
        for (int item = 0; item < items; item++)
            text.Append($"letter-{item:D2},\"Dear neighbour, the stairs are cleaned in week {item}.\"\n");
        return text.ToString();
    }

    public static async Task<HttpResponseMessage> Load(Visitor steward, string content, string holds = "responses", string name = "material.csv")
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(Visitor.TokenOf(await steward.Page(Material))), "form-token");
        form.Add(new StringContent(holds), "holds");
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(file, "file", name);
        return await steward.Client.PostAsync(new Uri(Material + "/files", UriKind.Relative), form);
    }

    /// <summary>Declares a round, opens it and gives the path of its page.</summary>
    public static async Task<string> OpenRound(Visitor steward, string kind, params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = $"Round of {kind}",
            ["kind"] = kind,
            ["criterion"] = kind is "Pairwise" or "BestOf" ? "preferred" : $"understood-{kind.ToLowerInvariant()}",
            ["frames"] = "How well would you understand it?",
            ["levels"] = "not at all\npartly\nwholly",
            ["ordered"] = "yes",
            ["choices"] = "3",
            ["per-item"] = "5",
            ["per-seat"] = "60",
            ["again-percent"] = "0",
            ["again-after"] = "5",
            ["support"] = "Call the steward at any hour.",
        };
        foreach ((string name, string value) in changes)
            fields[name] = value;
        HttpResponseMessage declared = await steward.Send(Material, Material + "/rounds", [.. fields.Select(field => (field.Key, field.Value))]);
        if (declared.Headers.Location is null)
            throw new InvalidOperationException(Visitor.Parse(await declared.Content.ReadAsStringAsync()).QuerySelector(".faults")?.TextContent ?? $"{declared.StatusCode}");
        string open = (await steward.Page(Material)).QuerySelectorAll("form[action$='/open']")[^1].GetAttribute("action")!;
        HttpResponseMessage opened = await steward.Send(Material, open);
        return opened.Headers.Location is not null
            ? $"{Judge}/{open.Split('/')[^2]}"
            : throw new InvalidOperationException(Visitor.Parse(await opened.Content.ReadAsStringAsync()).QuerySelector(".faults")?.TextContent ?? $"{opened.StatusCode}");
    }

    /// <summary>The task in sight: its id and the answer's own number.</summary>
    public static async Task<(string Task, string Id, string Token, IElement Section)?> Next(Visitor visitor, string round)
    {
        IDocument page = await visitor.Page(round);
        return page.QuerySelector("section.task:not([hidden])") is { } section
            ? (section.GetAttribute("data-task")!, section.QuerySelector("input[name=id]")!.GetAttribute("value")!, Visitor.TokenOf(page), section)
            : null;
    }

    /// <summary>Answers the task in sight; false where there is none.</summary>
    public static async Task<bool> Give(Visitor visitor, string round, string value, string say = "Value", params (string Name, string Value)[] more)
    {
        if (await Next(visitor, round) is not { } next)
            return false;
        HttpResponseMessage answer = await visitor.Post(round + "/answers", [("form-token", next.Token), ("task", next.Task), ("id", next.Id), ("value", value), ("say", say), .. more]);
        return answer.StatusCode == System.Net.HttpStatusCode.Found ? true : throw new InvalidOperationException($"{answer.StatusCode}: {Visitor.Parse(await answer.Content.ReadAsStringAsync()).Body!.TextContent}");
    }
}
