using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Concordat.Charters.Record;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Tests.Charters.Record;

public sealed class RecordTests
{
    [Fact]
    public void Append_FirstOpenEntry_HasTheHashOfTheDocumentedBytes()
    {
        RecordEntry entry = RecordChain.Append(RecordChain.Start, 1, "letters", 1_700_000_000_000_000, "rule", null, "{}"u8);
        // The layout written out by hand, byte by byte, without the chain's own code.
        using var bytes = new MemoryStream();
        bytes.Write(new byte[32]);
        void Number(long number)
        {
            var eight = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(eight, number);
            bytes.Write(eight);
        }

        Number(1);
        Number(1_700_000_000_000_000);
        Number(7);
        bytes.Write("letters"u8);
        Number(4);
        bytes.Write("rule"u8);
        bytes.WriteByte(0);
        Number(2);
        bytes.Write("{}"u8);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())), entry.Hash);
    }

    [Fact]
    public void Check_AnyEntryChangedDroppedAddedOrMoved_SaysWhere() =>
        Prop.ForAll(Gen.Choose(0, 7).Zip(Gen.Choose(0, 6)).ToArbitrary(), pick =>
        {
            (int at, int what) = pick;
            ImmutableArray<RecordEntry> whole = Chain(8);
            RecordEntry entry = whole[at];
            ImmutableArray<RecordEntry> touched = what switch
            {
                0 => whole.SetItem(at, entry with { Content = [.. entry.Content.Select((letter, i) => i == 0 ? (byte)(letter ^ 1) : letter)] }),
                1 => whole.SetItem(at, entry with { Kind = "votes" }),
                2 => whole.SetItem(at, entry with { At = entry.At + 1 }),
                3 => whole.SetItem(at, entry with { Seat = entry.Seat + "x" }),
                4 => at == 7 ? whole.Insert(at, entry) : whole.RemoveAt(at),
                5 => whole.Insert(at, entry),
                _ => at == 7 ? whole.SetItem(7, whole[0]) : whole.SetItem(at, whole[at + 1]).SetItem(at + 1, entry),
            };
            RecordCheck check = RecordCheck.Of(touched);
            // Adding a copy of an entry is seen where the copy pushes the next one on.
            return !check.Holds && check.BrokenAt >= at + 1 && check.BrokenAt <= at + 2;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Check_EndCutOff_HoldsAloneAndFailsAgainstAPublishedHead()
    {
        ImmutableArray<RecordEntry> whole = Chain(5);
        Assert.True(RecordCheck.Of(whole[..3]).Holds);
        Assert.False(RecordCheck.Of(whole[..3], whole[^1].Hash).Holds);
        Assert.True(RecordCheck.Of(whole, whole[2].Hash).Holds);
    }

    [Fact]
    public void Check_RewrittenWithFreshHashes_FailsAgainstAPublishedHead()
    {
        ImmutableArray<RecordEntry> whole = Chain(5);
        string head = RecordChain.Start;
        var forged = ImmutableArray.CreateBuilder<RecordEntry>();
        foreach (RecordEntry entry in whole)
        {
            RecordEntry next = RecordChain.Append(head, entry.Sequence, entry.UseCase, entry.At, entry.Kind, entry.Seat, entry.Sequence == 2 ? "forged"u8 : entry.Content.AsSpan());
            forged.Add(next);
            head = next.Hash;
        }

        Assert.True(RecordCheck.Of(forged).Holds);
        Assert.False(RecordCheck.Of(forged, whole[^1].Hash).Holds);
    }

    [Fact]
    public void Open_WithTheKey_GivesTheContentAndWithoutItNothing()
    {
        byte[] key = RecordSeal.NewKey(), other = RecordSeal.NewKey();
        byte[] box = RecordSeal.Close(key, "letters", "vote", "seat", "agree"u8);
        RecordEntry entry = RecordChain.Append(RecordChain.Start, 1, "letters", 1, "vote", "seat", box);
        Assert.Equal("agree", Encoding.UTF8.GetString(RecordSeal.Open(key, entry)!));
        Assert.Null(RecordSeal.Open(other, entry));
        Assert.Null(RecordSeal.Open(key, entry with { Seat = "another" }));
        Assert.Null(RecordSeal.Open(key, entry with { Kind = "objection" }));
        Assert.DoesNotContain("agree", Encoding.Latin1.GetString(box), StringComparison.Ordinal);
        Assert.NotEqual(box, RecordSeal.Close(key, "letters", "vote", "seat", "agree"u8));
    }

    [Fact]
    public void Read_WhatTextWrote_IsTheSameRecord_AndALineThatIsNoneIsAFault()
    {
        ImmutableArray<RecordEntry> whole = Chain(4);
        string path = Path.GetTempFileName();
        File.WriteAllLines(path, whole.Select(RecordFile.Text));
        Assert.Equal(whole.Select(RecordFile.Text), RecordFile.Read(path).Select(RecordFile.Text));
        File.AppendAllText(path, "{\"sequence\":5}\nnonsense\n");
        InputDataException faults = Assert.Throws<InputDataException>(() => RecordFile.Read(path));
        Assert.Equal([5L, 6L], faults.Faults.Select(fault => fault.Line));
        File.Delete(path);
    }

    [Theory]
    [InlineData("Agree", "Disagree")]
    [InlineData("Pass", "Disagree")]
    [InlineData("", "a ranking of twelve wordings, which says where each of them stands and is longer than a vote by far, but no longer than what the filling leaves room for")]
    public void Close_ContentsOfDifferentLengths_AreSealedAtTheSameLength(string one, string other)
    {
        byte[] key = RecordSeal.NewKey(), first = RecordSeal.Close(key, "letters", "vote", "seat", Encoding.UTF8.GetBytes(one)), second = RecordSeal.Close(key, "letters", "vote", "seat", Encoding.UTF8.GetBytes(other));
        // 12 bytes of nonce and 16 of tag, by NIST SP 800-38D.
        Assert.Equal(12 + RecordSeal.Block + 16, first.Length);
        Assert.Equal(first.Length, second.Length);
        Assert.Equal(one, Encoding.UTF8.GetString(RecordSeal.Open(key, RecordChain.Append(RecordChain.Start, 1, "letters", 1, "vote", "seat", first))!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1535)]
    [InlineData(1536)]
    [InlineData(1537)]
    public void Open_ContentAroundTheBlock_IsWhatWasSealed(int length)
    {
        byte[] key = RecordSeal.NewKey(), content = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 3 == 0 ? 0 : 0x80))];
        Assert.Equal(content, RecordSeal.Open(key, RecordChain.Append(RecordChain.Start, 1, "letters", 1, "vote", "seat", RecordSeal.Close(key, "letters", "vote", "seat", content))));
    }

    [Theory]
    [InlineData("\"kind\":\"vote\"", "\"kind\":\"rule\",\"kind\":\"vote\"")]
    [InlineData("\"kind\":\"vote\"", "\"Kind\":\"rule\",\"kind\":\"vote\"")]
    [InlineData("\"kind\":\"vote\"", "\"kind\":\"vote\\ud800\"")]
    [InlineData("\"sequence\":1", "\"sequence\":\"1\"")]
    [InlineData("\"sequence\":1", "\"sequence\":1e0")]
    [InlineData("Y29udGVudCAx", "Y29udGVu dCAx")]
    [InlineData("\"seat\":\"seat1\"", "\"seat\":\"se\u0430t1\"")]
    public void Read_ALineThatTwoReadersTakeForTwo_IsRefused(string spelt, string otherwise)
    {
        string line = RecordFile.Text(Chain(1)[0]), path = Path.GetTempFileName();
        Assert.Contains(spelt, line, StringComparison.Ordinal);
        File.WriteAllText(path, line.Replace(spelt, otherwise, StringComparison.Ordinal) + "\n");
        bool isRefused;
        try
        {
            isRefused = !RecordCheck.Of(RecordFile.Read(path)).Holds;
        }
        catch (InputDataException)
        {
            isRefused = true;
        }

        File.Delete(path);
        Assert.True(isRefused, otherwise);
    }

    [Fact]
    public void Read_ALineAsAnotherProgramWroteItAnew_IsTheSameEntry()
    {
        string line = RecordFile.Text(Chain(1)[0]), path = Path.GetTempFileName();
        File.WriteAllText(path, line.Replace("\"kind\":\"vote\"", "\"kind\": \"v\\u006fte\"", StringComparison.Ordinal) + "\r\n");
        Assert.True(RecordCheck.Of(RecordFile.Read(path)).Holds);
        Assert.Equal(line, RecordFile.Text(RecordFile.Read(path)[0]));
        File.Delete(path);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"sequence\":1,\"useCase\":null,\"at\":1,\"kind\":\"vote\",\"seat\":null,\"content\":\"\",\"hash\":\"\"}")]
    public void Read_ALineThatIsNoEntry_IsAFault(string line)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, line + "\n");
        Assert.Throws<InputDataException>(() => RecordFile.Read(path));
        File.Delete(path);
    }

    [Fact]
    public void Check_TwoUseCasesSplicedTogether_SaysWhere()
    {
        ImmutableArray<RecordEntry> letters = Chain(3);
        RecordEntry other = RecordChain.Append(letters[^1].Hash, 4, "visits", 40, "vote", "seat4", "content"u8);
        RecordCheck check = RecordCheck.Of(letters.Add(other));
        Assert.Equal(4, check.BrokenAt);
        Assert.Equal(4, RecordCheck.Of([.. letters, letters[^1]]).BrokenAt);
    }

    private static ImmutableArray<RecordEntry> Chain(int entries)
    {
        var chain = ImmutableArray.CreateBuilder<RecordEntry>();
        for (int i = 1; i <= entries; i++)
            chain.Add(RecordChain.Append(chain.Count == 0 ? RecordChain.Start : chain[^1].Hash, i, "letters", i * 10, "vote", $"seat{i}", Encoding.UTF8.GetBytes($"content {i}")));
        return chain.ToImmutable();
    }
}
