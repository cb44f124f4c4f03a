using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Concordat.Evidence;
using Concordat.Web.Frame;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Judging;

/// <summary>Reads the declaration of a round from its form.</summary>
internal static partial class RoundForm
{
    private const int MostFrames = 6, LongestLevel = 80;

    /// <summary>Words of evidence files that stand for answers without a value: a level cannot have them.</summary>
    public static ImmutableArray<string> Reserved { get; } = [Judgements.Pass, Judgements.NoOpinion];

    public static (RoundRow Round, ImmutableArray<FrameRow> Frames, ImmutableArray<(string Group, long PerItem)> Quotas) Read(Form form, string useCase)
    {
        string title = form.Text("title", "The title", 120, 3), criterion = form.Text("criterion", "The criterion", 60, 2), support = form.Text("support", "The support text", 2000, 0);
        JudgementKind kind = form.Choice<JudgementKind>("kind", "what is asked for");
        if (!Name().IsMatch(criterion))
            form.Fault("criterion", "The criterion has lower-case letters, digits and single hyphens.");
        ImmutableArray<string> levels = kind == JudgementKind.Rating ? Lines(form.Text("levels", "The scale", 1000)) : [];
        if (kind == JudgementKind.Rating && (levels.Length is < 2 or > 9 || levels.Distinct(StringComparer.Ordinal).Count() != levels.Length || levels.Any(level => level.Length > LongestLevel || level.Contains('|') || Reserved.Contains(level))))
            form.Fault("levels", $"A scale has 2 to 9 different answers, one on each line, of at most {LongestLevel} characters, without bars; passing and no opinion are always there.");
        var round = new RoundRow(
            Chance.Id(), useCase, title, kind, criterion, form.IsChecked("ordered") ? ScaleKind.Ordinal : ScaleKind.Nominal, JsonSerializer.Serialize(levels),
            kind switch { JudgementKind.Pairwise => 2, JudgementKind.BestOf => form.Whole("choices", "The number of answers to choose from", 2, 9), _ => 1 },
            form.Whole("per-item", "Judgements of each", 1, 10_000), form.Whole("per-seat", "The most that one person is asked", 1, 10_000),
            form.Whole("again-percent", "The share asked again", 0, 50), form.Whole("again-after", "The number of others between", 1, 1000),
            form.Typed("group-attribute"), support, RandomNumberGenerator.GetInt32(int.MaxValue), RoundState.Draft, null, null);
        return (round, Frames(form), Quotas(form, round.GroupAttribute));
    }

    private static ImmutableArray<FrameRow> Frames(Form form)
    {
        ImmutableArray<FrameRow> frames = [.. Lines(form.Text("frames", "The question", 4000)).Select((line, place) => line.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, { Length: > 0 } question] && Name().IsMatch(name)
            ? new FrameRow(place, name, question)
            : new FrameRow(place, "", line))];
        // A single question needs no name.
        if (frames is [{ Name: "" } only])
            frames = [only with { Name = "plain" }];
        if (frames.Length is 0 or > MostFrames || frames.Any(frame => frame.Name.Length == 0 || frame.Question.Length > 500) || frames.Select(frame => frame.Name).Distinct(StringComparer.Ordinal).Count() != frames.Length)
            form.Fault("frames", $"One question; or up to {MostFrames} wordings of it, each on a line of its own as name: question, with different names.");
        return frames;
    }

    private static ImmutableArray<(string Group, long PerItem)> Quotas(Form form, string attribute)
    {
        var quotas = ImmutableArray.CreateBuilder<(string, long)>();
        foreach (string line in Lines(form.Text("quotas", "The quotas", 4000, 0)))
        {
            int colon = line.LastIndexOf(':');
            if (attribute.Length > 0 && colon > 0 && long.TryParse(line[(colon + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long perItem) && perItem <= 10_000)
                quotas.Add((line[..colon].Trim(), perItem));
            else
                form.Fault("quotas", "Each quota is a line of its own: the group, a colon, and how many judgements of each it is to give. They need an attribute whose groups they are of.");
        }

        if (quotas.Select(quota => quota.Item1).Distinct(StringComparer.Ordinal).Count() != quotas.Count)
            form.Fault("quotas", "A group has one quota.");
        return quotas.ToImmutable();
    }

    private static ImmutableArray<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
