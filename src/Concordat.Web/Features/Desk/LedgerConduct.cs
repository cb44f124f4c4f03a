using System.Text.Json;
using Concordat.Estimators.Rankings;
using Concordat.Evidence;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.Desk;

/// <summary>Lays the ledger before the tests of conduct, and names whom they find by the export's pseudonyms.</summary>
internal static class LedgerConduct
{
    private const ulong Seed = 1;
    private const double RemarkLevel = 0.05;

    /// <param name="key">What pseudonyms are made with.</param>
    public static async Task<ConductReport> Test(Session session, string useCase, DeskLedger ledger, bool[] absent, byte[] key)
    {
        ImmutableArray<LedgerRound> rounds = [.. (await session.All<string>("SELECT id FROM judging_rounds WHERE use_case_id = @useCase ORDER BY created_at, id", new { useCase })).Select(ledger.Round).OfType<LedgerRound>()];
        Dictionary<string, (int Key, long Letters)> texts = await Texts(session, useCase);
        var shown = new Dictionary<(int Round, int Unit), (int Key, long Letters)[]>();
        foreach ((string round, long unit, string item, string responses) in await session.All<(string, long, string, string)>(
            "SELECT round_id, number, item_id, responses FROM judging_units JOIN judging_rounds ON judging_rounds.id = round_id WHERE use_case_id = @useCase", new { useCase }))
        {
            int code = Find(rounds, round);
            if (code >= 0)
                shown[(code, (int)unit)] = [.. JsonSerializer.Deserialize<string[]>(responses)!.Select(response => "response " + response).Append("item " + item).Select(text => texts.GetValueOrDefault(text)).Where(text => text.Letters > 0)];
        }

        ImmutableArray<ConductFinding> tests = RaterConduct.Test(Answers(rounds, shown, absent));
        ImmutableArray<ConductFinding> found = [.. tests.Where(test => test.Adjusted <= RaterConduct.FalseDiscoveryRate).OrderBy(test => test.Sign).ThenBy(test => test.Adjusted).ThenBy(test => ledger.Seats[test.Rater], StringComparer.Ordinal)];
        Dictionary<int, bool> against = AgainstOwnGroup(rounds, absent, [.. found.Select(test => test.Rater)]);
        return new ConductReport(
            [.. found.Select(test => new ConductReport.Line(ExportedJudgements.Pseudonym(key, ledger.Seats[test.Rater]), test, against.TryGetValue(test.Rater, out bool isAgainst) ? isAgainst : null))],
            [.. Enum.GetValues<ConductSign>().Select(sign => tests.Count(test => test.Sign == sign))],
            Enumerable.Range(0, absent.Length).Count(seat => !absent[seat]));
    }

    private static async Task<Dictionary<string, (int Key, long Letters)>> Texts(Session session, string useCase)
    {
        var texts = new Dictionary<string, (int, long)>(StringComparer.Ordinal);
        foreach ((string name, long letters) in await session.All<(string, long)>(
            "SELECT 'item ' || id, CAST(length(text) AS bigint) FROM judging_items WHERE use_case_id = @useCase UNION ALL SELECT 'response ' || id, CAST(length(text) AS bigint) FROM judging_responses WHERE use_case_id = @useCase", new { useCase }))
            texts.Add(name, (texts.Count, letters));
        return texts;
    }

    private static IEnumerable<ConductAnswer[]> Answers(ImmutableArray<LedgerRound> rounds, Dictionary<(int Round, int Unit), (int Key, long Letters)[]> shown, bool[] absent)
    {
        var given = new List<(int Round, JudgedAnswer Answer)>?[absent.Length];
        for (int round = 0; round < rounds.Length; round++)
        {
            foreach (JudgedAnswer answer in rounds[round].Answers)
            {
                if (!absent[answer.Seat])
                    (given[answer.Seat] ??= []).Add((round, answer));
            }
        }

        var seen = new HashSet<int>();
        foreach (List<(int Round, JudgedAnswer Answer)>? own in given)
        {
            if (own is null)
                continue;
            // In the order in which each was asked: what someone has seen they need not read again.
            own.Sort(static (one, other) => (one.Answer.At, one.Round, one.Answer.Position).CompareTo((other.Answer.At, other.Round, other.Answer.Position)));
            seen.Clear();
            yield return [.. own.Select(row => Of(row.Round, row.Answer))];
        }

        ConductAnswer Of(int round, JudgedAnswer answer)
        {
            long letters = 0;
            foreach ((int key, long length) in shown.GetValueOrDefault((round, answer.Unit)) ?? [])
                letters += seen.Add(key) ? length : 0;
            return new ConductAnswer(
                answer.Seat, round, answer.Unit, answer.Condition, answer.Position, answer.HasValue ? answer.Value : null, answer.Place, answer.Place > 0 ? rounds[round].Choices : 0, ReadingPace.IsTooQuick(letters, answer.Took));
        }
    }

    // Within the group that someone is asked for; each unit is a pair of its own.
    private static Dictionary<int, bool> AgainstOwnGroup(ImmutableArray<LedgerRound> rounds, bool[] absent, HashSet<int> found)
    {
        var groups = new Dictionary<int, EvidenceBuilder>();
        var of = new Dictionary<int, int>();
        foreach (LedgerRound round in rounds.Where(round => round.Kind == "Pairwise"))
        {
            foreach (JudgedAnswer answer in round.Answers)
            {
                if (found.Contains(answer.Seat))
                    of[answer.Seat] = answer.Group;
            }
        }

        HashSet<int> wanted = [.. of.Values];
        foreach (LedgerRound round in rounds.Where(round => round.Kind == "Pairwise"))
        {
            foreach (JudgedAnswer answer in round.Answers)
            {
                if (absent[answer.Seat] || !answer.IsFirst || answer.Value is not (0 or 1) || !wanted.Contains(answer.Group))
                    continue;
                EvidenceBuilder group = groups.TryGetValue(answer.Group, out EvidenceBuilder? builder) ? builder : groups[answer.Group] = new EvidenceBuilder();
                string unit = $"{round.Id} {answer.Unit}";
                group.AddComparison(
                    group.Raters.Code($"{answer.Seat}"), group.Items.Code(unit), group.Alternatives.Code(unit + " 0"), group.Alternatives.Code(unit + " 1"), answer.Value == 0 ? ComparisonOutcome.First : ComparisonOutcome.Second);
            }
        }

        var against = new Dictionary<int, bool>();
        foreach ((int group, EvidenceBuilder builder) in groups)
        {
            foreach (RaterAnomaly anomaly in AnomalousRaters.Test(builder.Build(), RemarkLevel, Seed))
            {
                int seat = int.Parse(anomaly.Rater, System.Globalization.CultureInfo.InvariantCulture);
                if (of.TryGetValue(seat, out int own) && own == group && anomaly.Comparisons >= RaterConduct.FewestChoices)
                    against[seat] = anomaly.AgainstOthers;
            }
        }

        return against;
    }

    private static int Find(ImmutableArray<LedgerRound> rounds, string id)
    {
        for (int round = 0; round < rounds.Length; round++)
        {
            if (rounds[round].Id == id)
                return round;
        }

        return -1;
    }
}
