using Concordat.Evidence;
using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>The texts of what was asked and answered.</summary>
internal sealed class ExportTexts
{
    public const string NoPrompt = "no text of what was asked", NoResponse = "no recorded response of the alternative to the item", NoText = "no text of the response",
        SeveralResponses = "several responses of the alternative to the item, and no way to tell which was compared";

    private readonly EvidenceSet _evidence;
    private readonly AttributeColumn _prompt;
    private readonly bool _isConversational;
    private readonly Dictionary<(int System, int Item), int> _rowOf = [];

    /// <exception cref="ArgumentException">No attribute of items holds the prompt.</exception>
    public ExportTexts(EvidenceSet evidence, EvidenceExportOptions options)
    {
        (_evidence, _isConversational) = (evidence, options.IsConversational);
        _prompt = (options.PromptAttribute is { } name ? evidence.Items.Attribute(name) : evidence.Items.Attribute("prompt") ?? evidence.Items.Attribute("text"))
            ?? throw new ArgumentException(
                $"no attribute '{options.PromptAttribute ?? "prompt"}' of items holds the text of what was asked; items have: "
                + string.Join(", ", evidence.Items.Attributes.Select(column => column.Name).Take(20).DefaultIfEmpty("(none)")));
        ResponseTable responses = evidence.Responses;
        for (int row = 0; row < responses.Count; row++)
        {
            if (!_rowOf.TryAdd((responses.System[row], responses.Item[row]), row))
                _rowOf[(responses.System[row], responses.Item[row])] = -1;
        }
    }

    public TrlText? Prompt(int item) => item >= 0 && _prompt.LevelOf(item) is { Length: > 0 } text ? Text(TrlMessage.User, text) : null;

    /// <summary>The answer that an alternative stands for: a response of that id, or what the system of that id answered to the item.</summary>
    public TrlText? Alternative(int alternative, int item, ExportLog log)
    {
        string id = _evidence.Alternatives.Keys[alternative];
        int row = _evidence.Responses.Keys.CodeOf(id);
        if (row < 0)
        {
            int system = _evidence.Systems.Keys.CodeOf(id);
            if (system < 0 || item < 0 || !_rowOf.TryGetValue((system, item), out row))
            {
                log.LeaveOut(NoResponse);
                return null;
            }

            if (row < 0)
            {
                log.LeaveOut(SeveralResponses);
                return null;
            }
        }

        TrlText? text = Response(row);
        if (text is null)
            log.LeaveOut(NoText);
        return text;
    }

    public TrlText? Response(int row) => _evidence.Responses.Text[row] is { } text ? Text(TrlMessage.Assistant, text) : null;

    private TrlText Text(string role, string words) => _isConversational ? TrlText.Of(new TrlMessage(role, words)) : TrlText.Of(words);
}
