using Concordat.Models.Decoding;

namespace Concordat.Models.Tests.Decoding;

public sealed class PromptTemplateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-template").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Encode_AMarkInThePrompt_IsTextAndNotTheMark()
    {
        int end = TinyModels.Tokenizer.SpecialId(TinyModels.End)!.Value;
        var template = new PromptTemplate("own", TinyModels.End + "the ", " town");
        int[] tokens = template.Encode(TinyModels.Tokenizer, "rain" + TinyModels.End);
        Assert.Equal((end, 1), (tokens[0], tokens.Count(token => token == end)));
        Assert.Equal("the rain" + TinyModels.End + " town", TinyModels.Tokenizer.Decode(tokens));
        Assert.Contains("<|im_start|>", Assert.Throws<ArgumentException>(() => PromptTemplate.Parse("chatml").Encode(TinyModels.Tokenizer, "a")).Message, StringComparison.Ordinal);
        Assert.Contains("llama3", Assert.Throws<ArgumentException>(() => PromptTemplate.Parse("jinja")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"chat_template":"{% for m in messages %}<|im_start|>{{ m.role }}{% endfor %}"}""", "chatml")]
    [InlineData("""{"chat_template":"{{ bos_token }}[INST] {{ messages[0].content }} [/INST]"}""", "llama2")]
    [InlineData("""{"eos_token":"</s>"}""", "raw")]
    public void Of_AStatedTemplate_IsKnownByItsMarks(string config, string name)
    {
        File.WriteAllText(Path.Combine(_folder, "tokenizer_config.json"), config);
        Assert.Equal(name, PromptTemplate.Of(_folder).Name);
    }

    [Fact]
    public void Of_NoFileOrAnUnknownLayout_IsRawOrRefused()
    {
        Assert.Equal("raw", PromptTemplate.Of(_folder).Name);
        File.WriteAllText(Path.Combine(_folder, "tokenizer_config.json"), """{"chat_template":"<<USER>> {{ content }}"}""");
        Assert.Contains("chatml", Assert.Throws<InputDataException>(() => PromptTemplate.Of(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_TextAroundThePrompt_IsCutIntoTokensWithIt()
    {
        PromptTemplate template = PromptTemplate.Parse("the {prompt}ple say");
        Assert.Equal(TinyModels.Tokenizer.Encode("the people say"), template.Encode(TinyModels.Tokenizer, "peo"));
        Assert.Equal("the people say", template.Text("peo"));
    }
}
