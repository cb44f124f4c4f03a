using Concordat.Evidence;
using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>Rows from recorded responses, whoever thinks what of them.</summary>
internal static class ResponseRows
{
    public static List<ExportRow> Make(EvidenceSet evidence, EvidenceExportOptions options, ExportLog log)
    {
        if (options.Type is TrlType.Preference or TrlType.UnpairedPreference)
            throw new ArgumentException($"responses alone say nothing of what is preferred; {options.Type} needs comparisons, or ratings with --wanted-from");
        var texts = new ExportTexts(evidence, options);
        var rows = new List<ExportRow>();
        int[] ranks = evidence.Responses.Keys.Ranks();
        if (options.Type == TrlType.PromptOnly)
        {
            log.Considered = evidence.Items.Count;
            int[] items = evidence.Items.Keys.Ranks();
            foreach (int item in Enumerable.Range(0, items.Length).OrderBy(item => items[item]))
            {
                if (texts.Prompt(item) is { } prompt)
                    rows.Add(new ExportRow(new TrlPromptOnly(prompt), -1, item, -1, 1));
                else
                    log.LeaveOut(ExportTexts.NoPrompt);
            }

            return rows;
        }

        log.Considered = evidence.Responses.Count;
        foreach (int response in Enumerable.Range(0, evidence.Responses.Count).OrderBy(response => ranks[response]))
            Add(evidence, options.Type, response, texts, rows, log);
        return rows;
    }

    public static void Add(EvidenceSet evidence, TrlType type, int response, ExportTexts texts, List<ExportRow> rows, ExportLog log)
    {
        int item = evidence.Responses.Item[response];
        TrlText? prompt = texts.Prompt(item), answer = texts.Response(response);
        if (prompt is null || answer is null)
        {
            log.LeaveOut(prompt is null ? ExportTexts.NoPrompt : ExportTexts.NoText);
            return;
        }

        // In plain text prompt and answer would run together without a mark between them.
        if (type == TrlType.LanguageModeling && !prompt.IsConversational)
            throw new ArgumentException("a whole text of prompt and answer needs a chat template; write the conversational form (messages), or prompt–completion");
        rows.Add(new ExportRow(
            type == TrlType.LanguageModeling ? new TrlLanguageModeling(TrlText.Of([.. prompt.Messages, .. answer.Messages])) : new TrlPromptCompletion(prompt, answer), -1, item, response, 1));
    }
}
