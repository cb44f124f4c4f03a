using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Models.Collection;

namespace Concordat.Models.Segments;

/// <summary>Keeps what judges and samplers gave, line by line, so that a run that was stopped asks nothing twice.</summary>
/// <remarks>JSON Lines that are only ever added to; a key follows from the session and the words of what was asked. A torn last line is cut off.</remarks>
public sealed class AskedOnce : IDisposable
{
    private static readonly JsonSerializerOptions s_writing = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, JsonElement> _kept = new(StringComparer.Ordinal);
    private readonly AppendedLines _lines;

    /// <exception cref="ArgumentException">Another process writes the file.</exception>
    /// <exception cref="InputDataException">The file holds something else.</exception>
    public AskedOnce(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        try
        {
            _lines = new AppendedLines(path, isLocked: true, isReadOnly: false, (line, number) => Take(path, line, number));
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new ArgumentException($"'{path}' is being written by another process, or cannot be written ({exception.Message})", exception);
        }
    }

    /// <summary>A judge whose answers are kept.</summary>
    public ISegmentJudge Judge(ISegmentJudge judge, string name) => new KeptJudge(this, judge, name);

    /// <summary>A sampler whose continuations are kept.</summary>
    public IContinuationSampler Sampler(IContinuationSampler sampler, string name) => new KeptSampler(this, sampler, name);

    public void Dispose() => _lines.Dispose();

    private T? Kept<T>(string key)
        where T : class => _kept.TryGetValue(key, out JsonElement value) ? value.Deserialize<T>(s_writing) : null;

    private void Keep<T>(string key, T value)
    {
        JsonElement element = JsonSerializer.SerializeToElement(value, s_writing);
        _lines.Append([.. JsonSerializer.SerializeToUtf8Bytes(new { key, value = element }, s_writing), (byte)'\n']);
        _kept[key] = element;
    }

    private bool Take(string path, ReadOnlyMemory<byte> line, long number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("key", out JsonElement key) || key.ValueKind != JsonValueKind.String
                || !document.RootElement.TryGetProperty("value", out JsonElement value))
                throw new InputDataException(path, number, 0, "a line without key and value", "a file that was written here, or a new one");
            _kept[key.GetString()!] = value.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class KeptJudge(AskedOnce asked, ISegmentJudge judge, string name) : ISegmentJudge
    {
        public async Task<JudgeAnswer> AskAsync(JudgeQuestion question, CancellationToken cancellationToken)
        {
            string key = $"judge {name} {question.Id}";
            if (asked.Kept<JudgeAnswer>(key) is { } known)
                return known;
            JudgeAnswer answer = await judge.AskAsync(question, cancellationToken);
            if (answer.Kind != JudgeAnswerKind.Waiting)
                asked.Keep(key, answer);
            return answer;
        }
    }

    private sealed class KeptSampler(AskedOnce asked, IContinuationSampler sampler, string name) : IContinuationSampler
    {
        public async Task<ImmutableArray<Continuation>> SampleAsync(Session session, int from, int count, CancellationToken cancellationToken)
        {
            string key = $"sampler {name} {session.Id} {from} {count}";
            if (asked.Kept<Continuation[]>(key) is { } known)
                return [.. known];
            ImmutableArray<Continuation> made = await sampler.SampleAsync(session, from, count, cancellationToken);
            asked.Keep(key, made);
            return made;
        }
    }
}
