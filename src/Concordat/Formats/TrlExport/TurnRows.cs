using Concordat.Evidence;
using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>Rows from turns of conversations: a conversation each, with all its turns.</summary>
internal static class TurnRows
{
    public const string NoAnswer = "no turn of the assistant", NoQuestion = "nothing said before the assistant's last turn", AfterAnswer = "what others said after the assistant's last turn";

    public static List<ExportRow> Make(EvidenceSet evidence, EvidenceExportOptions options, ExportLog log)
    {
        if (options.Type is TrlType.Preference or TrlType.UnpairedPreference or TrlType.PromptOnly)
            throw new ArgumentException($"conversations become whole conversations or prompt–completion, not {options.Type}");
        Func<int, bool> isAssistant = AssistantOf(evidence, options.Assistant);
        TurnTable turns = evidence.Turns;
        int[] items = evidence.Items.Keys.Ranks();
        var rows = new List<ExportRow>();
        foreach (IGrouping<int, int> conversation in Enumerable.Range(0, turns.Count).Where(turn => turns.Text[turn] is not null).GroupBy(turn => turns.Conversation[turn]).OrderBy(group => items[group.Key]))
        {
            log.Considered++;
            TrlMessage[] messages =
                [.. conversation.OrderBy(turn => turns.Index[turn]).Select(turn => new TrlMessage(isAssistant(turns.Speaker[turn]) ? TrlMessage.Assistant : TrlMessage.User, turns.Text[turn]))];
            int last = Array.FindLastIndex(messages, message => message.Role == TrlMessage.Assistant);
            if (last <= 0)
            {
                log.LeaveOut(last < 0 ? NoAnswer : NoQuestion);
                continue;
            }

            rows.Add(new ExportRow(
                options.Type == TrlType.LanguageModeling
                    ? new TrlLanguageModeling(TrlText.Of([.. messages[..(last + 1)]]))
                    : new TrlPromptCompletion(TrlText.Of([.. messages[..last]]), TrlText.Of(messages[last])),
                -1, conversation.Key, -1, 1));
        }

        return rows;
    }

    private static Func<int, bool> AssistantOf(EvidenceSet evidence, string? given)
    {
        if (given is null)
            throw new ArgumentException("--assistant is missing; it says whose turns are to be learned: ids of speakers, or attribute=level");
        int equals = given.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && evidence.Raters.Attribute(given[..equals]) is { } column)
        {
            int level = column.Levels.CodeOf(given[(equals + 1)..]);
            return level >= 0
                ? speaker => column.Codes[speaker] == level
                : throw new ArgumentException($"--assistant has '{given}'; attribute '{column.Name}' has: {string.Join(", ", column.Levels.Ids.Take(20))}");
        }

        HashSet<int> speakers = [.. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(id => evidence.Raters.Keys.CodeOf(id) is int code and >= 0
            ? code
            : throw new ArgumentException($"--assistant has '{id}', which is no speaker and no attribute=level; speakers have: {string.Join(", ", evidence.Raters.Attributes.Select(a => a.Name).Take(20).DefaultIfEmpty("no attributes"))}"))];
        return speakers.Contains;
    }
}
