using System.Reflection;
using System.Text.RegularExpressions;
using Concordat.Cli;
using Concordat.Cli.Tests;

namespace Concordat.Scale.Tests;

public sealed partial class StatementsTests
{
    private static readonly string[] s_all = [.. typeof(Statements).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Statements_InTheOneFile_AreAllThereAre()
    {
        Assert.True(s_all.Length > 10);
        foreach (string file in Directory.EnumerateFiles(RepositoryRoot.Combine("src", "Concordat.Scale"), "*.cs", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "Statements.cs"))
            Assert.DoesNotMatch(Sql(), File.ReadAllText(file));
    }

    [Fact]
    public void Statements_All_NeverAskForFewerShardsAndUseNothingThatOldServersLack()
    {
        Assert.All(s_all, statement =>
        {
            Assert.DoesNotContain("skip_unavailable_shards", statement, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(TooNew(), statement);
        });
    }

    [Fact]
    public async Task Push_Schema_IsThePublishedOne() =>
        Assert.Equal(PushDocument.SchemaText(), await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "schemas", "push.schema.json")));

    [GeneratedRegex(@"""(?:SELECT |INSERT INTO |CREATE (?:TABLE|DATABASE) |ALTER TABLE |DROP )", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sql();

    [GeneratedRegex(@"::|LowCardinality|DELETE FROM|\bOVER\b|^WITH\b|\{\w+:", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TooNew();
}
