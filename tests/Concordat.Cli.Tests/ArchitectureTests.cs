using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Concordat.Cli.Tests;

/// <summary>The arrows: rooms by project reference, folders of the subject by the namespaces their files use.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> RoomsMayUse = new(StringComparer.Ordinal)
    {
        ["Concordat.Numerics"] = [],
        ["Concordat"] = ["Concordat.Numerics"],
        ["Concordat.Models"] = ["Concordat", "Concordat.Numerics"],
        ["Concordat.Scale"] = ["Concordat"],
        ["Concordat.Reporting"] = ["Concordat"],
        // The command line is the one program: `serve` starts the web app in its own process (docs/decisions/web.md). The web app knows nothing of it.
        ["Concordat.Cli"] = ["Concordat", "Concordat.Models", "Concordat.Scale", "Concordat.Reporting", "Concordat.Web"],
        ["Concordat.Web"] = ["Concordat", "Concordat.Models", "Concordat.Scale", "Concordat.Reporting"],
    };

    // Folders of src/Concordat in the order in which arrows may point back: a folder uses those above it and itself.
    // Stored evidence is a layer of its own: it runs importers, which fill tables.
    private static readonly string[] SubjectLayers = ["Evidence", "Estimators", "Choice", "Audits", "Formats", "Evidence.Store", "Charters", "Runs", "Claims", "Laboratories"];

    [Fact]
    public void ProjectReferences_EveryRoom_PointBackwardsOnly()
    {
        foreach (string project in Directory.EnumerateFiles(RepositoryRoot.Combine("src"), "*.csproj", SearchOption.AllDirectories))
        {
            string room = Path.GetFileNameWithoutExtension(project);
            Assert.True(RoomsMayUse.ContainsKey(room), $"{room} is no room of the house");
            foreach (XElement reference in XDocument.Load(project).Descendants("ProjectReference"))
            {
                string used = Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!);
                Assert.True(RoomsMayUse[room].Contains(used), $"{room} must not use {used}");
            }
        }
    }

    [Fact]
    public void Usings_InsideTheSubject_PointBackwardsOnly()
    {
        string subject = RepositoryRoot.Combine("src", "Concordat");
        var faults = new List<string>();
        foreach (string folder in Directory.EnumerateDirectories(subject).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")))
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            {
                string inside = Path.GetRelativePath(subject, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
                int layer = LayerOf(inside);
                Assert.True(layer >= 0, $"{inside} is no folder of the subject");
                foreach (Match used in UsedNamespace().Matches(File.ReadAllText(file)))
                {
                    if (LayerOf(used.Groups["folder"].Value) > layer)
                        faults.Add($"{Path.GetRelativePath(subject, file)} uses {used.Value.Trim()}");
                }
            }
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void TypeNames_InEveryRoom_PromiseNothing()
    {
        var faults = Directory.EnumerateFiles(RepositoryRoot.Combine("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => ForbiddenName().IsMatch(Path.GetFileNameWithoutExtension(file)))
            .Select(Path.GetFileName);
        Assert.Empty(faults);
    }

    private static int LayerOf(string path) =>
        Array.FindLastIndex(SubjectLayers, layer => path == layer || path.StartsWith(layer + ".", StringComparison.Ordinal) && (layer != "Evidence" || !path.StartsWith("Evidence.Store", StringComparison.Ordinal)));

    [GeneratedRegex(@"(?m)^using (?:static )?Concordat\.(?<folder>[\w.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsedNamespace();

    [GeneratedRegex(@"(?:Fair|Debias|Unbiased|Manager|Helper|Utils|Service|Processor|Common)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ForbiddenName();
}
