using System.Globalization;
using System.Text.Json;

namespace Concordat.Models.Segments.Judges;

/// <summary>Reads what a judge wrote, strictly.</summary>
internal static class JudgeReply
{
    /// <summary>A model's reply: one JSON object with the number that was asked for, or null, and perhaps a reason; nothing around it.</summary>
    public static JudgeAnswer OfModel(JudgeQuestion question, string reply)
    {
        string shown = Shown(reply);
        try
        {
            using JsonDocument document = JsonDocument.Parse(reply.Trim(), new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(question.Asked, out JsonElement value) || root.EnumerateObject().Any(field => field.Name != question.Asked && field.Name != "reason"))
                return JudgeAnswer.Unparsable(shown);
            return value.ValueKind == JsonValueKind.Null ? JudgeAnswer.None(shown)
                : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? question.Answer(number, shown)
                : JudgeAnswer.Unparsable(shown);
        }
        catch (JsonException)
        {
            return JudgeAnswer.Unparsable(shown);
        }
    }

    /// <summary>A person's answer: a number, or none.</summary>
    public static JudgeAnswer OfPerson(JudgeQuestion question, string answer) =>
        string.Equals(answer.Trim(), "none", StringComparison.OrdinalIgnoreCase) ? JudgeAnswer.None("none")
        : int.TryParse(answer.Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? question.Answer(number, answer.Trim())
        : JudgeAnswer.Unparsable(Shown(answer));

    private static string Shown(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > 200 ? line[..200] + "…" : line;
    }
}
