using System.Globalization;
using Concordat.Models.Training;

namespace Concordat.Cli.Verbs;

/// <summary>Steps of a training run with checkpoints, lines of progress and a way to stop.</summary>
/// <param name="StepsDone">Steps made so far.</param>
/// <param name="Step">Makes one.</param>
/// <param name="Save">Writes a checkpoint.</param>
/// <param name="Resume">Goes on from one.</param>
/// <param name="Tell">The end of a line of progress, from the number of steps since the last and the seconds they took.</param>
internal sealed record TrainingLoop(Func<int> StepsDone, Func<TrainingStep> Step, Action<string> Save, Action<string> Resume, Func<int, double, string> Tell)
{
    private const string CheckpointName = "checkpoint.safetensors";

    /// <summary>Throws where the folder holds another run.</summary>
    /// <exception cref="ArgumentException">It does, and the run was not asked to go on.</exception>
    public static void RequireFree(TrainSettings settings)
    {
        if (!settings.Resumes && (File.Exists(Path.Combine(settings.Folder, CheckpointName)) || File.Exists(Path.Combine(settings.Folder, Models.Lm.ModelDirectory.WeightsName))))
            throw new ArgumentException($"--out {settings.Folder} holds a model already; --resume goes on with its training, another folder starts anew");
    }

    /// <summary>Makes all steps.</summary>
    /// <returns>The losses that were reported, or null where the run was stopped.</returns>
    public ImmutableArray<TrainDocument.LossPart>? Run(CliHost host, TrainSettings settings, CancellationToken cancellationToken)
    {
        string checkpoint = Path.Combine(settings.Folder, CheckpointName);
        Directory.CreateDirectory(settings.Folder);
        if (settings.Resumes && File.Exists(checkpoint))
            Resume(checkpoint);
        else
            Save(checkpoint);
        if (settings.Resumes)
            host.Error.WriteLine(StepsDone() == 0 ? "starting: there was no checkpoint after the first step" : Invariant($"going on after step {StepsDone()}"));
        var losses = ImmutableArray.CreateBuilder<TrainDocument.LossPart>();
        int all = settings.Options.Steps, since = 0, skipped = 0;
        long started = host.Clock.GetTimestamp();
        double loss = 0;
        while (StepsDone() < all)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Save(checkpoint);
                host.Error.WriteLine(Invariant($"stopped after step {StepsDone()}; the same command with --resume goes on from there"));
                return null;
            }

            TrainingStep step = Step();
            loss += step.Loss;
            since++;
            skipped += step.IsSkipped ? 1 : 0;
            if (step.Step % settings.CheckpointEvery == 0 || step.Step == all)
                Save(checkpoint);
            if (step.Step % settings.ReportEvery != 0 && step.Step != all)
                continue;
            double seconds = Math.Max(1e-9, host.Clock.GetElapsedTime(started).TotalSeconds);
            host.Error.WriteLine(Invariant(
                $"step {step.Step}/{all}  loss {loss / since:0.000}  rate {step.LearningRate:0.0e-0}  gradient {step.GradientNorm:0.00}  {Tell(since, seconds)}{(skipped > 0 ? $"  {skipped} steps skipped: their gradients were not finite" : "")}"));
            losses.Add(new TrainDocument.LossPart(step.Step, loss / since));
            (started, loss, since, skipped) = (host.Clock.GetTimestamp(), 0, 0, 0);
        }

        return losses.ToImmutable();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
