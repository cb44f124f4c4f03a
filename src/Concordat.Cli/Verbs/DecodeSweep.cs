using System.Globalization;
using Concordat.Models.Decoding;
using Concordat.Models.Decoding.Sweep;
using Concordat.Reporting;

namespace Concordat.Cli.Verbs;

/// <summary><c>concordat decode --sweep</c>: proxy-tuning at several α beside direct tuning.</summary>
internal static class DecodeSweep
{
    /// <param name="host">Where output goes.</param>
    /// <param name="settings">Base, expert and anti-expert.</param>
    /// <param name="direct">The directly tuned model, or null.</param>
    /// <param name="options">The sweep.</param>
    /// <param name="report">Where the page goes, or null.</param>
    /// <param name="models">Reads models.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    public static int Execute(
        CliHost host, DecodeSettings settings, string? direct, AlphaSweepOptions options, string? report, DecodeModels models, int threads, CancellationToken cancellationToken)
    {
        options.Validate();
        if (settings.Base is not { } large || settings.Expert is not { } expert || settings.Anti is not { } anti)
            throw new ArgumentException("--sweep needs --base, --expert and --anti");
        ImmutableArray<(string Name, string Role, PromptTemplate? Template)> named =
        [
            (large, "base", PromptTemplate.Raw), (expert, "expert", settings.Template), (anti, "anti", PromptTemplate.Raw),
            .. direct is null ? ImmutableArray<(string, string, PromptTemplate?)>.Empty : [(direct, "direct", settings.Template)],
        ];
        if (named.FirstOrDefault(one => !DecodeModels.IsFolder(one.Name)).Name is { } missing)
            throw new ArgumentException($"'{missing}' is no folder; a sweep scores given texts, which endpoints do not do");
        if (settings.Out is { } taken && File.Exists(taken + ".asked"))
            throw new ArgumentException($"'{taken}' holds decoded texts; a sweep writes one document, so give --out another file");
        ImmutableArray<SweepItem> items = SweepFile.Read(settings.Prompts, cancellationToken);
        ImmutableArray<DecodingMember> members = models.Decoder(named).Members;
        host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{items.Length} questions, {options.Alphas.Length} α"));
        AlphaSweepResult result = AlphaSweep.Run(
            items, [.. named.Select(one => new MixtureMember(one.Name, models.Directory(one.Name), one.Template ?? PromptTemplate.Of(one.Name)))], options, threads, cancellationToken);
        var document = SweepDocument.Of(settings.Prompts, ConcordatInfo.Version, members, result);
        if (settings.Out is { } into)
            WholeFile.Write(into, SweepDocument.Text(document) + "\n");
        if (report is not null)
            WholeFile.Write(report, Page(result, members).Write);

        if (settings.IsJson)
            host.Out.WriteLine(SweepDocument.Text(document));
        else
            Tell(host.Out, result);
        return ExitCode.Met;
    }

    private static FiguresReport Page(AlphaSweepResult result, ImmutableArray<DecodingMember> members) => new(
        "Proxy-tuning by α",
        "What tuning is to bring, how much of it a small tuned pair brings to a base that stays as it is, and what happens to what the base knew.",
        [
            .. members.Select(member => $"{member.Role}: {member.Name} (content {member.Content}, template {member.Template})"),
            string.Create(CultureInfo.InvariantCulture, $"Intervals at {result.Options.ConfidenceLevel}: percentiles over {result.Options.Replicates} resamples of questions within each measure, seed {result.Options.Seed}."),
            "Gap closed, mean of ratios: the mean over target measures of (proxy − base) / (direct − base). Ratio of means: the sum of (proxy − base) over target measures in shares, divided by that of (direct − base).",
            "Nothing is generated: given continuations are scored. Other questions, models or scales can come out otherwise.",
        ],
        result.Figures, result.Findings, ConcordatInfo.Version);

    private static void Tell(TextWriter writer, AlphaSweepResult result)
    {
        foreach (SweepMeasure measure in result.Measures)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{measure.Name} ({measure.Part.ToString().ToLowerInvariant()}, {(measure.Kind == SweepKind.Text ? "nats a token, less is better" : "share right")}, {measure.Items} questions)"));
            foreach (Finding finding in result.Findings.Where(finding => finding.Measure == AlphaSweepResult.Value && finding.Scope[0].Value == measure.Name))
                writer.WriteLine($"  {Named(finding),-14} {Number(finding)}");
        }

        foreach ((string id, string title) in new[] { (AlphaSweepResult.MeanOfRatios, "gap closed, mean of ratios"), (AlphaSweepResult.RatioOfMeans, "gap closed, ratio of means") })
        {
            writer.WriteLine(title);
            foreach (Finding finding in result.Findings.Where(finding => finding.Measure == id))
                writer.WriteLine($"  {Named(finding),-14} {Number(finding)}");
        }
    }

    private static string Named(Finding finding) => finding.Scope[2].Value == "–" ? finding.Scope[1].Value : $"α = {finding.Scope[2].Value}";

    private static string Number(Finding finding) => finding.Estimate is { } estimate
        ? string.Create(CultureInfo.InvariantCulture, $"{estimate.Value,7:0.000}   {estimate.Lower:0.000} … {estimate.Upper:0.000}")
        : finding.WhyMissing!;
}
