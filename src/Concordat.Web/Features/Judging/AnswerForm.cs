using System.Globalization;
using System.Text.RegularExpressions;
using Concordat.Web.Frame;

namespace Concordat.Web.Features.Judging;

/// <summary>Reads a judgement from a posted form, whether a script sent it or a page without one.</summary>
internal static partial class AnswerForm
{
    private const long LongestLook = 30 * 60_000, LongestWait = 30L * 24 * 3_600_000;
    private const int LongestComment = 2000;

    public static Answer Read(Form form, long now)
    {
        string id = form.Typed("id"), value = form.Typed("value");
        if (!Id().IsMatch(id))
            form.Fault("id", "The answer carries no number of its own. Load the page again.");
        AnswerKind kind = form.Choice<AnswerKind>("say", "an answer, a pass, or no opinion");
        if (kind == AnswerKind.Value && value.Length == 0)
            form.Fault("value", "Choose an answer, pass, or say that you have no opinion.");
        string comment = form.Text("comment", "The comment", LongestComment, 0);
        // A script measures itself; a plain form says when its page was made.
        long? took = Number(form, "took", LongestLook) ?? (Number(form, "shown", now) is { } shown && (now - shown) / 1000 <= LongestLook ? (now - shown) / 1000 : null);
        return new Answer(
            id, form.Typed("task"), kind, kind == AnswerKind.Value ? value : null, Number(form, "start", int.MaxValue), Number(form, "end", int.MaxValue), kind == AnswerKind.Value ? comment : "", took,
            Number(form, "ago", LongestWait) ?? 0);
    }

    public static bool IsId(string text) => Id().IsMatch(text);

    private static long? Number(Form form, string name, long most) =>
        long.TryParse(form.Typed(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= most ? number : null;

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
