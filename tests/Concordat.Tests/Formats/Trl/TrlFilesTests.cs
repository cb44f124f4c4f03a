using System.Collections.Immutable;
using Concordat.Formats.Trl;
using Concordat.Numerics.Sampling;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Tests.Formats.Trl;

public sealed class TrlFilesTests : IDisposable
{
    // TRL's own examples, from its page on dataset formats.
    private static readonly string[] s_published =
    [
        """{"text":"The sky is blue."}""",
        """{"messages":[{"role":"user","content":"What color is the sky?"},{"role":"assistant","content":"It is blue."}]}""",
        """{"prompt":"The sky is"}""",
        """{"prompt":[{"role":"user","content":"What color is the sky?"}]}""",
        """{"prompt":"The sky is","completion":" blue."}""",
        """{"prompt":[{"role":"user","content":"What color is the sky?"}],"completion":[{"role":"assistant","content":"It is blue."}]}""",
        """{"prompt":"The sky is","chosen":" blue.","rejected":" green."}""",
        """{"chosen":"The sky is blue.","rejected":"The sky is green."}""",
        """{"prompt":[{"role":"user","content":"What color is the sky?"}],"chosen":[{"role":"assistant","content":"It is blue."}],"rejected":[{"role":"assistant","content":"It is green."}]}""",
        """{"chosen":[{"role":"user","content":"What color is the sky?"},{"role":"assistant","content":"It is blue."}],"rejected":[{"role":"user","content":"What color is the sky?"},{"role":"assistant","content":"It is green."}]}""",
        """{"prompt":"The sky is","completion":" blue.","label":true}""",
        """{"prompt":[{"role":"user","content":"What color is the sky?"}],"completion":[{"role":"assistant","content":"It is green."}],"label":false}""",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-trl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Published() => [.. s_published];

    [Theory]
    [MemberData(nameof(Published))]
    public void ReadThenWrite_PublishedExample_GivesTheSameBytes(string line)
    {
        string file = At("in.jsonl", line + "\n");
        TrlDataset dataset = Read(file, strict: true);
        TrlWriter.Write(At("out.jsonl"), dataset, isStrict: true);
        Assert.Equal(line + "\n", File.ReadAllText(At("out.jsonl")));
    }

    [Fact]
    public void WriteThenRead_AnyDataset_IsEqual() => Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
    {
        TrlDataset dataset = Any(new Xoshiro(seed));
        TrlWriter.Write(At("any.jsonl"), dataset, isStrict: false);
        TrlSidecar.Write(At("any.notes.jsonl"), dataset);
        TrlDataset read = TrlReader.Read(At("any.jsonl"), TrlReaderOptions.Default with { Sidecar = At("any.notes.jsonl") }, default);
        Assert.Equal(dataset.Examples.AsEnumerable(), read.Examples);
        Assert.Equal(dataset.Notes.AsEnumerable(), read.Notes);
        Assert.Equal((dataset.Type, dataset.IsConversational), (read.Type, read.IsConversational));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Write_Strict_LeavesOutWhatTrlDoesNotKnowAndKeepsTools()
    {
        string file = At("in.jsonl", """{"messages":[{"role":"user","content":"a"}],"tools":[],"source":"b"}""" + "\n");
        Assert.Equal(1, TrlWriter.Write(At("out.jsonl"), Read(file, strict: false), isStrict: true));
        Assert.Equal("""{"messages":[{"role":"user","content":"a"}],"tools":[]}""" + "\n", File.ReadAllText(At("out.jsonl")));
    }

    [Fact]
    public void Read_ManyFaults_NamesEachWithLineAndColumn()
    {
        string file = At("bad.jsonl", string.Join('\n',
            """{"prompt": [{"role": "user", "content": "a"}], "completion": [{"role": "assistant", "content": "b"}], "label": true}""",
            """{"prompt": "a", "completion": [{"role": "assistant", "content": "b"}], "label": true}""",
            """{"prompt": [{"role": "human", "content": "a"}], "completion": [{"role": "assistant", "content": "b"}], "label": true}""",
            """{"prompt": [{"role": "user", "content": "a"}], "completion": [{"role": "user", "content": "b"}], "label": 1}""",
            """{"prompt": [{"role": "user"}], "completion": [], "label": true, "score": 3}""",
            """{"prompt": [{"role": "user", "content": "a"}]}""",
            "{]") + "\n");
        var exception = Assert.Throws<InputDataException>(() => Read(file, strict: true));
        Assert.Equal(
            [(2, 12), (3, 12), (4, 62), (4, 107), (5, 12), (5, 46), (5, 74), (6, 0), (6, 0), (7, 2)],
            exception.Faults.Select(fault => ((int)fault.Line, (int)fault.Column)).Order());
        Assert.All(exception.Faults, fault => Assert.False(fault.Found.Length == 0 || fault.Expected.Length == 0));
    }

    [Fact]
    public void Read_FileOfNoType_ListsTheTypes()
    {
        var exception = Assert.Throws<InputDataException>(() => Read(At("odd.jsonl", """{"question":"a","answer":"b"}""" + "\n"), strict: false));
        Assert.Contains("question, answer", exception.Message, StringComparison.Ordinal);
        Assert.Contains("chosen and rejected", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadSidecar_RowsInAnotherOrder_IsAFault()
    {
        TrlDataset dataset = TrlDataset.Of(
            [new TrlLanguageModeling(TrlText.Of("a")), new TrlLanguageModeling(TrlText.Of("b"))], [new TrlNote(1, "r1", "g"), new TrlNote(2)]);
        TrlSidecar.Write(At("notes.jsonl"), dataset);
        TrlWriter.Write(At("turned.jsonl"), dataset with { Examples = [dataset.Examples[1], dataset.Examples[0]] }, isStrict: true);
        var exception = Assert.Throws<InputDataException>(() => TrlReader.Read(At("turned.jsonl"), TrlReaderOptions.Default with { Sidecar = At("notes.jsonl") }, default));
        Assert.Equal([1L, 2L], exception.Faults.Select(fault => fault.Line));
        TrlWriter.Write(At("short.jsonl"), TrlDataset.Of([dataset.Examples[0]]), isStrict: true);
        Assert.Throws<InputDataException>(() => TrlReader.Read(At("short.jsonl"), TrlReaderOptions.Default with { Sidecar = At("notes.jsonl") }, default));
    }

    [Fact]
    public void ReadSidecar_WrittenByHandWithoutHashes_GoesByTheNumbersOfRows()
    {
        string data = At("hand.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"), notes = At("hand.notes.jsonl", "{\"row\":0,\"weight\":2}\n{\"row\":1,\"weight\":0.5,\"group\":\"g\"}\n");
        Assert.Equal<double>([2, .5], TrlReader.Read(data, TrlReaderOptions.Default with { Sidecar = notes }, default).Weights.AsEnumerable());
        string turned = At("turned.notes.jsonl", "{\"row\":1,\"weight\":2}\n{\"row\":0,\"weight\":1}\n"), damaged = At("damaged.notes.jsonl", "{\"row\":0,\"sha256\":null,\"weight\":2}\n{\"row\":1,\"weight\":1}\n");
        Assert.Throws<InputDataException>(() => TrlReader.Read(data, TrlReaderOptions.Default with { Sidecar = turned }, default));
        Assert.Throws<InputDataException>(() => TrlReader.Read(data, TrlReaderOptions.Default with { Sidecar = damaged }, default));
    }

    /// <summary>The hash is SHA-256 of the compact line; the value is that of sha256sum.</summary>
    [Fact]
    public void Hash_SpacesAndFurtherColumns_DoNotChangeIt()
    {
        string plain = At("a.jsonl", """{"text":"The sky is blue."}""" + "\n"), spaced = At("b.jsonl", """{ "extra": 1, "text" : "The sky is blue." }""" + "\n");
        Assert.Equal(TrlWriter.Hash(Read(plain, false).Examples[0]), TrlWriter.Hash(Read(spaced, false).Examples[0]));
        Assert.Equal("ab37eb1139409da00c29a36113bee8db34ac77e2b2c4678d7ef59d096037acce", TrlWriter.Hash(Read(plain, false).Examples[0]));
    }

    internal static TrlDataset Any(Xoshiro random)
    {
        var type = (TrlType)random.NextInt(5);
        bool isConversational = random.NextInt(2) == 0, isImplicit = random.NextInt(2) == 0;
        int n = 1 + random.NextInt(6);
        TrlText Text(string role) => isConversational
            ? TrlText.Of([.. Enumerable.Range(0, random.NextInt(4)).Select(_ => Message(random, TrlMessage.Roles[random.NextInt(5)])), Message(random, role)])
            : TrlText.Of(Words(random));
        TrlExample Example() => type switch
        {
            TrlType.LanguageModeling => new TrlLanguageModeling(Text(TrlMessage.Assistant)),
            TrlType.PromptOnly => new TrlPromptOnly(Text(TrlMessage.User)),
            TrlType.PromptCompletion => new TrlPromptCompletion(Text(TrlMessage.User), Text(TrlMessage.Assistant)),
            TrlType.UnpairedPreference => new TrlUnpairedPreference(Text(TrlMessage.User), Text(TrlMessage.Assistant), random.NextInt(2) == 0),
            _ => new TrlPreference(isImplicit ? null : Text(TrlMessage.User), Text(TrlMessage.Assistant), Text(TrlMessage.Assistant)),
        };
        return TrlDataset.Of(
            [.. Enumerable.Range(0, n).Select(_ => Example() with { Other = Further(random) })],
            [.. Enumerable.Range(0, n).Select(_ => new TrlNote(random.NextDouble() * 3, random.NextInt(2) == 0 ? null : Words(random), random.NextInt(2) == 0 ? null : Words(random)))]);
    }

    private static ImmutableSortedDictionary<string, string> Further(Xoshiro random) => random.NextInt(3) > 0
        ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
        : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("source", "\"x\"").Add("tools", "[{\"a\": null}]");

    private static TrlMessage Message(Xoshiro random, string role) => new(role, Words(random))
    { Other = random.NextInt(5) == 0 ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("name", "\"n\"") : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal) };

    private static string Words(Xoshiro random)
    {
        string[] pieces = ["a", "\n\n", "\"", "\\", "é", "日本", "😀", "\u2028", "<b>", " ", "\t", "{}", "=1+1", "\u0001"];
        return string.Concat(Enumerable.Range(0, random.NextInt(6)).Select(_ => pieces[random.NextInt(pieces.Length)]));
    }

    private TrlDataset Read(string file, bool strict) => TrlReader.Read(file, TrlReaderOptions.Default with { IsStrict = strict }, default);

    private string At(string name, string? content = null)
    {
        string file = Path.Combine(_folder, name);
        if (content is not null)
            File.WriteAllText(file, content);
        return file;
    }
}
