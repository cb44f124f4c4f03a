using System.Text.Json;
using Concordat.Numerics.Sampling;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Judging;

/// <summary>Stores material and rounds, and makes a round's units when it opens.</summary>
public static class MaterialStore
{
    private const int MostUnits = 20_000, MostAtOnce = 50_000;

    /// <summary>Adds what is not there yet.</summary>
    /// <returns>Why nothing was added; null when it was.</returns>
    public static async Task<string?> Add(Session session, string useCase, Material material)
    {
        // Everyone else's writing waits meanwhile; a round asks about fewer.
        if (material.Items.Length + material.Responses.Length > MostAtOnce)
            return $"The file has {material.Items.Length} items and {material.Responses.Length} responses; at most {MostAtOnce} are taken at once.";
        var items = (await session.All<(string Id, string Text)>("SELECT id, text FROM judging_items WHERE use_case_id = @useCase", new { useCase })).ToDictionary(item => item.Id, item => item.Text, StringComparer.Ordinal);
        var responses = (await session.All<(string Id, string Text)>("SELECT id, text FROM judging_responses WHERE use_case_id = @useCase", new { useCase })).ToDictionary(item => item.Id, item => item.Text, StringComparer.Ordinal);
        // What was judged must stay what was judged.
        if (material.Items.FirstOrDefault(item => items.TryGetValue(item.Id, out string? text) && text != item.Text) is { } other)
            return $"Item '{other.Id}' is there already with another text.";
        if (material.Responses.FirstOrDefault(response => responses.TryGetValue(response.Id, out string? text) && text != response.Text) is { } changed)
            return $"Response '{changed.Id}' is there already with another text.";
        long position = items.Count;
        foreach (MaterialItem item in material.Items.Where(item => !items.ContainsKey(item.Id)))
            await session.Execute("INSERT INTO judging_items (use_case_id, id, text, warning, position) VALUES (@useCase, @Id, @Text, @Warning, @position)", new { useCase, item.Id, item.Text, item.Warning, position = position++ });
        // Whoever sees only later that a text may upset people can still say so.
        foreach (MaterialItem item in material.Items.Where(item => items.ContainsKey(item.Id) && item.Warning.Length > 0))
            await session.Execute("UPDATE judging_items SET warning = @Warning WHERE use_case_id = @useCase AND id = @Id", new { useCase, item.Id, item.Warning });
        foreach (MaterialResponse response in material.Responses.Where(response => !responses.ContainsKey(response.Id)))
            await session.Execute(
                "INSERT INTO judging_responses (use_case_id, id, item_id, system, sample, text) VALUES (@useCase, @Id, @Item, @System, @Sample, @Text)",
                new { useCase, response.Id, response.Item, response.System, response.Sample, response.Text });
        return null;
    }

    /// <summary>Stores a declared round as a draft.</summary>
    public static async Task Declare(Session session, RoundRow round, ImmutableArray<FrameRow> frames, ImmutableArray<(string Group, long PerItem)> quotas, long now)
    {
        await session.Execute(
            """
            INSERT INTO judging_rounds (id, use_case_id, title, kind, criterion, scale_kind, levels, choices, per_item, per_seat, again_percent, again_after, group_attribute, support, seed, state, created_at)
            VALUES (@Id, @UseCaseId, @Title, @Kind, @Criterion, @ScaleKind, @Levels, @Choices, @PerItem, @PerSeat, @AgainPercent, @AgainAfter, @GroupAttribute, @Support, @Seed, 'Draft', @now)
            """,
            new
            {
                round.Id,
                round.UseCaseId,
                round.Title,
                Kind = round.Kind.ToString(),
                round.Criterion,
                ScaleKind = round.ScaleKind.ToString(),
                round.Levels,
                round.Choices,
                round.PerItem,
                round.PerSeat,
                round.AgainPercent,
                round.AgainAfter,
                round.GroupAttribute,
                round.Support,
                round.Seed,
                now,
            });
        foreach (FrameRow frame in frames)
            await session.Execute("INSERT INTO judging_frames (round_id, position, name, question) VALUES (@Id, @Position, @Name, @Question)", new { round.Id, frame.Position, frame.Name, frame.Question });
        foreach ((string group, long perItem) in quotas)
            await session.Execute("INSERT INTO judging_quotas (round_id, group_name, per_item) VALUES (@Id, @group, @perItem)", new { round.Id, group, perItem });
    }

    /// <summary>Makes the units and opens the round.</summary>
    /// <returns>Why it cannot be opened; null when it is.</returns>
    public static async Task<string?> Open(Session session, RoundRow round, long now)
    {
        if (round.State != RoundState.Draft)
            return "This round was opened before.";
        ImmutableArray<string> items = await session.All<string>("SELECT id FROM judging_items WHERE use_case_id = @UseCaseId ORDER BY position", new { round.UseCaseId });
        ILookup<string, (string Id, string System)> responses = (await session.All<(string Item, string Id, string System)>(
            "SELECT item_id, id, system FROM judging_responses WHERE use_case_id = @UseCaseId ORDER BY id", new { round.UseCaseId })).ToLookup(row => row.Item, row => (row.Id, row.System), StringComparer.Ordinal);
        (string Item, string[] Responses)[] units = [.. items.SelectMany((item, place) => UnitsOf(round, place, [.. responses[item]]).Select(ids => (item, ids)))];
        if (units.Length is 0 or > MostUnits)
            return units.Length == 0 ? "There is nothing that this round could ask about: load items, and responses where they are compared." : $"{units.Length} units are more than the {MostUnits} of a round.";
        for (int number = 0; number < units.Length; number++)
            await session.Execute(
                "INSERT INTO judging_units (round_id, number, item_id, responses) VALUES (@Id, @number, @Item, @Responses)", new { round.Id, number, units[number].Item, Responses = JsonSerializer.Serialize(units[number].Responses) });
        await session.Execute("UPDATE judging_rounds SET state = 'Open', opened_at = @now WHERE id = @Id", new { round.Id, now });
        return null;
    }

    private static IEnumerable<string[]> UnitsOf(RoundRow round, int item, ImmutableArray<(string Id, string System)> responses)
    {
        switch (round.Kind)
        {
            case JudgementKind.Pairwise:
                return from i in Enumerable.Range(0, responses.Length)
                       from j in Enumerable.Range(i + 1, responses.Length - i - 1)
                       where responses[i].System != responses[j].System
                       select new[] { responses[i].Id, responses[j].Id };
            case JudgementKind.BestOf:
                int n = (int)round.Choices;
                string[] order = [.. responses.Select(response => response.Id)];
                Xoshiro.Derive((ulong)round.Seed, (ulong)item).Shuffle(order.AsSpan());
                // The last choice is filled up from the one before: every response stands in one.
                return order.Length < n ? [] : Enumerable.Range(0, (order.Length + n - 1) / n).Select(choice => order[Math.Min(choice * n, order.Length - n)..][..n].Order(StringComparer.Ordinal).ToArray());
            default:
                return responses.IsEmpty ? [[]] : responses.Select(response => new[] { response.Id });
        }
    }
}
