using System.Globalization;
using System.Text;
using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>A configuration for TRL's command line, with the options by the trainer's own names.</summary>
/// <remarks>
/// Values follow published recipes where there is one: LIMA (Zhou et al. 2023, arXiv 2305.11206) for whole texts and completions, Rafailov et al. (2023) and TRL's defaults for DPO,
/// Ethayarajh et al. (2024, arXiv 2402.01306, §4) for KTO, whose weights keep n(wanted)·λ(wanted) equal to n(unwanted)·λ(unwanted).
/// Option names: TRL 0.24, SFTConfig, DPOConfig, KTOConfig, DatasetMixtureConfig; transformers TrainingArguments.
/// </remarks>
public static class TrlRecipe
{
    /// <summary>The trainer's command for a type: sft, dpo or kto.</summary>
    /// <exception cref="ArgumentException">No such trainer reads prompts alone.</exception>
    public static string Command(TrlType type) => type switch
    {
        TrlType.LanguageModeling or TrlType.PromptCompletion => "sft",
        TrlType.Preference => "dpo",
        TrlType.UnpairedPreference => "kto",
        _ => throw new ArgumentException("prompts alone are for online trainers, which need a reward; there is no recipe for them", nameof(type)),
    };

    /// <summary>The recipe.</summary>
    /// <param name="dataset">What is trained on.</param>
    /// <param name="dataFile">The dataset's file as the recipe names it.</param>
    /// <param name="model">The model to start from.</param>
    /// <param name="isWeighed">Whether a sidecar has weights that differ.</param>
    public static string Text(TrlDataset dataset, string dataFile, string model, bool isWeighed)
    {
        string command = Command(dataset.Type), name = Path.GetFileNameWithoutExtension(dataFile);
        var yaml = new StringBuilder();
        void Line(FormattableString line) => yaml.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"# trl {command} --config {name}.{command}.yaml");
        if (isWeighed)
            Line($"# The weights of the sidecar differ; TRL's trainers do not read them, so this recipe counts every row once. `concordat train` does read them.");
        Line($"model_name_or_path: {Quoted(model)}");
        Line($"datasets:");
        Line($"  - path: json");
        Line($"    data_files: {Quoted(dataFile)}");
        Line($"    split: train");
        Line($"output_dir: {Quoted(name + "-" + command)}");
        Line($"seed: 1");
        switch (dataset.Type)
        {
            case TrlType.Preference: AddDpo(Line); break;
            case TrlType.UnpairedPreference: AddKto(Line, dataset); break;
            default: AddSft(Line, dataset); break;
        }

        return yaml.ToString();
    }

    private static void AddSft(Action<FormattableString> line, TrlDataset dataset)
    {
        // Fifteen passes are LIMA's for a thousand examples; many more examples want fewer.
        line($"num_train_epochs: {(dataset.Examples.Length <= 2000 ? 15 : 3)}");
        line($"learning_rate: 1.0e-05");
        line($"lr_scheduler_type: linear");
        line($"adam_beta1: 0.9");
        line($"adam_beta2: 0.95");
        line($"weight_decay: 0.1");
        AddBatch(line, 8, 4);
        line($"max_length: 2048");
        line($"packing: false");
        if (dataset.Type == TrlType.PromptCompletion)
            line($"completion_only_loss: true");
        else if (dataset.IsConversational)
            line($"assistant_only_loss: true # needs a chat template that marks what the assistant says");
    }

    private static void AddDpo(Action<FormattableString> line)
    {
        line($"num_train_epochs: 1");
        line($"learning_rate: 5.0e-07");
        line($"lr_scheduler_type: cosine");
        line($"warmup_ratio: 0.1");
        AddBatch(line, 4, 8);
        line($"loss_type: sigmoid");
        line($"beta: 0.1");
        line($"max_length: 1024");
    }

    private static void AddKto(Action<FormattableString> line, TrlDataset dataset)
    {
        long wanted = dataset.Examples.Count(example => example is TrlUnpairedPreference { Label: true }), unwanted = dataset.Examples.Length - wanted;
        bool hasBoth = wanted > 0 && unwanted > 0;
        line($"num_train_epochs: 1");
        line($"learning_rate: 5.0e-07");
        line($"lr_scheduler_type: cosine");
        line($"warmup_ratio: 0.1");
        AddBatch(line, 4, 8);
        line($"loss_type: kto");
        line($"beta: 0.1");
        line($"desirable_weight: {(hasBoth && wanted < unwanted ? (double)unwanted / wanted : 1):0.0###}");
        line($"undesirable_weight: {(hasBoth && unwanted < wanted ? (double)wanted / unwanted : 1):0.0###}");
        line($"max_length: 1024");
    }

    private static void AddBatch(Action<FormattableString> line, int perDevice, int accumulation)
    {
        line($"per_device_train_batch_size: {perDevice}");
        line($"gradient_accumulation_steps: {accumulation}");
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
