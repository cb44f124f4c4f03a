namespace Concordat.Tests;

public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-whole-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_InAFolderThatIsNotThere_MakesIt()
    {
        string file = Path.Combine(_folder, "a", "b", "c.txt");
        WholeFile.Write(file, "agreed\n");
        Assert.Equal("agreed\n"u8.ToArray(), File.ReadAllBytes(file));
    }

    [Fact]
    public void Write_FailsMidway_LeavesTheOldFileAndNothingBesideIt()
    {
        string file = Path.Combine(_folder, "c.txt");
        WholeFile.Write(file, "old");
        Assert.Throws<InvalidDataException>(() => WholeFile.Write(file, stream =>
        {
            stream.Write("half of the n"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(file));
            throw new InvalidDataException("cut off");
        }));
        Assert.Equal("old", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_OverALongerFile_LeavesNothingOfIt()
    {
        string file = Path.Combine(_folder, "c.txt");
        WholeFile.Write(file, new string('x', 100_000));
        WholeFile.Write(file, "short");
        Assert.Equal("short", File.ReadAllText(file));
    }
}
