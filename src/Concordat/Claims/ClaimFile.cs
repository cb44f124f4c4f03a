using System.Text;
using Concordat.Charters;
using Concordat.Charters.Shapes;

namespace Concordat.Claims;

/// <summary>Reads and writes claims as Markdown with YAML front matter, one a file, <c>{id}.claim.md</c>.</summary>
public static class ClaimFile
{
    public const string Extension = ".claim.md";

    /// <summary>The claim as a file's text; reading it gives the claim again, with its body's line ends as LF and no blank lines around it.</summary>
    public static string Write(Claim claim) => ClaimYaml.Write(claim) + (claim.Body.Length == 0 ? "" : "\n" + Tidy(claim.Body) + "\n");

    /// <summary>Writes the claim into a folder, whole or not at all.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static string Save(Claim claim, string folder)
    {
        string file = Path.Combine(folder, claim.Id + Extension);
        WholeFile.Write(file, Write(claim));
        return file;
    }

    /// <summary>Reads all claims below a folder, in the order of their paths.</summary>
    /// <exception cref="InputDataException">Faults of all files together, each with its place.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static ImmutableArray<StoredClaim> ReadFolder(string folder)
    {
        var faults = new FaultList();
        var claims = ImmutableArray.CreateBuilder<StoredClaim>();
        foreach (string file in Directory.EnumerateFiles(folder, "*" + Extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            // A length first: a file far over the limit is not worth its memory.
            if (new FileInfo(file).Length > CharterYaml.MostBytes)
                faults.Add(new SourcePlace(file, 0, 0), $"more than {CharterYaml.MostBytes} bytes", "a claim of at most 1 MB");
            else if (Parse(file, File.ReadAllBytes(file), faults) is { } claim)
                claims.Add(new StoredClaim(file, claim));
        }

        faults.ThrowIfAny();
        return claims.ToImmutable();
    }

    /// <summary>Reads one claim from memory.</summary>
    /// <param name="file">The name to give in places.</param>
    /// <param name="bytes">The file's bytes, UTF-8.</param>
    /// <exception cref="InputDataException">All its faults, each with line and column.</exception>
    public static Claim Parse(string file, ReadOnlySpan<byte> bytes)
    {
        var faults = new FaultList();
        Claim? claim = Parse(file, bytes, faults);
        faults.ThrowIfAny();
        return claim!;
    }

    private static Claim? Parse(string file, ReadOnlySpan<byte> bytes, FaultList faults)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (!IsFence(bytes, 0, out int at))
        {
            faults.Add(new SourcePlace(file, 1, 1), "no front matter", "a first line '---', then the claim's keys, then a line '---'");
            return null;
        }

        int end = at;
        int after;
        while (!IsFence(bytes, end, out after))
        {
            int next = bytes[end..].IndexOf((byte)'\n');
            if (next < 0)
            {
                faults.Add(new SourcePlace(file, 1, 1), "front matter without an end", "a line '---' after the claim's keys");
                return null;
            }

            end += next + 1;
        }

        if (bytes[at..end].Trim(" \r\n"u8).IsEmpty)
        {
            faults.Add(new SourcePlace(file, 1, 1), "empty front matter", "the claim's keys: " + ClaimFormat.Claim.Expectation);
            return null;
        }

        int before = faults.Count;
        if (CharterYaml.Parse(file, bytes[..end], faults) is not { } root)
            return null;
        ClaimFormat.Claim.Check(root, faults);
        return faults.Count > before ? null : Build(root, Tidy(Encoding.UTF8.GetString(bytes[after..])));
    }

    /// <summary>Whether the line that starts at <paramref name="start"/> is <c>---</c>.</summary>
    private static bool IsFence(ReadOnlySpan<byte> bytes, int start, out int next)
    {
        ReadOnlySpan<byte> rest = bytes[start..];
        int length = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = length < 0 ? rest : rest[..length];
        next = length < 0 ? bytes.Length : start + length + 1;
        return line.TrimEnd(" \r"u8).SequenceEqual("---"u8);
    }

    private static string Tidy(string body) => body.ReplaceLineEndings("\n").Trim('\n', ' ');

    private static Claim Build(CharterNode root, string body) => new()
    {
        Id = root["id"]!.Text!,
        Type = Wording.Parse<ClaimType>(root["type"]!.Text)!.Value,
        Domain = root["domain"]!.Text!,
        Description = root["description"]!.Text!,
        Confidence = Wording.Parse<ClaimConfidence>(root["confidence"]!.Text)!.Value,
        ConfidenceRule = root["confidence-rule"]!.Text!,
        Evidence = [.. Items(root["evidence"]).Select(Evidence)],
        Limitations = [.. Items(root["limitations"]).Select(item => item.Text!)],
        Source = root["source"]!.Text!,
        Created = DateShape.Read(root["created"])!.Value,
        Expires = DateShape.Read(root["expires"]),
        Relations = [.. Items(root["relations"]).Select(item => new ClaimRelation(Wording.Parse<ClaimRelationKind>(item["kind"]!.Text)!.Value, item["claim"]!.Text!))],
        Body = body,
    };

    private static ClaimEvidence Evidence(CharterNode node) => new(
        node["run"]!.Text!, node["run-sha256"]!.Text!, node["standard"]?.Text, node["measure"]!.Text!, node["group"]?.Text,
        node["estimate"] is not { } estimate
            ? null
            : new ClaimEstimate(
                Number(estimate, "value"), Number(estimate, "lower"), Number(estimate, "upper"), Number(estimate, "confidence-level"),
                CountShape.Read(estimate["count"])!.Value),
        node["why-missing"]?.Text);

    private static double Number(CharterNode node, string key) => NumberShape.Read(node[key])!.Value;

    private static ImmutableArray<CharterNode> Items(CharterNode? node) => node is { IsList: true } ? node.Items : [];
}
