using Concordat.Audits;
using Concordat.Charters;
using Concordat.Evidence;
using Concordat.Evidence.Store;

namespace Concordat.Runs;

/// <summary>Keeps a whole run from telling anything of fewer units than the charter's minimum, by itself or by subtraction, and from calling a standard met that a hidden group may break.</summary>
internal sealed class SmallCellGuard
{
    private readonly Dictionary<string, SmallCells> _byCriterion = new(StringComparer.Ordinal);
    private readonly int _minimum;

    public SmallCellGuard(EffectiveCharter charter, EvidenceSet evidence, EvidenceProvenance about)
    {
        _minimum = charter.MinimumCell;
        Standard[] standards = [.. charter.Standards.Select(standard => standard.Standard)];
        GroupKey[] groups =
        [
            .. charter.Populations.Select(population => population.Group),
            .. standards.Select(standard => standard.Options["reference"]).OfType<string>().Where(text => text.Contains('=', StringComparison.Ordinal)).Select(ParseGroup),
        ];
        ImmutableArray<string>[] attributes = [.. standards.Where(standard => standard.Options.Has("attribute")).Select(standard => standard.Options.TextList("attribute"))];
        string[] judges = [.. standards.Select(standard => standard.Options["judge"]).OfType<string>()];
        foreach (string criterion in standards.Select(CriterionOf).Distinct(StringComparer.Ordinal))
        {
            var cells = SmallCells.Check(evidence, criterion.Length == 0 ? null : criterion, groups, attributes, _minimum, judges);
            _byCriterion.Add(criterion, cells);
            evidence = cells.Evidence;
        }

        Evidence = evidence;
        About = AnyLeftOut ? Recount(about) : about;
    }

    /// <summary>Whether anyone was left out.</summary>
    public bool AnyLeftOut => _byCriterion.Values.Any(cells => cells.AnyLeftOut);

    /// <summary>The evidence that audits may see.</summary>
    public EvidenceSet Evidence { get; }

    /// <summary>Where it comes from, with the sizes of what audits may see.</summary>
    public EvidenceProvenance About { get; }

    /// <summary>The result with a reason in place of anything said of a group that is too small.</summary>
    public AuditResult Guard(Standard standard, AuditResult result)
    {
        SmallCells cells = _byCriterion[CriterionOf(standard)];
        string unit = cells.Unit.ToString().ToLowerInvariant();
        return result with
        {
            Findings =
            [
                .. result.Findings.Select(finding => finding.Group is not null && cells.TooSmall.Contains(finding.Group)
                    ? finding with { Estimate = null, WhyMissing = $"there are fewer than {_minimum} {unit}; nothing of so small a group is shown", UnitCount = null, Test = null }
                    : finding),
            ],
            Diagnostics = cells.AnyLeftOut
                ? result.Diagnostics.Insert(0, Diagnostic.Warning(
                    "small-groups-left-out",
                    $"Groups of fewer than {_minimum} {unit} are left out of every figure here, totals included: otherwise something could be told of them by subtraction. "
                    + "What holds for the others need not hold for them."))
                : result.Diagnostics,
        };
    }

    /// <summary>The verdict, undetermined where a group that cannot be shown might break what the others keep.</summary>
    public Verdict Guard(Standard standard, MeasureDescription measure, Verdict verdict)
    {
        string[] names = [.. standard.Options.Has("attribute") ? standard.Options.TextList("attribute") : []];
        bool isHidden = measure.SpansGroups && _byCriterion[CriterionOf(standard)].TooSmall.Any(group =>
            group.Levels.Select(level => level.Attribute).Order(StringComparer.Ordinal).SequenceEqual(names.Order(StringComparer.Ordinal)));
        if (isHidden && verdict.Status == VerdictStatus.Met)
        {
            verdict = verdict with
            {
                Status = VerdictStatus.Undetermined,
                Because = $"the groups that can be shown keep it, but a group of fewer than {_minimum} is not among them",
            };
        }

        return measure.MoreUnitsDecide ? verdict : verdict with { UnitsNeeded = null };
    }

    internal static string CriterionOf(Standard standard) => standard.Options["criterion"] as string ?? "";

    /// <exception cref="ArgumentException">Not attribute=level.</exception>
    private static GroupKey ParseGroup(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return new GroupKey(new AttributeLevel(text[..at], [.. text[(at + 1)..].Split('|')]));
    }

    // The number of people in the files, less those shown, would tell the size of what is hidden.
    private EvidenceProvenance Recount(EvidenceProvenance about)
    {
        var raters = new HashSet<int>(Evidence.Ratings.Rater);
        raters.UnionWith(Evidence.Comparisons.Rater);
        var items = new HashSet<int>(Evidence.Ratings.Item);
        items.UnionWith(Evidence.Comparisons.Item);
        items.UnionWith(Evidence.Outcomes.Item);
        return about with { Raters = raters.Count, Items = items.Count, Ratings = Evidence.Ratings.Total, Outcomes = Evidence.Outcomes.Total };
    }
}
