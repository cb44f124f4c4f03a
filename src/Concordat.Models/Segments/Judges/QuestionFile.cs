using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Formats.Text;

namespace Concordat.Models.Segments.Judges;

/// <summary>A person as judge: questions are written to a file, answers are read back from it.</summary>
/// <remarks>
/// JSON Lines with <c>id</c>, <c>step</c>, <c>question</c> and <c>answer</c>. A new question has the answer null; a person puts a number or "none" there, and the next run goes on from
/// it. Answers that no question of the run asks for stay in the file. Nothing is written before <see cref="Save"/>.
/// </remarks>
public sealed class QuestionFile : ISegmentJudge
{
    private static readonly JsonSerializerOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly List<Line> _lines = [];
    private readonly Dictionary<string, int> _ofId = new(StringComparer.Ordinal);

    private QuestionFile(string path) => _path = path;

    /// <summary>Questions that have no answer yet.</summary>
    public int Open => _lines.Count(line => line.Answer is null);

    /// <summary>Reads the file, or begins one.</summary>
    /// <exception cref="InputDataException">The file has faults: all of them, each with its line.</exception>
    public static QuestionFile Read(string path)
    {
        var file = new QuestionFile(path);
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            return file;
        var faults = new FaultList();
        using JsonLinesReader reader = JsonLinesReader.Open(path, DelimitedOptions.Default, faults);
        while (reader.Read())
        {
            string? id = Text(reader.Root, "id"), step = Text(reader.Root, "step"), question = Text(reader.Root, "question");
            if (id is null || step is null || question is null)
                faults.Add(path, reader.Line, 0, "no id, no step or no question", "a line that was written here, with its answer filled in");
            else if (!TryAnswer(reader.Root, out string? answer))
                faults.Add(path, reader.Line, 0, $"the answer {FaultList.Shown(reader.Root.GetProperty("answer").GetRawText())}", "a whole number, \"none\", or null while it is open");
            else if (!file._ofId.TryAdd(id, file._lines.Count))
                faults.Add(path, reader.Line, 0, $"the id {FaultList.Shown(id)} again", "each question once");
            else
                file._lines.Add(new Line(id, step, question, answer));
        }

        faults.ThrowIfAny();
        return file;
    }

    public Task<JudgeAnswer> AskAsync(JudgeQuestion question, CancellationToken cancellationToken)
    {
        if (_ofId.TryGetValue(question.Id, out int at))
            return Task.FromResult(_lines[at].Answer is { } answer ? JudgeReply.OfPerson(question, answer) : JudgeAnswer.Waiting("an answer in the file of questions"));
        _ofId.Add(question.Id, _lines.Count);
        _lines.Add(new Line(question.Id, JsonNamingPolicy.KebabCaseLower.ConvertName(question.Step.ToString()), question.Text, null));
        return Task.FromResult(JudgeAnswer.Waiting("an answer in the file of questions"));
    }

    /// <summary>Writes the file, whole.</summary>
    public void Save() => WholeFile.Write(_path, stream =>
    {
        foreach (Line line in _lines)
        {
            object? answer = line.Answer is null ? null : int.TryParse(line.Answer, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : line.Answer;
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(new { id = line.Id, step = line.Step, question = line.Question, answer }, s_writing));
            stream.Write("\n"u8);
        }
    });

    private static bool TryAnswer(JsonElement root, out string? answer)
    {
        answer = null;
        if (!root.TryGetProperty("answer", out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return true;
        answer = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : value.GetRawText();
        if (answer.Length == 0)
            answer = null;
        return answer is null || string.Equals(answer, "none", StringComparison.OrdinalIgnoreCase) || int.TryParse(answer, System.Globalization.CultureInfo.InvariantCulture, out _);
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Line(string Id, string Step, string Question, string? Answer);
}
