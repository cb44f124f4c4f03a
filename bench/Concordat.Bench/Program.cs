using System.Globalization;
using Concordat.Bench;
using Concordat.Estimators.Curation;

IBenchCase[] cases =
[
    new GroupGapsCase(), new DecisionMeasuresCase(), new DecisionBootstrapCase(), new MillionOutcomesCase(),
    new AlphaContinuousCase("ordinal"), new AlphaContinuousCase("interval"), new AlphaContinuousCase("ratio"),
    new CrowdCase("dawid-skene", 1_000_000, 5000, 200_000, TimeSpan.FromSeconds(5)),
    new CrowdCase("glad", 200_000, 1000, 40_000, TimeSpan.FromSeconds(10)), new CrowdCase("mace", 200_000, 1000, 40_000, TimeSpan.FromSeconds(10)),
    new MixedModelCase("linear", TimeSpan.FromSeconds(6)), new MixedModelCase("logit", TimeSpan.FromSeconds(30)),
    new ImportRatingsCase(100_000), new ImportRatingsCase(1_000_000), new ImportRatingsCase(10_000_000),
    new RankCase("count", "counts of 2,000,000 comparisons of 200 models from integer columns", TimeSpan.FromSeconds(.05)),
    new RankCase("fit", "Bradley–Terry fit to those counts", TimeSpan.FromSeconds(.02)),
    new RankCase("bootstrap", "1,000 multinomial replicates of that fit", TimeSpan.FromSeconds(1.5)),
    new RankCase("csv", "reading and counting the same comparisons from CSV", null),
    new ChoiceRulesCase(), new RankedPairsTiesCase(), new BridgingCase(), new OpinionGroupsCase(), new OpinionDistancesCase(), new AllPairsCase(), new HomogeneityCase(), new RewardMixtureCase(),
    new MatrixProductCase("512", 512, 512, 512), new MatrixProductCase("1024", 1024, 1024, 1024), new MatrixProductCase("2048", 2048, 2048, 2048),
    new MatrixProductCase("qkv", 2048, 768, 256), new MatrixProductCase("output", 2048, 256, 256), new MatrixProductCase("gate-up", 2048, 1408, 256),
    new MatrixProductCase("down", 2048, 256, 704), new MatrixProductCase("head", 2048, 4096, 256),
    new LmTrainingCase(), new LmGenerationCase(1), new LmGenerationCase(16), new LmGenerationCase(64),
    new CurationCase(SelectionMethod.KCentre, "k-centre"), new CurationCase(SelectionMethod.FacilityLocation, "facility-location"), new CurationCase(SelectionMethod.Dpp, "dpp")
];
string[] wanted = [.. args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal))];
string scripts = args.FirstOrDefault(arg => arg.StartsWith("--python=", StringComparison.Ordinal))?["--python=".Length..] ?? "";

bool ofProcessor = args.Contains("--cpu");

if (args.Contains("--list"))
{
    Console.WriteLine(string.Join('\n', cases.Select(job => job.Name)));
    return;
}

if (!args.Contains("--rows"))
{
    Console.WriteLine($"{Processor()}, {Environment.ProcessorCount} cores, .NET {Environment.Version}; medians of {(ofProcessor ? "the processor time of " : "")}the runs after one, or half a second of them, to warm up; memory is the peak of the process while the case ran.");
    Console.WriteLine();
    Console.WriteLine("| case | job | here | target | memory | pandas/NumPy | ratio |");
    Console.WriteLine("|---|---|---:|---:|---:|---:|---:|");
}

foreach (IBenchCase job in cases.Where(job => wanted.Length == 0 || wanted.Contains(job.Name)))
{
    DirectoryInfo folder = Directory.CreateTempSubdirectory("concordat-bench");
    try
    {
        if (job.Prepare(folder.FullName) is { } why)
        {
            Console.WriteLine($"| {job.Name} | {job.What} | {why} | | | | |");
            continue;
        }

        PeakMemory.Reset();
        double here = Stopwatches.MedianMilliseconds(job.Run, job.Repetitions, ofProcessor);
        double peak = PeakMemory.Megabytes();
        (double Median, string? Remark)? there = scripts.Length > 0 && job.PythonScript is { } script
            ? Stopwatches.Python(Path.Combine(scripts, script), folder.FullName, job.Repetitions, ofProcessor)
            : null;
        string Show(double? milliseconds) => milliseconds is { } m ? m.ToString(m < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms" : "–";
        string what = string.Join("; ", new[] { job.What, job.Remark(here, ofProcessor), there?.Remark }.Where(part => part is not null));
        Console.WriteLine($"| {job.Name} | {what} | {Show(here)} | {Show(job.Target?.TotalMilliseconds)} | {peak:0} MB | {Show(there?.Median)} | {(there is { } t ? (t.Median / here).ToString("0.0", CultureInfo.InvariantCulture) : "–")} |");
    }
    finally
    {
        folder.Delete(recursive: true);
    }
}

static string Processor() => File.Exists("/proc/cpuinfo")
    ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor"
    : "unknown processor";
