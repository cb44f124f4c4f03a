using System.Text;
using Concordat.Formats.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Tests.Formats;

public sealed class DefusedFieldTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("\n=1", "'\n=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠A1", "'＠A1")]
    [InlineData("'=1", "''=1")]
    [InlineData("-1.5e3", "-1.5e3")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    public void Of_AText_OpensNoFormula_AndComesBack(string text, string written)
    {
        Assert.Equal(written, DefusedField.Of(text));
        Assert.Equal(text, Encoding.UTF8.GetString(DefusedField.Restored(Encoding.UTF8.GetBytes(written))));
    }

    [Fact]
    public void Restored_OfWhatWasWritten_IsTheText() =>
        Prop.ForAll(Gen.Elements('\'', '=', '＝', '-', '1', 'a', '\n', '＠').ListOf().Select(letters => string.Concat(letters)).ToArbitrary(), text =>
            Encoding.UTF8.GetString(DefusedField.Restored(Encoding.UTF8.GetBytes(DefusedField.Of(text)))) == text).QuickCheckThrowOnFailure();
}
